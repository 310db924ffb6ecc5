/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Early returns: each one gives back what is held at that point.
 */
#include "support.h"

static int first_byte(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

static int first_byte(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int byte;
    int n;

    if (sring_buf_alloc(&buf, 1)) {
        return -ENOMEM;
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        sring_buf_free(&buf);
        return -EAGAIN;
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    n = sring_read_at_finish(&done, &buf);
    if (n < 0) {
        sring_buf_free(&buf);
        return n;
    }
    if (n == 0) {
        sring_buf_free(&buf);
        return -ENODATA;
    }
    byte = sring_buf_data(&buf)[0];
    sring_buf_free(&buf);
    return byte;
}

int main(void)
{
    struct sring ring;
    struct sring_fd full;
    struct sring_fd empty;
    int raw_full = legal_file("x");
    int raw_empty = legal_file("");
    int status = 0;
    int rc;

    if (raw_full < 0 || raw_empty < 0) {
        return 2;
    }
    rc = sring_open(&ring, NULL);
    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&full, raw_full);
    sring_fd_adopt(&empty, raw_empty);
    if (first_byte(&ring, &full) != 'x') {
        status = 3;
    } else if (first_byte(&ring, &empty) != -ENODATA) {
        status = 4;
    }
    sring_fd_close(&ring, &empty);
    sring_fd_close(&ring, &full);
    sring_close(&ring);
    return status;
}
