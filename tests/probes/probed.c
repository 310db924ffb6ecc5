/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Passes each probe. Prints what test_probes.py expects to see.
 */
#include <sring/sring.h>

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sring ring;

static jmp_buf again;
static volatile size_t length;

/* A tracer sees no string that the program has not read: it may not be in memory yet. */
static void read_report(const struct sring_misuse *misuse, void *arg)
{
    (void)arg;
    length = strlen(misuse->function) + strlen(misuse->expected) + strlen(misuse->found);
    longjmp(again, 1);
}

/* A tracer that is busy loses what is traced just before the program ends. */
static void stop(const struct sring_misuse *misuse, void *arg)
{
    (void)misuse;
    (void)arg;
    (void)sleep(1);
    _exit(0);
}

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

SRING_NOP_CALLBACK(on_nop)
{
    require(sring_nop_finish(done) == 0);
}

/* Its record is moved from its slot, and its buffer is left to the ring. */
static void begin_read(const struct sring_fd *fd) SRING_REQUIRES_SHARED(*fd);
static void begin_read(const struct sring_fd *fd)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_ticket ticket;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 8);

    require(rc == 0);
    require(sring_read_init(&ring, &op, fd) == 0);
    sring_read_submit(&ring, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    printf("read %" PRIu64 "\n", ticket.number_);
    sring_read_detach(&ring, &inflight);
    for (int i = 0; i < 8; i++) {
        struct sring_nop_building nop;

        require(sring_nop_init(&ring, &nop) == 0);
        ticket = sring_nop_start(&ring, &nop, on_nop, NULL);
        printf("nop %" PRIu64 "\n", ticket.number_);
    }
    require(sring_poll(&ring) == 8);
}

int main(void)
{
    const struct sring_options options = {.entries = 4, .capacity = 16};
    struct sring_fd in;
    struct sring copy;
    int ends[2], rc;

    require(pipe(ends) == 0);
    sring_fd_adopt(&in, ends[0]);
    rc = sring_open(&ring, &options);
    require(rc == 0);
    printf("ring %p\n", (void *)&ring);
    begin_read(&in);
    (void)sring_cancel_all(&ring);
    require(sring_run(&ring) == 0);
    sring_fd_release(&in);
    fflush(stdout);
    copy = ring;
    sring_set_misuse_handler(read_report, NULL);
    if (!setjmp(again)) {
        (void)sring_flush(&copy);
    }
    sring_set_misuse_handler(stop, NULL);
    (void)sring_flush(&copy);
    return 1;
}
