/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A read with a deadline: a timeout runs at the same time, and the later of the two is cancelled.
 */
#include "support.h"

static int read_within(struct sring *ring, const struct sring_fd *pipe, struct sring_buf *buf,
                       uint64_t nanoseconds) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*pipe)
    SRING_REQUIRES(*buf);

static int read_within(struct sring *ring, const struct sring_fd *pipe, struct sring_buf *buf,
                       uint64_t nanoseconds)
{
    struct sring_read_building read;
    struct sring_read_submitted reading;
    struct sring_read_completed have_read;
    struct sring_timeout_building timer;
    struct sring_timeout_submitted ticking;
    struct sring_timeout_completed rung;
    int rc = sring_read_init(ring, &read, pipe);

    if (rc) {
        return rc;
    }
    rc = sring_timeout_init(ring, &timer, nanoseconds);
    if (rc) {
        sring_read_abandon(ring, &read);
        return rc;
    }
    sring_read_submit(ring, &read, buf, &reading);
    sring_timeout_submit(ring, &timer, &ticking);
    while (!sring_read_ready(ring, &reading) && !sring_timeout_ready(ring, &ticking)) {
        if (sring_flush_and_wait(ring, 1)) {
            break;
        }
    }
    sring_timeout_cancel(ring, &ticking, &rung);
    (void)sring_timeout_finish(&rung);
    sring_read_cancel(ring, &reading, &have_read);
    return sring_read_finish(&have_read, buf);
}

int main(void)
{
    struct sring ring;
    struct sring_fd end;
    struct sring_buf buf;
    int status = 0;
    int ends[2];
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (sring_buf_alloc(&buf, 8)) {
        sring_close(&ring);
        return 2;
    }
    if (pipe(ends)) {
        abort();
    }
    sring_fd_adopt(&end, ends[0]);
    if (read_within(&ring, &end, &buf, 3 * 1000 * 1000) != -ECANCELED) {
        status = 3;
    }
    if (write(ends[1], "in time", 7) != 7) {
        abort();
    }
    if (read_within(&ring, &end, &buf, UINT64_C(5000000000)) != 7) {
        status = 4;
    }
    close(ends[1]);
    sring_fd_close(&ring, &end);
    sring_buf_free(&buf);
    sring_close(&ring);
    return status;
}
