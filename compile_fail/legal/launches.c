/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Callback operations in one call: on a file in a struct, with and without options, tried again
 * when there is no room; and callbacks from a table.
 */
#include "support.h"

struct reader {
    struct sring_fd file; /* stashed; launch looks at it */
    struct sring_ticket reading;
    uint64_t offset;
    int kind, error;
};

static void read_more(struct sring *ring, struct reader *r, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);

static void take(struct sring *ring, struct reader *r, struct sring_buf *buf, int n)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    if (n > 0) {
        r->offset += (uint64_t)n;
        read_more(ring, r, buf);
        return;
    }
    r->error = n;
    sring_buf_free(buf);
}

SRING_READ_AT_CALLBACK(on_text)
{
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);

    take(ring, arg, &buf, n);
}

static sring_read_at_callback *const handlers[] = {on_text};

SRING_READ_AT_CALLBACK(on_read)
{
    struct reader *r = arg;

    sring_read_at_call(handlers[r->kind], ring, done, r);
}

static void read_more(struct sring *ring, struct reader *r, struct sring_buf *buf)
{
    struct sring_read_at_options options = {.count = 5, .timeout_ns = 1000000000};
    int rc =
        sring_read_at_launch(ring, &r->file, r->offset, buf, &options, on_read, r, &r->reading);

    if (rc) {
        r->error = rc;
        sring_buf_free(buf);
    }
}

static int keep_trying(struct sring *ring, struct reader *r, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    int rc;

    for (;;) {
        rc = sring_read_at_launch(ring, &r->file, 0, buf, NULL, on_read, r, &r->reading);
        if (!rc) {
            return 0;
        }
        if (rc != -EAGAIN) {
            break;
        }
        (void)sring_poll(ring);
    }
    sring_buf_free(buf);
    return rc;
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
    rc = sring_buf_alloc(&buf, 8);
    if (!rc) {
        rc = keep_trying(&ring, &reader, &buf);
    }
    if (!rc) {
        rc = sring_run(&ring);
    }
    sring_fd_claim(&reader.file);
    sring_fd_close(&ring, &reader.file);
    sring_close(&ring);
    return !rc && !reader.error && reader.offset == 28 ? 0 : 3;
}
