/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Arguments and clock of the two contestants in C, as common/src/lib.rs for the Rust peers:
 *
 *     bench_peers_NAME nop BATCH OPS | read BATCH OPS FILE
 */
#ifndef BENCH_PEERS_CLOCK_H
#define BENCH_PEERS_CLOCK_H

enum {
    PEERS_READ_SIZE = 4096, /* bytes of one cached read */
    PEERS_MOST = 1024       /* operations in flight */
};

struct peers_work {
    int file; /* for reads at offset 0; -1: do no-operations */
    unsigned batch;
    unsigned long rounds;  /* batches */
    unsigned long warm_up; /* batches to warm up */
};

/* Ends the program if the arguments are wrong. */
struct peers_work peers_work(int argc, char **argv);

/* Begins to measure, after a tenth of the rounds to warm up. */
void peers_start(void);

/* Prints the rate since then: `operations_per_second N`. */
void peers_report(const struct peers_work *work);

/* Ends the program with a message if `rc` is -errno. */
void peers_need(int rc, const char *what);

/* The same, but as a contestant that cannot run here. */
void peers_need_feature(int rc, const char *what);

#endif /* BENCH_PEERS_CLOCK_H */
