/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Handles returned from helpers through out-parameters: always, or only with a return value of 0.
 */
#include "support.h"

static int begin(struct sring *ring, const struct sring_fd *file,
                 struct sring_read_at_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file) SRING_PRODUCES_ON_SUCCESS(*inflight);
static int end(struct sring *ring, struct sring_read_at_submitted *inflight, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*buf);

static int begin(struct sring *ring, const struct sring_fd *file,
                 struct sring_read_at_submitted *inflight)
{
    struct sring_read_at_building op;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 32);

    if (rc) {
        return rc;
    }
    rc = sring_read_at_init(ring, &op, file, 0);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    sring_read_at_submit(ring, &op, &buf, inflight);
    return 0;
}

static int end(struct sring *ring, struct sring_read_at_submitted *inflight, struct sring_buf *buf)
{
    struct sring_read_at_completed done;

    sring_read_at_wait(ring, inflight, &done);
    return sring_read_at_finish(&done, buf);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_read_at_submitted inflight;
    int status = 2;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("out"));
    if (begin(&ring, &file, &inflight) == 0) {
        struct sring_buf buf;

        status = end(&ring, &inflight, &buf) == 3 ? 0 : 3;
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
