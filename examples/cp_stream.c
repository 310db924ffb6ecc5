/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cp from or to a FIFO, a terminal or a device, which has no size and no offsets. It reads and
 * writes one piece after the other, in order, to the end.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <poll.h>

#define LOOK_EVERY_NS (50 * 1000 * 1000)

/* Waits until the file can be read or written without blocking, or a signal has come: the other end
 * of a FIFO may never be ready. Returns 0 or -errno. */
static int wait_ready(struct sring *ring, const struct sring_fd *file, uint32_t events)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file)
{
    const struct sring_poll_add_options options = {.timeout_ns = LOOK_EVERY_NS};
    int rc;

    do {
        if (interrupted()) {
            return -EINTR;
        }
        rc = sring_poll_add_await_with(ring, file, events, &options, NULL);
    } while (rc == -ETIME || rc == -ECANCELED || rc == -EINTR);
    return rc < 0 ? rc : 0;
}

/* Returns the bytes, 0 at the end, or -errno. */
static int read_some(struct sring *ring, struct copy *copy, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(copy->in) SRING_REQUIRES(*buf)
{
    int rc = wait_ready(ring, &copy->in, POLLIN);

    return rc ? rc : sring_read_await(ring, &copy->in, buf);
}

/* Returns 0 or -errno. */
static int write_all(struct sring *ring, struct copy *copy, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(copy->out) SRING_REQUIRES(*buf)
{
    size_t length = sring_buf_length(buf);
    size_t written = 0;

    while (written < length) {
        const struct sring_write_options options = {.start = written};
        int n = wait_ready(ring, &copy->out, POLLOUT);

        if (n) {
            return n;
        }
        n = sring_write_await_with(ring, &copy->out, buf, &options, NULL);
        if (n < 0 && n != -EINTR && n != -EAGAIN) {
            return n;
        }
        if (n == 0) {
            return -ENOSPC; /* as in cp(1) */
        }
        written += n > 0 ? (size_t)n : 0;
        copy->finished += n > 0 ? (uint64_t)n : 0;
        progress_update(&copy->progress, copy->finished, copy->size);
    }
    return 0;
}

void copy_stream(struct sring *ring, struct copy *copy, struct sring_buf *buf)
{
    int rc;

    copy->finished = 0;
    progress_begin(&copy->progress, "copying");
    for (;;) {
        rc = read_some(ring, copy, buf);
        if (rc == -EINTR || rc == -EAGAIN) {
            if (interrupted()) {
                break;
            }
            continue;
        }
        if (rc < 0) {
            fail(copy, rc, "error reading", copy->source);
        }
        if (rc <= 0) {
            break;
        }
        rc = write_all(ring, copy, buf);
        if (rc == -EINTR && interrupted()) {
            break;
        }
        if (rc) {
            fail(copy, rc, "error writing", copy->destination);
            break;
        }
    }
    copy->size = copy->finished;
    progress_end(&copy->progress, copy->finished, copy->size);
}
