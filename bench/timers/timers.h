/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A contestant has `n` timers in flight, which do not expire, and room for TIMERS_BATCH more. With
 * `deadlines` they are the deadlines of operations that do not complete.
 */
#ifndef BENCH_TIMERS_H
#define BENCH_TIMERS_H

#include "measure.h"

#include <stdbool.h>

#define TIMERS_BATCH 32

#define TIMERS_SECOND UINT64_C(1000000000)

/* Arms the timers 0 to n - 1 with this time. `again`: they will be re-armed; the first time may
 * cost more and does not count, so it may be done here. */
void contestant_open(unsigned n, bool deadlines, bool again, uint64_t nanoseconds);
/* Arms the timers n to n + TIMERS_BATCH - 1; and cancels them. Afterwards all is done: requests are
 * in the kernel, completions were taken. */
void contestant_arm(uint64_t nanoseconds);
void contestant_cancel(void);
/* Gives one of the first n timers another time; and ends a batch of at most TIMERS_BATCH calls. */
void contestant_rearm(unsigned index, uint64_t nanoseconds);
void contestant_end_batch(void);

#endif /* BENCH_TIMERS_H */
