/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that pass on what they receive: from a mailbox to a queue, and from there to a total that
 * a mutex guards.
 */
#include "support.h"

struct works {
    struct sring_mailbox box;
    struct sring_queue queue;
    struct sring_mutex mutex;
    uint64_t total;
    struct sring_event done;
};

/* Sends and receives with a loop of the form that people write. */
SRING_FIBER(forward)
{
    struct works *works = arg;
    bool last = false;

    while (!last) {
        struct sring_message message;
        struct sring_buf buf;
        int rc;

        sring_mailbox_borrow(&works->box);
        rc = sring_mailbox_receive(ring, &works->box, &message);
        sring_mailbox_return(&works->box);
        if (rc) {
            return rc;
        }
        if (sring_message_kind(&message) != SRING_MESSAGE_BUF) {
            last = !sring_message_take_word(&message);
            continue;
        }
        sring_message_take_buf(&message, &buf);
        sring_queue_borrow(&works->queue);
        rc = sring_queue_send_buf(ring, &works->queue, &buf);
        sring_queue_return(&works->queue);
        if (rc) {
            sring_buf_free(&buf);
            return rc;
        }
    }
    sring_queue_borrow(&works->queue);
    sring_queue_end(ring, &works->queue);
    sring_queue_return(&works->queue);
    return 0;
}

SRING_FIBER(add_up)
{
    struct works *works = arg;

    for (;;) {
        struct sring_message message;
        struct sring_buf buf;
        int rc;

        sring_queue_borrow(&works->queue);
        rc = sring_queue_receive(ring, &works->queue, &message);
        sring_queue_return(&works->queue);
        if (rc) {
            sring_event_set(ring, &works->done);
            return rc == -EPIPE ? 0 : rc;
        }
        sring_message_take_buf(&message, &buf);
        sring_mutex_lock(ring, &works->mutex);
        works->total += sring_buf_data(&buf)[0];
        sring_yield(ring);
        sring_mutex_unlock(ring, &works->mutex);
        sring_buf_free(&buf);
    }
}

static int post(struct sring_sender *sender, unsigned char value) SRING_REQUIRES(*sender)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 1);

    if (rc) {
        return rc;
    }
    sring_buf_data(&buf)[0] = value;
    sring_buf_set_length(&buf, 1);
    rc = sring_sender_send_buf(sender, &buf);
    if (rc) {
        sring_buf_free(&buf);
    }
    return rc;
}

static int work(struct sring *ring, struct works *works, struct sring_sender *sender)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*sender)
{
    struct sring_scope scope;
    int rc = 0;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, forward, works);
    for (int i = 0; i < 2 && !rc; i++) {
        rc = sring_scope_spawn(ring, &scope, add_up, works);
    }
    for (unsigned char i = 1; i <= 10 && !rc; i++) {
        rc = post(sender, i);
    }
    if (!rc) {
        rc = sring_sender_send_word(sender, 0);
    }
    if (!rc) {
        rc = sring_event_wait(ring, &works->done);
    }
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    return sring_scope_close(ring, &scope);
}

int main(void)
{
    struct works works = {.mutex = SRING_NONE};
    struct sring_mailbox box;
    struct sring_queue queue;
    struct sring_sender sender;
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (sring_mailbox_open(&ring, &box, 16, NULL, NULL)) {
        sring_close(&ring);
        return 2;
    }
    if (sring_sender_open(&sender, &box)) {
        sring_mailbox_close(&ring, &box);
        sring_close(&ring);
        return 2;
    }
    sring_mailbox_move_stash(&works.box, &box);
    if (!sring_queue_open(&ring, &queue, 2)) {
        sring_queue_move_stash(&works.queue, &queue);
        rc = work(&ring, &works, &sender);
        if (!rc && !sring_mutex_try_lock(&ring, &works.mutex)) {
            rc = works.total == 55 ? 0 : 3;
            sring_mutex_unlock(&ring, &works.mutex);
        }
        sring_queue_claim(&works.queue);
        sring_queue_close(&ring, &works.queue);
    }
    sring_sender_close(&sender);
    sring_mailbox_claim(&works.box);
    sring_mailbox_close(&ring, &works.box);
    sring_close(&ring);
    return rc;
}
