/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SRING_AUTO on every handle of an operation: a handle still owned at the end of its scope is
 * reported.
 */
#include "support.h"

static int length_of(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

static int length_of(struct sring *ring, const struct sring_fd *file)
{
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    SRING_AUTO struct sring_read_at_building op = SRING_NONE;
    SRING_AUTO struct sring_read_at_submitted inflight = SRING_NONE;
    SRING_AUTO struct sring_read_at_completed done = SRING_NONE;
    int n;

    if (sring_buf_alloc(&buf, 100)) {
        return -ENOMEM;
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        sring_buf_free(&buf);
        return -EAGAIN;
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    n = sring_read_at_finish(&done, &buf);
    sring_buf_free(&buf);
    return n;
}

int main(void)
{
    SRING_AUTO struct sring ring = SRING_NONE;
    SRING_AUTO struct sring_fd file = SRING_NONE;
    int raw = legal_file("automatic");
    int n;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        close(raw);
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    n = length_of(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return n == 9 ? 0 : 2;
}
