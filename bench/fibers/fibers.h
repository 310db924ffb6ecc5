/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a contestant in C or C++ does; main.c has the arguments and the clock. All of it runs on one
 * thread.
 */
#ifndef BENCH_FIBERS_H
#define BENCH_FIBERS_H

#include "measure.h"

#include <stddef.h>

#define FIBERS_LONG 86400 /* seconds */

#ifdef __cplusplus
extern "C" {
#endif

/* The most fibers at a time. Called once, first. */
void contestant_open(size_t most);
/* `n` fibers run. Each lets the others run `times` times, and ends. */
void contestant_yield(size_t n, size_t times);
/* A fiber begins `n` fibers, which do nothing, and waits for the end of each; `times` times. */
void contestant_spawn(size_t n, size_t times);
/* `n` fibers sleep for a long time. Returns when all of them do. */
void contestant_sleep(size_t n);

#ifdef __cplusplus
}
#endif

#endif /* BENCH_FIBERS_H */
