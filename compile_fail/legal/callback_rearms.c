/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A callback that starts the next operation with the buffer it was handed.
 */
#include "support.h"

struct reader {
    struct sring_fd file;
    uint64_t offset;
    int error;
};

SRING_READ_AT_CALLBACK(on_read);
static void arm(struct sring *ring, struct reader *r, struct sring_buf *buf) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*buf);

static void arm(struct sring *ring, struct reader *r, struct sring_buf *buf)
{
    struct sring_read_at_building op;
    int rc;

    sring_fd_claim(&r->file);
    rc = sring_read_at_init(ring, &op, &r->file, r->offset);
    sring_fd_stash(&r->file);
    if (rc) {
        r->error = rc;
        sring_buf_free(buf);
        return;
    }
    sring_read_at_start(ring, &op, buf, on_read, r);
}

SRING_READ_AT_CALLBACK(on_read)
{
    struct reader *r = arg;
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);

    if (n <= 0) {
        r->error = n;
        sring_buf_free(&buf);
        return;
    }
    r->offset += (uint64_t)n;
    arm(ring, r, &buf);
}

int main(void)
{
    struct sring ring;
    struct reader reader = {.file = SRING_NONE};
    struct sring_buf buf;
    int raw = legal_file("read to the end by callbacks");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&reader.file, raw);
    sring_fd_stash(&reader.file);
    if (sring_buf_alloc(&buf, 5)) {
        sring_close(&ring);
        return 2;
    }
    arm(&ring, &reader, &buf);
    rc = sring_run(&ring);
    sring_fd_claim(&reader.file);
    sring_fd_close(&ring, &reader.file);
    sring_close(&ring);
    return !rc && !reader.error && reader.offset == 28 ? 0 : 3;
}
