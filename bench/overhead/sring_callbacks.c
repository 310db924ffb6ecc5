/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library, with callbacks: each checks its result and begins the next operation.
 */
#include "ours.h"

struct context {
    int result;
    struct sring_buf buf;
};

static struct context contexts[MAX_BATCH];
static struct sring_fd file;
static uint64_t begun, wanted;

SRING_NOP_CALLBACK(nop_done);
SRING_READ_AT_CALLBACK(read_done);

static void begin_nop(struct sring *of, struct context *context) SRING_REQUIRES(*of);
static void begin_read(struct sring *of, struct context *context) SRING_REQUIRES(*of);

static void begin_nop(struct sring *of, struct context *context)
{
    struct sring_nop_building op;
    int rc = sring_nop_init(of, &op);

    if (rc) {
        fail("sring_nop_init", rc);
    }
    begun++;
    sring_nop_start(of, &op, nop_done, context);
}

static void nop_done(struct sring *of, struct sring_nop_completed *done, void *arg)
{
    struct context *context = arg;

    context->result = sring_nop_finish(done);
    if (begun < wanted) {
        begin_nop(of, context);
    }
}

static void begin_read(struct sring *of, struct context *context)
{
    struct sring_read_at_building op;
    int rc;

    sring_fd_borrow(&file);
    rc = sring_read_at_init(of, &op, &file, block_offset(begun));
    sring_fd_return(&file);
    if (rc) {
        fail("sring_read_at_init", rc);
    }
    begun++;
    sring_buf_claim(&context->buf);
    sring_read_at_start(of, &op, &context->buf, read_done, context);
}

static void read_done(struct sring *of, struct sring_read_at_completed *done, void *arg)
{
    struct context *context = arg;

    context->result = sring_read_at_finish(done, &context->buf);
    sring_buf_stash(&context->buf);
    if (begun < wanted) {
        begin_read(of, context);
    }
}

void run_nop(unsigned batch, uint64_t operations)
{
    begun = 0;
    wanted = operations;
    for (unsigned i = 0; i < batch; i++) {
        begin_nop(&ring, &contexts[i]);
    }
    (void)sring_run(&ring);
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    begun = 0;
    wanted = operations;
    sring_fd_adopt(&file, fd);
    sring_fd_stash(&file);
    for (unsigned i = 0; i < batch; i++) {
        adopt_block(&contexts[i].buf, i, READ_SIZE);
        sring_buf_stash(&contexts[i].buf);
        begin_read(&ring, &contexts[i]);
    }
    (void)sring_run(&ring);
    for (unsigned i = 0; i < batch; i++) {
        sring_buf_claim(&contexts[i].buf);
        sring_buf_free(&contexts[i].buf);
    }
    sring_fd_claim(&file);
    (void)sring_fd_release(&file);
}
