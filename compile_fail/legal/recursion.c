/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Recursion with a handle on each level: a chain of references is followed to its end.
 */
#include "support.h"

static int follow(struct sring *ring, const struct sring_fd *file, uint64_t at, int depth)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

static int follow(struct sring *ring, const struct sring_fd *file, uint64_t at, int depth)
{
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_buf buf;
    int result;

    if (depth > 10 || sring_buf_alloc(&buf, 1)) {
        return -ELOOP;
    }
    if (sring_read_at_init(ring, &op, file, at)) {
        sring_buf_free(&buf);
        return -EAGAIN;
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    if (sring_read_at_finish(&done, &buf) != 1) {
        result = -ENODATA;
    } else if (sring_buf_data(&buf)[0] == '.') {
        result = depth;
    } else {
        result = follow(ring, file, (uint64_t)(sring_buf_data(&buf)[0] - '0'), depth + 1);
    }
    sring_buf_free(&buf);
    return result;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("35.412"));
    if (follow(&ring, &file, 0, 0) != 5) {
        status = 2;
    }
    if (follow(&ring, &file, 99, 0) != -ENODATA) {
        status = 3;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
