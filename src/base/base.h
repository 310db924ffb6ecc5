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

/* What holds whenever this is reached, whatever the program and the kernel do. Looked at in
 * development builds and in the tests with sanitizers; nothing otherwise. */
#if defined(SRING_ASSERTIONS)
#define SRING_ASSERT(condition)                                                                    \
    ((condition) ? (void)0 : sring_assertion_failed(#condition, __FILE__, __LINE__))
#else
#define SRING_ASSERT(condition) ((void)sizeof(condition))
#endif

/* --- misuse.c ------------------------------------------------------------------------------- */

__attribute__((noreturn)) void sring_assertion_failed(const char *condition, const char *file,
                                                      int line);

/* --- clock.c -------------------------------------------------------------------------------- */

/* Nanoseconds on the monotonic clock. */
uint64_t sring_now(void);
/* The time, by that clock, at which `timeout_ns` from now are over; 0: never (SRING_FOREVER). */
uint64_t sring_end_after(uint64_t timeout_ns);

/* --- inside.c ------------------------------------------------------------------------------- */

/* Calls `body`, which calls the program's functions, and says in `*mark` that it does. */
unsigned sring_call_marked(struct sring *ring, uintptr_t *mark,
                           unsigned (*body)(struct sring *ring, void *arg), void *arg);
/* Whether the call that left the mark still runs; if not, it takes the mark away. */
bool sring_find_mark(uintptr_t *mark);

static inline bool sring_marked(uintptr_t *mark)
{
    return SRING_UNLIKELY_(*mark != 0) && sring_find_mark(mark);
}

#endif /* SRING_BASE_BASE_H */
