/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the contestants of the overhead benchmark have in common. Each is a program of its own,
 *
 *     CONTESTANT nop BATCH OPERATIONS
 *     CONTESTANT read BATCH OPERATIONS FILE
 *
 * which runs OPERATIONS operations, BATCH of them in flight at a time, and prints the time that one
 * took. Every contestant stores each result in an object of its own, as a program does that has to
 * know which of its operations has completed.
 */
#ifndef OVERHEAD_H
#define OVERHEAD_H

#include <stdint.h>

#define MAX_BATCH 256
#define QUEUE_ENTRIES 256
#define READ_SIZE 4096 /* not BLOCK_SIZE, which <linux/fs.h> makes 1024 */
#define FILE_READS 64 /* the file is cached whole, also by the processor */

/* Setting up ends in fail() if something is missing. */
void contestant_open(void);
void contestant_close(void);
void run_nop(unsigned batch, uint64_t operations);
void run_read(int fd, unsigned batch, uint64_t operations);

/* Memory for the block that operation `index` of a batch reads into. */
void *block_memory(unsigned index);

/* Where the operation with this number reads. */
static inline uint64_t block_offset(uint64_t operation)
{
    return operation % FILE_READS * READ_SIZE;
}

/* Prints why, with the text of `rc` (-errno or 0), and exits. */
__attribute__((cold, noreturn)) void fail(const char *what, int rc);

#endif /* OVERHEAD_H */
