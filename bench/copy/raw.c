/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Copies with tuned liburing: several blocks in flight, each a read and then a write;
 * DEFER_TASKRUN, one system call per turn of the loop, a registered ring.
 */
#include "files.h"

#include <errno.h>
#include <liburing.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The best of 2 to 16 pieces of 64 KiB to 2 MiB. */
enum {
    BLOCKS = 4,
    PIECE = 1024 * 1024
};

struct block {
    char *data;
    off_t offset;
    unsigned left; /* bytes of its piece not copied yet */
    int writing;
};

static struct io_uring ring;
static struct copy_files files;
static off_t next;

static struct io_uring_sqe *next_sqe(struct block *block)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring); /* there is room for all blocks */

    io_uring_sqe_set_data(sqe, block);
    return sqe;
}

/* Reads the rest of the block's piece, or the next piece. Returns whether there was one.
 */
static int copy_next(struct block *block)
{
    if (block->left == 0) {
        off_t room = files.size - next;

        if (room == 0) {
            return 0;
        }
        block->offset = next;
        block->left = room < PIECE ? (unsigned)room : PIECE;
        next += block->left;
    }
    block->writing = 0;
    io_uring_prep_read(next_sqe(block), files.in, block->data, block->left,
                       (uint64_t)block->offset);
    return 1;
}

/* Returns whether the block continues. */
static int go_on(struct block *block, int n)
{
    copy_need(n ? n : -EIO, block->writing ? "write" : "read");
    if (!block->writing) {
        block->writing = 1;
        io_uring_prep_write(next_sqe(block), files.out, block->data, (unsigned)n,
                            (uint64_t)block->offset);
        return 1;
    }
    block->offset += n;
    block->left -= (unsigned)n;
    return copy_next(block);
}

static void set_up(void)
{
    struct io_uring_params params = {
        .flags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
    };
    int rc = io_uring_queue_init_params(BLOCKS, &ring, &params);

    if (rc || io_uring_register_ring_fd(&ring) != 1) {
        printf("SKIP: io_uring with DEFER_TASKRUN and a registered ring: %s\n", strerror(-rc));
        exit(77);
    }
}

int main(int argc, char **argv)
{
    static struct block blocks[BLOCKS];
    int active = 0;

    files = copy_open(argc, argv);
    set_up();
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i].data = aligned_alloc(4096, PIECE);
        copy_need(blocks[i].data ? 0 : -ENOMEM, "buffer");
        active += copy_next(&blocks[i]);
    }
    while (active > 0) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;

        copy_need(io_uring_submit_and_wait(&ring, 1), "io_uring");
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            active -= !go_on(io_uring_cqe_get_data(cqe), cqe->res);
            count++;
        }
        io_uring_cq_advance(&ring, count);
    }
    copy_close(&files);
    io_uring_queue_exit(&ring);
    for (int i = 0; i < BLOCKS; i++) {
        free(blocks[i].data);
    }
    return 0;
}
