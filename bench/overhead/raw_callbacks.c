/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Raw liburing with an event loop: the context has a function, which checks the result and begins
 * the next operation.
 */
#include "raw.h"

struct context {
    void (*function)(struct context *context, int result);
    int result;
    void *memory;
};

static struct context contexts[MAX_BATCH];
static int file;
static uint64_t begun, wanted;

static void begin_nop(struct context *context)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    io_uring_prep_nop(sqe);
    io_uring_sqe_set_data(sqe, context);
    begun++;
}

static void nop_done(struct context *context, int result)
{
    context->result = result;
    if (begun < wanted) {
        begin_nop(context);
    }
}

static void begin_read(struct context *context)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    io_uring_prep_read(sqe, file, context->memory, READ_SIZE, block_offset(begun));
    io_uring_sqe_set_data(sqe, context);
    begun++;
}

static void read_done(struct context *context, int result)
{
    context->result = result;
    if (begun < wanted) {
        begin_read(context);
    }
}

static void loop(void)
{
    uint64_t completed = 0;

    while (completed < wanted) {
        struct io_uring_cqe *cqe;
        unsigned head, seen = 0;

        io_uring_submit_and_wait(&ring, 1);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            struct context *context = io_uring_cqe_get_data(cqe);

            context->function(context, cqe->res);
            seen++;
        }
        io_uring_cq_advance(&ring, seen);
        completed += seen;
    }
}

void run_nop(unsigned batch, uint64_t operations)
{
    begun = 0;
    wanted = operations;
    for (unsigned i = 0; i < batch; i++) {
        contexts[i].function = nop_done;
        begin_nop(&contexts[i]);
    }
    loop();
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    begun = 0;
    wanted = operations;
    file = fd;
    for (unsigned i = 0; i < batch; i++) {
        contexts[i].function = read_done;
        contexts[i].memory = block_memory(i);
        begin_read(&contexts[i]);
    }
    loop();
}
