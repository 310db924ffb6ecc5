/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Two threads, one per processor. Each sleeps until the other one wakes it.
 */
#ifndef BENCH_WAKE_PING_H
#define BENCH_WAKE_PING_H

#include "measure.h"

/* Called by a thread whenever it was woken. Returns 0 if the thread is to end. */
int was_woken(int thread);

/* Makes what the thread sleeps on. */
void contestant_open(int thread);
/* Runs the thread until was_woken returns 0. */
void contestant_run(int thread);
/* Wakes this thread. */
void contestant_wake(int thread);

#endif /* BENCH_WAKE_PING_H */
