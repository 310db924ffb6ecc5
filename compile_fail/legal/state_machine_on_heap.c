/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A state machine on the heap: its handles are stashed between steps, and each step claims what
 * its state says is there.
 */
#include "support.h"

enum state {
    STATE_IDLE,
    STATE_READING,
    STATE_WRITING,
    STATE_OVER,
    STATE_FAILED
};

struct machine {
    enum state state;
    struct sring_fd file;               /* always */
    struct sring_buf buf;               /* in STATE_IDLE, STATE_OVER and STATE_FAILED */
    struct sring_read_at_submitted rd;  /* in STATE_READING */
    struct sring_write_at_submitted wr; /* in STATE_WRITING */
};

static enum state begin(struct sring *ring, struct machine *m) SRING_REQUIRES(*ring);
static enum state turn(struct sring *ring, struct machine *m) SRING_REQUIRES(*ring);
static enum state end(struct sring *ring, struct machine *m) SRING_REQUIRES(*ring);

static enum state begin(struct sring *ring, struct machine *m)
{
    struct sring_read_at_building op;
    int rc;

    sring_fd_claim(&m->file);
    rc = sring_read_at_init(ring, &op, &m->file, 0);
    sring_fd_stash(&m->file);
    if (rc) {
        return STATE_FAILED;
    }
    sring_buf_claim(&m->buf);
    sring_read_at_submit(ring, &op, &m->buf, &m->rd);
    sring_read_at_submitted_stash(&m->rd);
    return STATE_READING;
}

static enum state turn(struct sring *ring, struct machine *m)
{
    struct sring_read_at_completed done;
    struct sring_write_at_building op;
    int rc;
    int n;

    sring_read_at_submitted_claim(&m->rd);
    sring_read_at_wait(ring, &m->rd, &done);
    n = sring_read_at_finish(&done, &m->buf);
    sring_fd_claim(&m->file);
    rc = sring_write_at_init(ring, &op, &m->file, 4);
    sring_fd_stash(&m->file);
    if (rc) {
        sring_buf_stash(&m->buf);
        return STATE_FAILED;
    }
    if (n != 4) {
        sring_write_at_abandon(ring, &op);
        sring_buf_stash(&m->buf);
        return STATE_FAILED;
    }
    sring_write_at_submit(ring, &op, &m->buf, &m->wr);
    sring_write_at_submitted_stash(&m->wr);
    return STATE_WRITING;
}

static enum state end(struct sring *ring, struct machine *m)
{
    struct sring_write_at_completed done;
    int n;

    sring_write_at_submitted_claim(&m->wr);
    sring_write_at_wait(ring, &m->wr, &done);
    n = sring_write_at_finish(&done, &m->buf);
    sring_buf_stash(&m->buf);
    return n == 4 ? STATE_OVER : STATE_FAILED;
}

int main(void)
{
    struct sring ring;
    struct machine *m = calloc(1, sizeof(*m));
    int raw = legal_file("ping");
    int rc = sring_open(&ring, NULL);
    int status;

    if (rc) {
        free(m);
        return legal_no_ring(rc);
    }
    if (!m || raw < 0 || sring_buf_alloc(&m->buf, 16)) {
        sring_close(&ring);
        free(m);
        return 2;
    }
    sring_buf_stash(&m->buf);
    sring_fd_adopt(&m->file, raw);
    sring_fd_stash(&m->file);
    while (m->state != STATE_OVER && m->state != STATE_FAILED) {
        switch (m->state) {
        case STATE_IDLE:
            m->state = begin(&ring, m);
            break;
        case STATE_READING:
            m->state = turn(&ring, m);
            break;
        case STATE_WRITING:
            m->state = end(&ring, m);
            break;
        case STATE_OVER:
        case STATE_FAILED:
            break;
        }
    }
    status = m->state == STATE_OVER && legal_holds(raw, "pingping") ? 0 : 3;
    sring_buf_claim(&m->buf);
    sring_buf_free(&m->buf);
    sring_fd_claim(&m->file);
    sring_fd_close(&ring, &m->file);
    free(m);
    sring_close(&ring);
    return status;
}
