/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Raw liburing at its best: one system call for each batch, and a pointer to the operation's
 * context as user data.
 */
#include "raw.h"

struct context {
    int result;
    void *memory;
};

static struct context contexts[MAX_BATCH];

static void wait_all(unsigned batch)
{
    struct io_uring_cqe *cqe;
    unsigned head, seen = 0;

    io_uring_submit_and_wait(&ring, batch);
    io_uring_for_each_cqe(&ring, head, cqe)
    {
        struct context *context = io_uring_cqe_get_data(cqe);

        context->result = cqe->res;
        seen++;
    }
    io_uring_cq_advance(&ring, seen);
}

/* For one operation at a time. */
static int wait_one(void)
{
    struct io_uring_cqe *cqe;
    int result;

    io_uring_submit_and_wait(&ring, 1);
    if (io_uring_peek_cqe(&ring, &cqe)) {
        fail("no completion", 0);
    }
    result = cqe->res;
    io_uring_cqe_seen(&ring, cqe);
    return result;
}

static void run_nops_one_by_one(uint64_t operations)
{
    for (uint64_t done = 0; done < operations; done++) {
        io_uring_prep_nop(io_uring_get_sqe(&ring));
        contexts[0].result = wait_one();
    }
}

static void run_reads_one_by_one(int fd, uint64_t operations)
{
    for (uint64_t done = 0; done < operations; done++) {
        io_uring_prep_read(io_uring_get_sqe(&ring), fd, block_memory(0), READ_SIZE,
                           block_offset(done));
        contexts[0].result = wait_one();
    }
}

void run_nop(unsigned batch, uint64_t operations)
{
    if (batch == 1) {
        run_nops_one_by_one(operations);
        return;
    }
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

            io_uring_prep_nop(sqe);
            io_uring_sqe_set_data(sqe, &contexts[i]);
        }
        wait_all(batch);
    }
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    if (batch == 1) {
        run_reads_one_by_one(fd, operations);
        return;
    }
    for (unsigned i = 0; i < batch; i++) {
        contexts[i].memory = block_memory(i);
    }
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

            io_uring_prep_read(sqe, fd, contexts[i].memory, READ_SIZE, block_offset(done + i));
            io_uring_sqe_set_data(sqe, &contexts[i]);
        }
        wait_all(batch);
    }
}
