/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What common/src/lib.rs is for the peers, for the two contestants that are not in Rust:
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
    int file; /* of reads, at offset 0; -1: no-operations are wanted */
    unsigned batch;
    unsigned long rounds;  /* batches */
    unsigned long warm_up; /* batches, before */
};

/* Ends the program if the arguments make no sense. */
struct peers_work peers_work(int argc, char **argv);

/* Begins to measure; a tenth of the rounds, to warm up, has gone before. */
void peers_start(void);

/* Prints how many operations there were per second since then: `operations_per_second N`. */
void peers_report(const struct peers_work *work);

/* Ends the program with a message unless `rc`, 0 or -errno, is good. */
void peers_need(int rc, const char *what);

/* The same, but as one that cannot take part in the contest. */
void peers_need_feature(int rc, const char *what);

#endif /* BENCH_PEERS_CLOCK_H */
