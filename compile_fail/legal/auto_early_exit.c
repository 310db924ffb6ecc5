/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SRING_AUTO in a loop with early exits: no handle is live at a return, break or continue.
 */
#include "support.h"

/* The offset of the first `wanted` in the file, or -ENOENT. */
static int64_t find(struct sring *ring, const struct sring_fd *file, char wanted)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

static int64_t find(struct sring *ring, const struct sring_fd *file, char wanted)
{
    int64_t offset = 0;

    for (;;) {
        SRING_AUTO struct sring_buf buf = SRING_NONE;
        SRING_AUTO struct sring_read_at_building op = SRING_NONE;
        SRING_AUTO struct sring_read_at_submitted inflight = SRING_NONE;
        SRING_AUTO struct sring_read_at_completed done = SRING_NONE;
        const unsigned char *found;
        int n;

        if (sring_read_at_init(ring, &op, file, (uint64_t)offset)) {
            return -EAGAIN;
        }
        if (sring_buf_alloc(&buf, 4)) {
            sring_read_at_abandon(ring, &op);
            return -ENOMEM;
        }
        sring_read_at_submit(ring, &op, &buf, &inflight);
        sring_read_at_wait(ring, &inflight, &done);
        n = sring_read_at_finish(&done, &buf);
        if (n <= 0) {
            sring_buf_free(&buf);
            break;
        }
        found = memchr(sring_buf_data(&buf), wanted, (size_t)n);
        if (!found) {
            sring_buf_free(&buf);
            offset += n;
            continue;
        }
        offset += found - sring_buf_data(&buf);
        sring_buf_free(&buf);
        return offset;
    }
    return -ENOENT;
}

int main(void)
{
    SRING_AUTO struct sring_fd file = SRING_NONE;
    SRING_AUTO struct sring ring = SRING_NONE;
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("a needle in a haystack"));
    if (find(&ring, &file, 'h') != 14) {
        status = 2;
    }
    if (find(&ring, &file, 'z') != -ENOENT) {
        status = 3;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
