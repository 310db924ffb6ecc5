/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A result that is tested late: before that, the handles claimed for the call are stashed again,
 * and other handles are claimed.
 */
#include "support.h"

struct source {
    struct sring_fd file;
    struct sring_direct_fd direct;
    struct sring_buf buf;
};

static int load(struct sring *ring, struct source *source, uint64_t offset) SRING_REQUIRES(*ring);

static int load(struct sring *ring, struct source *source, uint64_t offset)
{
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int rc;

    sring_fd_claim(&source->file);
    rc = sring_read_at_init(ring, &op, &source->file, offset);
    sring_fd_stash(&source->file);
    sring_buf_claim(&source->buf);
    if (rc) {
        sring_buf_stash(&source->buf);
        return rc;
    }
    sring_read_at_submit(ring, &op, &source->buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    rc = sring_read_at_finish(&done, &source->buf);
    sring_buf_stash(&source->buf);
    return rc;
}

int main(void)
{
    struct sring ring;
    struct source source;
    int n = -1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&source.file, legal_file("tested late"));
    rc = sring_fd_register(&ring, &source.file, &source.direct);
    sring_fd_stash(&source.file);
    if (sring_buf_alloc(&source.buf, 64)) {
        abort();
    }
    sring_buf_stash(&source.buf);
    if (rc == 0) {
        sring_direct_fd_unregister(&ring, &source.direct);
        n = load(&ring, &source, 7);
    }
    sring_buf_claim(&source.buf);
    sring_buf_free(&source.buf);
    sring_fd_claim(&source.file);
    sring_fd_close(&ring, &source.file);
    sring_close(&ring);
    return n == 4 ? 0 : 2;
}
