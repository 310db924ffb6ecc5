/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Common code of the contestants of the overhead benchmark. Each is a separate program,
 *
 *     CONTESTANT nop BATCH OPERATIONS
 *     CONTESTANT read BATCH OPERATIONS FILE
 *
 * which runs OPERATIONS operations, BATCH of them in flight at a time, and prints the time of one.
 * Every contestant stores each result in a separate object, like a program that must know which of
 * its operations has completed.
 */
#ifndef OVERHEAD_H
#define OVERHEAD_H

#include <stdint.h>

#define MAX_BATCH 256
#define QUEUE_ENTRIES 256
#define READ_SIZE 4096 /* not BLOCK_SIZE, which is 1024 in <linux/fs.h> */
#define FILE_READS 64  /* small: fits into the processor's cache */

/* Calls fail() if something is missing. */
void contestant_open(void);
void contestant_close(void);
void run_nop(unsigned batch, uint64_t operations);
void run_read(int fd, unsigned batch, uint64_t operations);

/* The memory that operation `index` of a batch reads into. */
void *block_memory(unsigned index);

/* The offset that the operation with this number reads from. */
static inline uint64_t block_offset(uint64_t operation)
{
    return operation % FILE_READS * READ_SIZE;
}

/* Prints the reason, with the text of `rc` (-errno or 0), and exits. */
__attribute__((cold, noreturn)) void fail(const char *what, int rc);

#endif /* OVERHEAD_H */
