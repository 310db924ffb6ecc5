/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Common code of the contestants of random_read: the arguments, the offsets, and the clock.
 */
#ifndef BENCH_RANDOM_READ_READS_H
#define BENCH_RANDOM_READ_READS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    READS_SIZE = 4096,      /* bytes of one read, and the alignment of memory and offset */
    READS_MOST_DEPTH = 1024 /* reads in flight */
};

struct reads {
    int fd;          /* opened with O_DIRECT */
    uint64_t blocks; /* in the file */
    unsigned depth;
};

/* Arguments: FILE DEPTH SECONDS. Begins to measure after a warm-up. Ends the program if they are
 * wrong, and as a contestant that cannot run here if the file system has no O_DIRECT. */
void reads_begin(struct reads *reads, int argc, char **argv);

/* Counts a read with this result, and returns whether the time is over. A short or failed read ends
 * the program. Any thread may call it. */
bool reads_over(int result);

/* The next offset in bytes. The caller owns `state`, which starts with any value except 0. */
uint64_t reads_offset(const struct reads *reads, uint64_t *state);

/* Memory for this many reads; never fails. */
unsigned char *reads_memory(unsigned count);

/* Waits for the end and prints
 *
 *     iops N
 *     cpu_us_per_op N      of the whole process, in user and kernel mode
 */
void reads_end(void);

/* Ends the program with a message if `rc` is -errno. */
void reads_need(int rc, const char *what);

/* The same, but as a contestant that cannot run here. */
void reads_need_feature(int rc, const char *what);

#endif /* BENCH_RANDOM_READ_READS_H */
