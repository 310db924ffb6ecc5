/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of base/ give to all others.
 */
#ifndef SRING_BASE_BASE_H
#define SRING_BASE_BASE_H

#include <sring/misuse.h>

#include <stdbool.h>
#include <stdint.h>

struct sring;

/* --- clock.c -------------------------------------------------------------------------------- */

/* Nanoseconds on the monotonic clock. */
uint64_t sring_now(void);

/* --- inside.c ------------------------------------------------------------------------------- */

/* Calls `body`, which calls the program's functions, and says in `*mark` that it does. */
unsigned sring_call_marked(struct sring *ring, uintptr_t *mark, unsigned (*body)(struct sring *));
/* Whether the call that left the mark still runs; if not, it takes the mark away. */
bool sring_find_mark(uintptr_t *mark);

static inline bool sring_marked(uintptr_t *mark)
{
    return SRING_UNLIKELY_(*mark != 0) && sring_find_mark(mark);
}

#endif /* SRING_BASE_BASE_H */
