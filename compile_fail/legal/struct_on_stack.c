/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Handles in a struct on the stack: the compiler tracks them by name.
 */
#include "support.h"

struct request {
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_submitted inflight;
    const char *text;
};

static int begin(struct sring *ring, struct request *r) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(r->inflight) SRING_REQUIRES_SHARED(r->file);
static int end(struct sring *ring, struct request *r) SRING_REQUIRES(*ring)
    SRING_CONSUMES(r->inflight);

static int begin(struct sring *ring, struct request *r)
{
    struct sring_read_at_building op;
    int rc = sring_buf_alloc(&r->buf, 16);

    if (rc) {
        return rc;
    }
    rc = sring_read_at_init(ring, &op, &r->file, 0);
    if (rc) {
        sring_buf_free(&r->buf);
        return rc;
    }
    sring_read_at_submit(ring, &op, &r->buf, &r->inflight);
    return 0;
}

static int end(struct sring *ring, struct request *r)
{
    struct sring_read_at_completed done;
    int same;

    sring_read_at_wait(ring, &r->inflight, &done);
    same = sring_read_at_finish(&done, &r->buf) == (int)strlen(r->text) &&
           !memcmp(sring_buf_data(&r->buf), r->text, strlen(r->text));
    sring_buf_free(&r->buf);
    return same ? 0 : -EIO;
}

int main(void)
{
    struct sring ring;
    struct request left = {.text = "left"};
    struct request right = {.text = "right"};
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&left.file, legal_file(left.text));
    sring_fd_adopt(&right.file, legal_file(right.text));
    rc = begin(&ring, &left);
    if (!rc) {
        rc = begin(&ring, &right);
        if (!rc) {
            status = end(&ring, &right) ? 2 : status;
        }
        status = end(&ring, &left) ? 3 : status;
    }
    sring_fd_close(&ring, &left.file);
    sring_fd_close(&ring, &right.file);
    sring_close(&ring);
    return rc ? 4 : status;
}
