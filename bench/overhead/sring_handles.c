/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library, with handles: each operation's Submitted handle and buffer are in an object of the
 * program.
 */
#include "ours.h"

struct context {
    int result;
    struct sring_buf buf;
    struct sring_nop_submitted nop;
    struct sring_read_at_submitted read;
};

static struct context contexts[MAX_BATCH];

/* For one operation at a time. */
static void run_nops_one_by_one(uint64_t operations)
{
    for (uint64_t done = 0; done < operations; done++) {
        int result = sring_nop_await(&ring);

        if (result < 0) {
            fail("sring_nop_await", result);
        }
        contexts[0].result = result;
    }
}

static void run_reads_one_by_one(int fd, uint64_t operations)
{
    struct sring_fd file;
    struct sring_buf buf;

    adopt_block(&buf, 0, READ_SIZE);
    sring_fd_adopt(&file, fd);
    for (uint64_t done = 0; done < operations; done++) {
        int result = sring_read_at_await(&ring, &file, &buf, block_offset(done));

        if (result < 0) {
            fail("sring_read_at_await", result);
        }
        contexts[0].result = result;
    }
    (void)sring_fd_release(&file);
    sring_buf_free(&buf);
}

void run_nop(unsigned batch, uint64_t operations)
{
    if (batch == 1) {
        run_nops_one_by_one(operations);
        return;
    }
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct sring_nop_building op;
            int rc = sring_nop_init(&ring, &op);

            if (rc) {
                fail("sring_nop_init", rc);
            }
            sring_nop_submit(&ring, &op, &contexts[i].nop);
            sring_nop_submitted_stash(&contexts[i].nop);
        }
        sring_flush_and_wait(&ring, batch);
        for (unsigned i = 0; i < batch; i++) {
            struct sring_nop_completed completed;

            sring_nop_submitted_claim(&contexts[i].nop);
            sring_nop_wait(&ring, &contexts[i].nop, &completed);
            contexts[i].result = sring_nop_finish(&completed);
        }
    }
}

static void open_buffers(unsigned batch)
{
    for (unsigned i = 0; i < batch; i++) {
        adopt_block(&contexts[i].buf, i, READ_SIZE);
        sring_buf_stash(&contexts[i].buf);
    }
}

static void close_buffers(unsigned batch)
{
    for (unsigned i = 0; i < batch; i++) {
        sring_buf_claim(&contexts[i].buf);
        sring_buf_free(&contexts[i].buf);
    }
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    struct sring_fd file;

    if (batch == 1) {
        run_reads_one_by_one(fd, operations);
        return;
    }
    open_buffers(batch);
    sring_fd_adopt(&file, fd);
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct sring_read_at_building op;
            int rc = sring_read_at_init(&ring, &op, &file, block_offset(done + i));

            if (rc) {
                fail("sring_read_at_init", rc);
            }
            sring_buf_claim(&contexts[i].buf);
            sring_read_at_submit(&ring, &op, &contexts[i].buf, &contexts[i].read);
            sring_read_at_submitted_stash(&contexts[i].read);
        }
        sring_flush_and_wait(&ring, batch);
        for (unsigned i = 0; i < batch; i++) {
            struct sring_read_at_completed completed;

            sring_read_at_submitted_claim(&contexts[i].read);
            sring_read_at_wait(&ring, &contexts[i].read, &completed);
            contexts[i].result = sring_read_at_finish(&completed, &contexts[i].buf);
            sring_buf_stash(&contexts[i].buf);
        }
    }
    (void)sring_fd_release(&file);
    close_buffers(batch);
}
