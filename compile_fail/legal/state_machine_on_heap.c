/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A state machine on the heap: its handles are stashed between steps, and each step claims those of
 * its state.
 */
#include "support.h"

enum state {
    IDLE,
    READING,
    OVER,
    FAILED
};

struct machine {
    enum state state;
    struct sring_fd file;                    /* always */
    struct sring_buf buf;                    /* in IDLE and OVER */
    struct sring_read_at_submitted inflight; /* in READING */
};

static enum state begin(struct sring *ring, struct machine *m) SRING_REQUIRES(*ring);
static enum state end(struct sring *ring, struct machine *m) SRING_REQUIRES(*ring);

static enum state begin(struct sring *ring, struct machine *m)
{
    struct sring_read_at_building op;
    int rc;

    sring_fd_claim(&m->file);
    rc = sring_read_at_init(ring, &op, &m->file, 0);
    sring_fd_stash(&m->file);
    sring_buf_claim(&m->buf);
    if (rc) {
        sring_buf_free(&m->buf);
        return FAILED;
    }
    sring_read_at_submit(ring, &op, &m->buf, &m->inflight);
    sring_read_at_submitted_stash(&m->inflight);
    return READING;
}

static enum state end(struct sring *ring, struct machine *m)
{
    struct sring_read_at_completed done;

    sring_read_at_submitted_claim(&m->inflight);
    sring_read_at_wait(ring, &m->inflight, &done);
    if (sring_read_at_finish(&done, &m->buf) != 4) {
        sring_buf_free(&m->buf);
        return FAILED;
    }
    sring_buf_stash(&m->buf);
    return OVER;
}

int main(void)
{
    struct sring ring;
    struct machine *m = calloc(1, sizeof(*m));
    int rc = sring_open(&ring, NULL);

    if (rc) {
        free(m);
        return legal_no_ring(rc);
    }
    if (!m || sring_buf_alloc(&m->buf, 16)) {
        abort();
    }
    sring_buf_stash(&m->buf);
    sring_fd_adopt(&m->file, legal_file("ping"));
    sring_fd_stash(&m->file);
    while (m->state != OVER && m->state != FAILED) {
        m->state = m->state == IDLE ? begin(&ring, m) : end(&ring, m);
    }
    rc = m->state == OVER ? 0 : 2;
    if (!rc) {
        sring_buf_claim(&m->buf);
        rc = memcmp(sring_buf_data(&m->buf), "ping", 4) ? 3 : 0;
        sring_buf_free(&m->buf);
    }
    sring_fd_claim(&m->file);
    sring_fd_close(&ring, &m->file);
    free(m);
    sring_close(&ring);
    return rc;
}
