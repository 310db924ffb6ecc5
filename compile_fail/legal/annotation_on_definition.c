/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Annotations on the definition of a helper without a prototype.
 */
#include "support.h"

static int print(struct sring *ring, const struct sring_fd *file, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*buf)
{
    return sring_read_at_await(ring, file, buf, 0);
}

static void drop(struct sring_buf *buf) SRING_CONSUMES(*buf)
{
    sring_buf_free(buf);
}

static int make(struct sring_buf *buf) SRING_PRODUCES_ON_SUCCESS(*buf)
{
    return sring_buf_alloc(buf, 100);
}

static void on_done(struct sring *ring, struct sring_nop_completed *done, void *arg)
    SRING_CALLBACK(ring, done)
{
    (void)ring;
    *(int *)arg = sring_nop_finish(done);
}

static int begin(struct sring *ring, int *result) SRING_REQUIRES(*ring)
{
    struct sring_nop_building op;
    int rc = sring_nop_init(ring, &op);

    if (rc) {
        return rc;
    }
    sring_nop_start(ring, &op, on_done, result);
    return sring_run(ring);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int result = -1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = make(&buf);
    if (rc) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, legal_file("something"));
    rc = print(&ring, &file, &buf);
    sring_fd_close(&ring, &file);
    drop(&buf);
    if (begin(&ring, &result)) {
        rc = -1;
    }
    sring_close(&ring);
    return rc == 9 && result == 0 ? 0 : 3;
}
