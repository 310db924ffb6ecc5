/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library, many operations with one call: reads of parts of a file into parts of one buffer.
 */
#include "ours.h"

void run_nop(unsigned batch, uint64_t operations)
{
    static struct sring_nop_item items[MAX_BATCH];

    for (uint64_t done = 0; done < operations; done += batch) {
        int rc = sring_nop_await_each(&ring, items, batch);

        if (rc) {
            fail("sring_nop_await_each", rc);
        }
    }
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    static struct sring_read_at_item items[MAX_BATCH];
    struct sring_fd file;
    struct sring_buf buf;

    adopt_block(&buf, 0, (size_t)MAX_BATCH * READ_SIZE);
    sring_fd_adopt(&file, fd);
    for (uint64_t done = 0; done < operations; done += batch) {
        int rc;

        for (unsigned i = 0; i < batch; i++) {
            items[i].offset = block_offset(done + i);
        }
        rc = sring_read_at_await_each(&ring, &file, &buf, READ_SIZE, items, batch);
        if (rc) {
            fail("sring_read_at_await_each", rc);
        }
    }
    (void)sring_fd_release(&file);
    sring_buf_free(&buf);
}
