/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers that state what they do with a handle: require, consume, produce, or either of the last
 * two on success only.
 */
#include "support.h"

static void fill(struct sring_buf *buf, const char *text) SRING_REQUIRES(*buf);
static int make(struct sring_buf *buf, const char *text) SRING_PRODUCES_ON_SUCCESS(*buf);
static void queue(struct sring *ring, struct sring_write_at_building *op, struct sring_buf *buf,
                  struct sring_write_at_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op) SRING_CONSUMES(*buf) SRING_PRODUCES(*inflight);
static int collect(struct sring *ring, struct sring_write_at_submitted *inflight,
                   struct sring_buf *buf) SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight)
    SRING_PRODUCES(*buf);
static int recycle(struct sring_buf *buf, size_t needed) SRING_CONSUMES_ON_SUCCESS(*buf);

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

static int collect(struct sring *ring, struct sring_write_at_submitted *inflight,
                   struct sring_buf *buf)
{
    struct sring_write_at_completed done;

    sring_write_at_wait(ring, inflight, &done);
    return sring_write_at_finish(&done, buf);
}

/* Frees the buffer if it is too small for what is `needed`. */
static int recycle(struct sring_buf *buf, size_t needed)
{
    if (sring_buf_capacity(buf) >= needed) {
        return -EEXIST;
    }
    sring_buf_free(buf);
    return 0;
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
    rc = make(&buf, "annotated");
    if (!rc) {
        rc = sring_write_at_init(&ring, &op, &file, 0);
        if (rc) {
            sring_buf_free(&buf);
        } else {
            queue(&ring, &op, &buf, &inflight);
            status = collect(&ring, &inflight, &buf) == 9 && legal_holds(raw, "annotated") ? 0 : 4;
            if (recycle(&buf, 100)) {
                status = 5;
                sring_buf_free(&buf);
            }
        }
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
