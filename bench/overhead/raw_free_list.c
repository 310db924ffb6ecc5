/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Raw liburing as most programs use it: the contexts of operations are kept in a free list.
 */
#include "raw.h"

struct context {
    int result;
    void *memory;
    struct context *next;
};

static struct context contexts[MAX_BATCH];
static struct context *free_contexts;

static struct context *take_context(void)
{
    struct context *context = free_contexts;

    if (!context) {
        fail("no context is free", 0);
    }
    free_contexts = context->next;
    return context;
}

static void wait_all(unsigned batch)
{
    struct io_uring_cqe *cqe;
    unsigned head, seen = 0;

    io_uring_submit_and_wait(&ring, batch);
    io_uring_for_each_cqe(&ring, head, cqe)
    {
        struct context *context = io_uring_cqe_get_data(cqe);

        context->result = cqe->res;
        context->next = free_contexts;
        free_contexts = context;
        seen++;
    }
    io_uring_cq_advance(&ring, seen);
}

static void make_contexts(void)
{
    free_contexts = NULL;
    for (unsigned i = 0; i < MAX_BATCH; i++) {
        contexts[i].memory = block_memory(i);
        contexts[i].next = free_contexts;
        free_contexts = &contexts[i];
    }
}

void run_nop(unsigned batch, uint64_t operations)
{
    make_contexts();
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

            io_uring_prep_nop(sqe);
            io_uring_sqe_set_data(sqe, take_context());
        }
        wait_all(batch);
    }
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    make_contexts();
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
            struct context *context = take_context();

            io_uring_prep_read(sqe, fd, context->memory, READ_SIZE, block_offset(done + i));
            io_uring_sqe_set_data(sqe, context);
        }
        wait_all(batch);
    }
}
