/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A mailbox: what is sent comes once and in order, or is disposed of when the mailbox is closed.
 */
#include "random.h"

#define MOST_ROOM 8
#define MOST_CLOSING 32

static const struct kind kind_mailbox;

static struct {
    bool open;
    struct sring_mailbox box;
    struct sring_sender sender;
    uint64_t sent, seen;                          /* messages */
    enum sring_message_kind kinds[MOST_ROOM + 1]; /* of those that are under way, by number */
} mail;

SRING_MESSAGE_CALLBACK(on_mail)
{
    enum sring_message_kind kind = sring_message_kind(message);
    struct sring_buf buf;
    struct sring_fd fd;

    (void)ring;
    assert_true(mail.seen < mail.sent);
    assert_int_equal(kind, mail.kinds[mail.seen % (MOST_ROOM + 1)]);
    if (one_in(5)) {
        sring_message_drop(message);
    } else if (kind == SRING_MESSAGE_BUF) {
        sring_message_take_buf(message, &buf);
        sring_buf_free(&buf);
    } else if (kind == SRING_MESSAGE_FD) {
        sring_message_take_fd(message, &fd);
        give_file(&fd);
    } else {
        assert_int_equal(sring_message_take_word(message), mail.seen);
    }
    mail.seen++;
}

static int send_buf(void)
{
    struct sring_buf buf;
    int rc;

    take_buffer(&buf);
    rc = sring_sender_send_buf(&mail.sender, &buf);
    if (rc) {
        sring_buf_free(&buf);
    }
    return rc;
}

static int send_file(void)
{
    struct sring_fd fd;
    int rc;

    sring_fd_adopt(&fd, fcntl(sring_fd_raw(&world.file), F_DUPFD_CLOEXEC, 0));
    rc = sring_sender_send_fd(&mail.sender, &fd);
    if (rc) {
        sring_fd_close(&world.ring, &fd);
    }
    return rc;
}

static void send_any(void)
{
    enum sring_message_kind kind = SRING_MESSAGE_WORD;
    int rc;

    switch (pick(3)) {
    case 0:
        kind = SRING_MESSAGE_BUF;
        rc = send_buf();
        break;
    case 1:
        kind = SRING_MESSAGE_FD;
        rc = send_file();
        break;
    default:
        rc = sring_sender_send_word(&mail.sender, mail.sent);
    }
    assert_true(!rc || rc == -EAGAIN);
    if (!rc) {
        mail.kinds[mail.sent++ % (MOST_ROOM + 1)] = kind;
    }
}

static void begin_mailbox(struct place *place)
{
    struct sring *ring = &world.ring;

    if (mail.open ||
        !begun(sring_mailbox_open(ring, &mail.box, 1 + pick(MOST_ROOM), on_mail, NULL))) {
        return;
    }
    assert_int_equal(sring_sender_open(&mail.sender, &mail.box), 0);
    sring_mailbox_stash(&mail.box);
    sring_sender_stash(&mail.sender);
    mail.open = true;
    mail.sent = mail.seen = 0;
    occupy(place, &kind_mailbox, false);
}

/* The memory of wakers is kept for later ones. That of a closed mailbox is in use until the kernel
 * is done with it. */
void allocate_wakers(void)
{
    struct sring_mailbox boxes[MOST_CLOSING];

    open_ring(&world.ring, 2, MOST_CLOSING);
    for (int i = 0; i < MOST_CLOSING; i++) {
        assert_int_equal(sring_mailbox_open(&world.ring, &boxes[i], 1, on_mail, NULL), 0);
    }
    for (int i = 0; i < MOST_CLOSING; i++) {
        sring_mailbox_close(&world.ring, &boxes[i]);
    }
    sring_close(&world.ring);
}

/* The mailbox was closed, with its ring or before. */
void forget_mailbox(void)
{
    if (mail.open) {
        sring_sender_claim(&mail.sender);
        assert_int_equal(sring_sender_send_word(&mail.sender, 0), -EPIPE);
        sring_sender_close(&mail.sender);
        mail.open = false;
    }
}

static void end_mailbox(struct place *place)
{
    struct sring *ring = &world.ring;

    sring_sender_claim(&mail.sender);
    for (uint32_t i = pick(4); i; i--) {
        send_any();
    }
    sring_sender_stash(&mail.sender);
    if (one_in(4)) {
        sring_mailbox_claim(&mail.box);
        sring_mailbox_close(ring, &mail.box);
        forget_mailbox();
        vacate(place);
    }
}

static const struct kind kind_mailbox = {"mailbox", begin_mailbox, end_mailbox};

const struct kind *any_mailbox(void)
{
    return &kind_mailbox;
}
