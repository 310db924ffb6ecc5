/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A loop over short writes: set_range moves on through the buffer until all of it is sent.
 */
#include "support.h"

static int write_all(struct sring *ring, const struct sring_fd *to, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*to) SRING_REQUIRES(*buf);

static int write_all(struct sring *ring, const struct sring_fd *to, struct sring_buf *buf)
{
    size_t length = sring_buf_length(buf);
    size_t sent = 0;

    while (sent < length) {
        struct sring_write_building op;
        struct sring_write_submitted inflight;
        struct sring_write_completed done;
        size_t left = length - sent;
        int rc = sring_write_init(ring, &op, to);

        if (rc) {
            return rc;
        }
        sring_write_set_range(&op, sent, left < 100 ? left : 100);
        sring_write_submit(ring, &op, buf, &inflight);
        sring_write_wait(ring, &inflight, &done);
        rc = sring_write_finish(&done, buf);
        if (rc < 0) {
            return rc;
        }
        sent += (size_t)rc;
    }
    return 0;
}

int main(void)
{
    struct sring ring;
    struct sring_fd to;
    struct sring_buf buf;
    char got[1000];
    int ends[2];
    int status = 2;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (pipe(ends)) {
        abort();
    }
    sring_fd_adopt(&to, ends[1]);
    if (!sring_buf_alloc(&buf, sizeof(got))) {
        for (size_t i = 0; i < sizeof(got); i++) {
            sring_buf_data(&buf)[i] = (unsigned char)(i * 7);
        }
        sring_buf_set_length(&buf, sizeof(got));
        rc = write_all(&ring, &to, &buf);
        status = !rc && read(ends[0], got, sizeof(got)) == (ssize_t)sizeof(got) &&
                         !memcmp(got, sring_buf_data(&buf), sizeof(got))
                     ? 0
                     : 3;
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &to);
    close(ends[0]);
    sring_close(&ring);
    return status;
}
