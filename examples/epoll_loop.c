/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * epoll_loop: a ring as one of several event sources in an epoll loop. Counts the bytes of standard
 * input, which the ring reads, and the ticks of a timer, which is outside the ring.
 */
#define _GNU_SOURCE

#include <sring/sring.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct counts {
    unsigned long bytes, ticks;
    int rc; /* of the last read: 0 at the end of the input, or -errno */
};

SRING_READ_CALLBACK(on_read);

/* The buffer goes from one read to the next. */
static void begin_read(struct sring *ring, struct sring_buf *buf, struct counts *counts)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    SRING_AUTO struct sring_read_building op = SRING_NONE;
    struct sring_fd in;
    int rc;

    sring_fd_adopt(&in, STDIN_FILENO);
    rc = sring_read_init(ring, &op, &in);
    (void)sring_fd_release(&in); /* stays open longer than any read */
    if (rc) {
        sring_buf_free(buf);
        counts->rc = rc;
        return;
    }
    sring_read_start(ring, &op, buf, on_read, counts);
}

SRING_READ_CALLBACK(on_read)
{
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    struct counts *counts = arg;

    counts->rc = sring_read_finish(done, &buf);
    if (counts->rc <= 0) {
        sring_buf_free(&buf);
        return;
    }
    counts->bytes += (unsigned long)counts->rc;
    begin_read(ring, &buf, counts);
}

static int watch(int epoll, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

    return fd < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

/* Runs until the input ends. Each turn submits queued operations, waits, and takes completions. */
static int loop(struct sring *ring, int epoll, int timer, struct counts *counts)
    SRING_REQUIRES(*ring)
{
    while (counts->rc > 0) {
        struct epoll_event event;
        uint64_t ticks;
        int rc = sring_flush(ring);

        if (rc) {
            return rc;
        }
        if (epoll_wait(epoll, &event, 1, -1) < 0) {
            if (errno != EINTR) {
                return -errno;
            }
            continue;
        }
        if (event.data.fd == timer) {
            counts->ticks +=
                read(timer, &ticks, sizeof(ticks)) == (ssize_t)sizeof(ticks) ? ticks : 0;
        } else if ((rc = sring_poll(ring)) < 0) {
            return rc;
        }
    }
    return counts->rc;
}

static int count(struct sring *ring, struct counts *counts) SRING_REQUIRES(*ring)
{
    const struct itimerspec tick = {{0, 10000000}, {0, 10000000}};
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int rc = watch(epoll, timer);

    rc = rc ? rc : watch(epoll, sring_pollable_fd(ring));
    if (!rc && timerfd_settime(timer, 0, &tick, NULL)) {
        rc = -errno;
    }
    if (!rc) {
        rc = sring_buf_alloc(&buf, 4096);
        if (!rc) {
            begin_read(ring, &buf, counts);
            rc = loop(ring, epoll, timer, counts);
        }
    }
    close(timer);
    close(epoll);
    return rc;
}

int main(int argc, char **argv)
{
    struct counts counts = {.rc = 1};
    struct sring ring;
    char reason[256];
    int rc;

    (void)argv;
    if (argc != 1) {
        fprintf(stderr, "usage: epoll_loop < FILE\n");
        return 2;
    }
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "epoll_loop: %s\n", reason);
        return 1;
    }
    rc = count(&ring, &counts);
    sring_close(&ring);
    if (rc) {
        fprintf(stderr, "epoll_loop: %s\n", strerror(-rc));
        return 1;
    }
    printf("%lu bytes, %lu ticks\n", counts.bytes, counts.ticks);
    return fflush(stdout) ? 1 : 0;
}
