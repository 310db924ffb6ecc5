/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library: a mailbox, and a sender for each thread.
 */
#include "mail.h"

#include <errno.h>
#include <sched.h>
#include <sring/sring.h>

static struct sring own;
static struct sring_mailbox box; /* stashed, and so are the senders */
static struct sring_sender to[MAIL_SENDERS];
static bool with_buffers;

SRING_MESSAGE_CALLBACK(on_message)
{
    uint64_t number;

    if (with_buffers) {
        struct sring_buf buf;

        sring_message_take_buf(message, &buf);
        memcpy(&number, sring_buf_data(&buf), sizeof(number));
        sring_buf_free(&buf);
    } else {
        number = sring_message_take_word(message);
    }
    if (!received(number)) {
        sring_stop(ring);
    }
}

void contestant_open(unsigned senders, bool buffers)
{
    struct sring_mailbox opened;
    int rc = sring_open(&own, NULL);

    with_buffers = buffers;
    if (rc) {
        bench_need_feature(rc, "io_uring");
        return;
    }
    rc = sring_mailbox_open(&own, &opened, MAIL_ROOM, on_message, NULL);
    if (rc) {
        bench_need(rc, "mailbox");
        return;
    }
    for (unsigned i = 0; i < senders; i++) {
        struct sring_sender sender;

        rc = sring_sender_open(&sender, &opened);
        if (rc) {
            bench_need(rc, "sender");
            continue;
        }
        sring_sender_move_stash(&to[i], &sender);
    }
    sring_mailbox_move_stash(&box, &opened);
}

static void send_buffer(struct sring_sender *sender, uint64_t number) SRING_REQUIRES(*sender)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, MAIL_BUFFER);

    if (rc) {
        bench_need(rc, "buffer");
        return;
    }
    memcpy(sring_buf_data(&buf), &number, sizeof(number));
    for (;;) {
        rc = sring_sender_send_buf(sender, &buf);
        if (!rc) {
            return;
        }
        if (rc != -EAGAIN) {
            break;
        }
        sched_yield();
    }
    sring_buf_free(&buf);
    bench_need(rc, "send");
}

static void send_number(struct sring_sender *sender, uint64_t number) SRING_REQUIRES(*sender)
{
    int rc;

    while ((rc = sring_sender_send_word(sender, number))) {
        bench_need(rc == -EAGAIN ? 0 : rc, "send");
        sched_yield();
    }
}

void contestant_send(unsigned sender, uint64_t first, uint64_t n)
{
    sring_sender_claim(&to[sender]);
    for (uint64_t i = 0; i < n; i++) {
        if (with_buffers) {
            send_buffer(&to[sender], first + i);
        } else {
            send_number(&to[sender], first + i);
        }
    }
    sring_sender_stash(&to[sender]);
}

void contestant_receive(void)
{
    bench_need(sring_run(&own), "run");
}
