/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The cost of an operation with each option of sring_open: NOPs, and reads of 4 KiB from the page
 * cache, in rounds of 32. `async` is not an option of the ring: the reads have set_async.
 */
#include <sring/sring.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sys/mman.h>
#include <unistd.h>

#define DEPTH 32
#define SIZE 4096

static struct sring_buf bufs[DEPTH];
static bool async;

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void fail(const char *what, int rc)
{
    fprintf(stderr, "%s: %s\n", what, strerror(-rc));
    exit(1);
}

static void check(const char *what, int rc)
{
    if (rc) {
        fail(what, rc);
    }
}

static void do_nops(struct sring *ring)
{
    struct sring_nop_submitted inflight[DEPTH];

    for (int i = 0; i < DEPTH; i++) {
        struct sring_nop_building op;

        check("init", sring_nop_init(ring, &op));
        sring_nop_submit(ring, &op, &inflight[i]);
    }
    check("wait", sring_flush_and_wait(ring, DEPTH));
    for (int i = 0; i < DEPTH; i++) {
        struct sring_nop_completed done;

        sring_nop_wait(ring, &inflight[i], &done);
        check("nop", sring_nop_finish(&done));
    }
}

static void do_reads(struct sring *ring, const struct sring_fd *file)
{
    struct sring_read_at_submitted inflight[DEPTH];

    for (int i = 0; i < DEPTH; i++) {
        struct sring_read_at_building op;

        check("init", sring_read_at_init(ring, &op, file, (uint64_t)i * SIZE));
        if (async) {
            sring_read_at_set_async(&op);
        }
        sring_read_at_submit(ring, &op, &bufs[i], &inflight[i]);
    }
    check("wait", sring_flush_and_wait(ring, DEPTH));
    for (int i = 0; i < DEPTH; i++) {
        struct sring_read_at_completed done;
        int rc;

        sring_read_at_wait(ring, &inflight[i], &done);
        rc = sring_read_at_finish(&done, &bufs[i]);
        if (rc != SIZE) {
            fail("read", rc);
        }
    }
}

static bool choose(const char *name, struct sring_options *options)
{
    options->sqpoll.idle_ms = strcmp(name, "sqpoll") ? 0 : 1000;
    options->interruptible = !strcmp(name, "interruptible");
    options->napi.busy_poll_us = strcmp(name, "napi") ? 0 : 20;
    options->clock = strcmp(name, "clock") ? 0 : CLOCK_BOOTTIME;
    options->workers.bounded = strcmp(name, "workers") ? 0 : 2;
    options->iopoll = !strcmp(name, "iopoll");
    async = !strcmp(name, "async");
    return !strcmp(name, "none") || options->sqpoll.idle_ms || options->interruptible ||
           options->napi.busy_poll_us || options->clock || options->workers.bounded ||
           options->iopoll || async;
}

int main(int argc, char **argv)
{
    const char *refused = NULL;
    struct sring_options options = {.refused = &refused};
    long operations = argc == 4 ? atol(argv[3]) : 0;
    struct sring ring;
    struct sring_fd file;
    double start;
    bool nops;
    int fd = memfd_create("data", MFD_CLOEXEC);
    int rc;

    if (operations < DEPTH || !choose(argv[1], &options) || ftruncate(fd, DEPTH * SIZE)) {
        fprintf(stderr, "usage: bench_options none|sqpoll|interruptible|napi|clock|workers|iopoll|"
                        "async nop|read OPERATIONS\n");
        return 2;
    }
    nops = !strcmp(argv[2], "nop");
    rc = sring_open(&ring, &options);
    if (rc) {
        printf("SKIP: %s\n", refused ? refused : strerror(-rc));
        return 77;
    }
    sring_fd_adopt(&file, fd);
    for (int i = 0; i < DEPTH; i++) {
        check("buffer", sring_buf_alloc(&bufs[i], SIZE));
    }
    start = now();
    for (long i = 0; i < operations / DEPTH; i++) {
        if (nops) {
            do_nops(&ring);
        } else {
            do_reads(&ring, &file);
        }
    }
    printf("ns_per_op %.3f\n", (now() - start) / (double)(operations / DEPTH * DEPTH));
    for (int i = 0; i < DEPTH; i++) {
        sring_buf_free(&bufs[i]);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
