/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the contestants of random_read have in common: the arguments, where to read, and the clock.
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

/* Arguments: FILE DEPTH SECONDS. Begins to measure after a while, to warm up. Ends the program if
 * they make no sense, and as one that cannot take part if the file cannot be read without the
 * page cache. */
void reads_begin(struct reads *reads, int argc, char **argv);

/* Whether the time is over; counts a read that has brought `result`. One that has not brought
 * everything ends the program. Any thread may call it. */
bool reads_over(int result);

/* Where to read next, in bytes. `state` is the caller's; it starts with anything but 0. */
uint64_t reads_offset(const struct reads *reads, uint64_t *state);

/* Memory for so many reads; never fails. */
unsigned char *reads_memory(unsigned count);

/* Waits for the end and prints
 *
 *     iops N
 *     cpu_us_per_op N      of the whole process, in user and kernel mode
 */
void reads_end(void);

/* Ends the program with a message unless `rc`, 0 or -errno, is good. */
void reads_need(int rc, const char *what);

/* The same, but as one that cannot take part in the contest. */
void reads_need_feature(int rc, const char *what);

#endif /* BENCH_RANDOM_READ_READS_H */
