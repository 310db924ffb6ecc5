/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the programs of this folder have in common: a TCP echo server of fibers in the ring, and
 * main. Each program adds its loop, with a timer and the signals.
 */
#ifndef ECHO_H
#define ECHO_H

#include <sring/sring.h>

#include <stdbool.h>

struct echo {
    struct sring_fd listener; /* stashed */
    struct sring_ticket fiber;
    void (*on_end)(void *arg); /* called in a fiber when all has ended */
    void *arg;
    unsigned long served; /* connections */
    int rc;
};

/* Begins to listen, on a port that it prints. Returns 0 or -errno. */
int echo_open(struct sring *ring, struct echo *echo, void (*on_end)(void *arg), void *arg)
    SRING_REQUIRES(*ring);

/* Ends the connections, and then calls on_end. May be called more than once. */
void echo_stop(struct sring *ring, const struct echo *echo) SRING_REQUIRES(*ring);

/* The program's own part: opens its loop, and echo, and runs until SIGINT or SIGTERM. `ring_sleeps`
 * says which of the two is in the other one. Counts the ticks of a timer of the loop. Returns 0 or
 * -errno. */
int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
    SRING_REQUIRES(*ring);

enum {
    TICK_MS = 10,
};

#endif /* ECHO_H */
