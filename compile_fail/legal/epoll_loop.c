/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring in another event loop: epoll reports completions, poll takes them.
 */
#include "support.h"

#include <sys/epoll.h>

SRING_READ_CALLBACK(on_read)
{
    int *length = arg;
    struct sring_buf buf;

    *length = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

static int start(struct sring *ring, const struct sring_fd *end, int *length) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*end);

static int start(struct sring *ring, const struct sring_fd *end, int *length)
{
    struct sring_read_building op;
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 16)) {
        return -ENOMEM;
    }
    if (sring_read_init(ring, &op, end)) {
        sring_buf_free(&buf);
        return -EAGAIN;
    }
    sring_read_start(ring, &op, &buf, on_read, length);
    return sring_flush(ring);
}

int main(void)
{
    struct epoll_event event = {.events = EPOLLIN};
    struct sring ring;
    struct sring_fd end;
    int ends[2];
    int length = 0;
    int status = 0;
    int wakes = 0;
    int events = epoll_create1(EPOLL_CLOEXEC);
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (pipe(ends) || epoll_ctl(events, EPOLL_CTL_ADD, sring_pollable_fd(&ring), &event)) {
        abort();
    }
    sring_fd_adopt(&end, ends[0]);
    status = start(&ring, &end, &length) ? 2 : 0;
    while (!status && epoll_wait(events, &event, 1, 0) == 1) {
        status = sring_poll(&ring) < 0 || ++wakes > 3 ? 3 : 0; /* nothing has completed yet */
    }
    status = write(ends[1], "event", 5) == 5 ? status : 4;
    while (!status && length == 0) {
        rc = epoll_wait(events, &event, 1, 5000);
        if (rc == 0 || (rc < 0 && errno != EINTR) || sring_poll(&ring) < 0) {
            status = 5;
        }
    }
    close(ends[1]);
    close(events);
    sring_fd_close(&ring, &end);
    sring_close(&ring);
    return status ? status : length == 5 ? 0 : 6;
}
