/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers that state what they do with a handle: require, consume, produce, or produce on success.
 */
#include "support.h"

static void fill(struct sring_buf *buf, const char *text) SRING_REQUIRES(*buf);
static int make(struct sring_buf *buf, const char *text) SRING_PRODUCES_ON_SUCCESS(*buf);
static void queue(struct sring *ring, struct sring_write_at_building *op, struct sring_buf *buf,
                  struct sring_write_at_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op) SRING_CONSUMES(*buf) SRING_PRODUCES(*inflight);
static int collect(struct sring *ring, struct sring_write_at_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

static void fill(struct sring_buf *buf, const char *text)
{
    memcpy(sring_buf_data(buf), text, strlen(text));
    sring_buf_set_length(buf, strlen(text));
}

static int make(struct sring_buf *buf, const char *text)
{
    int rc = sring_buf_alloc(buf, strlen(text));

    if (rc) {
        return rc;
    }
    fill(buf, text);
    return 0;
}

static void queue(struct sring *ring, struct sring_write_at_building *op, struct sring_buf *buf,
                  struct sring_write_at_submitted *inflight)
{
    sring_write_at_set_range(op, 0, sring_buf_length(buf));
    sring_write_at_submit(ring, op, buf, inflight);
}

static int collect(struct sring *ring, struct sring_write_at_submitted *inflight)
{
    struct sring_write_at_completed done;
    struct sring_buf buf;
    int n;

    sring_write_at_wait(ring, inflight, &done);
    n = sring_write_at_finish(&done, &buf);
    sring_buf_free(&buf);
    return n;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_write_at_building op;
    struct sring_write_at_submitted inflight;
    int raw = legal_file("");
    int status = 3;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    if (sring_write_at_init(&ring, &op, &file, 0) == 0) {
        if (make(&buf, "annotated")) {
            sring_write_at_abandon(&ring, &op);
        } else {
            queue(&ring, &op, &buf, &inflight);
            status = collect(&ring, &inflight) == 9 && legal_holds(raw, "annotated") ? 0 : 4;
        }
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
