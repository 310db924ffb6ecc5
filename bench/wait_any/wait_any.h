/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A contestant waits for the first of `n` operations. All but the last one are timers that do not
 * expire. While it waits, `others` NOPs complete one after the other; each begins the next one.
 */
#ifndef BENCH_WAIT_ANY_H
#define BENCH_WAIT_ANY_H

#include "measure.h"

#include <sys/eventfd.h>

#define LONG_SECONDS 86400

/* Readable when the last of the other operations has completed; then the wait is over. */
extern int event;

static inline void event_write(void)
{
    eventfd_write(event, 1);
}

static inline void event_read(void)
{
    eventfd_t value;

    eventfd_read(event, &value);
}

void contestant_open(unsigned n, unsigned others);
/* Begins the last operation, a NOP if there are no others, else a poll of the event; waits for the
 * first of all; ends it. */
void contestant_wait(void);

#endif /* BENCH_WAIT_ANY_H */
