/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mailboxes: what is sent is delivered once, or disposed of; senders that outlive the mailbox.
 */
#include "support.h"

#include <sched.h>
#include <sys/wait.h>

#define LONG (20000 * MILLISECOND)
#define THREADS 3
#define EACH 2000 /* messages that each thread sends */

/* --- receiving ----------------------------------------------------------------------------- */

struct receiver {
    struct sring_mailbox box;
    uint32_t words, bufs, fds;
    uint32_t stop_at;       /* messages; 0: never */
    uint32_t close_at;      /* the same */
    uint64_t next[THREADS]; /* what each thread sends next */
    uint64_t last;
};

static uint32_t count_of(const struct receiver *receiver)
{
    return receiver->words + receiver->bufs + receiver->fds;
}

static void close_box(struct sring *ring, struct receiver *receiver)
{
    sring_mailbox_claim(&receiver->box);
    sring_mailbox_close(ring, &receiver->box);
}

/* The content is `thread << 32 | number`, also of a buffer. A file is the read end of a pipe with a
 * byte in it. */
static void consume(struct sring *ring, struct receiver *receiver, struct sring_message *message)
{
    enum sring_message_kind kind = sring_message_kind(message);

    if (kind == SRING_MESSAGE_FD) {
        struct sring_fd fd;
        char byte;

        sring_message_take_fd(message, &fd);
        assert_int_equal(read(sring_fd_raw(&fd), &byte, 1), 1);
        sring_fd_close(ring, &fd);
        receiver->fds++;
    } else if (kind == SRING_MESSAGE_BUF) {
        struct sring_buf buf;

        sring_message_take_buf(message, &buf);
        assert_int_equal(sring_buf_length(&buf), sizeof(receiver->last));
        memcpy(&receiver->last, sring_buf_data(&buf), sizeof(receiver->last));
        sring_buf_free(&buf);
        receiver->bufs++;
    } else {
        receiver->last = sring_message_take_word(message);
        receiver->words++;
    }
    if (kind != SRING_MESSAGE_FD) {
        assert_true(receiver->last >> 32 < THREADS);
        assert_int_equal((uint32_t)receiver->last, receiver->next[receiver->last >> 32]++);
    }
}

SRING_MESSAGE_CALLBACK(on_message)
{
    struct receiver *receiver = arg;

    consume(ring, receiver, message);
    if (count_of(receiver) == receiver->stop_at) {
        sring_stop(ring);
    }
    if (count_of(receiver) == receiver->close_at) {
        close_box(ring, receiver);
    }
}

static void open_box(struct sring *ring, struct receiver *receiver, uint32_t room)
{
    *receiver = (struct receiver){.stop_at = 0};
    assert_int_equal(sring_mailbox_open(ring, &receiver->box, room, on_message, receiver), 0);
    sring_mailbox_stash(&receiver->box);
}

static void open_sender(struct receiver *receiver, struct sring_sender *sender)
{
    sring_mailbox_borrow(&receiver->box);
    assert_int_equal(sring_sender_open(sender, &receiver->box), 0);
    sring_mailbox_return(&receiver->box);
}

/* Runs until `count` messages have come in all. */
static void receive(struct sring *ring, struct receiver *receiver, uint32_t count)
{
    uint64_t end = now_ns() + LONG;

    while (count_of(receiver) < count) {
        assert_true(now_ns() < end);
        assert_true(sring_run_once(ring, LONG) >= 0);
    }
    assert_int_equal(count_of(receiver), count);
}

static int send_fd(struct sring_sender *sender)
{
    struct sring_fd fd;
    int raw[2];
    int rc;

    if (pipe(raw) || write(raw[1], "x", 1) != 1 || close(raw[1])) {
        return -errno;
    }
    sring_fd_adopt(&fd, raw[0]);
    rc = sring_sender_send_fd(sender, &fd);
    if (rc) {
        close(sring_fd_release(&fd));
    }
    return rc;
}

static int send_buf(struct sring_sender *sender, uint64_t content)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 64);

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), &content, sizeof(content));
    sring_buf_set_length(&buf, sizeof(content));
    rc = sring_sender_send_buf(sender, &buf);
    if (rc) {
        sring_buf_free(&buf);
    }
    return rc;
}

/* --- threads ------------------------------------------------------------------------------- */

struct work {
    struct sring_sender sender;
    pthread_t thread;
    uint32_t index;
    uint32_t sent; /* by calls that returned 0 */
    int error;     /* that ended it */
    bool endless;
};

static int send_any(struct sring_sender *sender, uint64_t content)
{
    return content % 16 ? sring_sender_send_word(sender, content) : send_buf(sender, content);
}

static void *send_all(void *arg)
{
    struct work *work = arg;

    sring_sender_claim(&work->sender);
    while (work->endless || work->sent < EACH) {
        int rc = send_any(&work->sender, (uint64_t)work->index << 32 | work->sent);

        if (rc && rc != -EAGAIN) {
            work->error = rc;
            break;
        }
        if (rc) {
            sched_yield();
        } else {
            work->sent++;
        }
    }
    sring_sender_close(&work->sender);
    return NULL;
}

/* The simulated kernel supports one thread. */
#define NEEDS_THREADS()                                                                            \
    do {                                                                                           \
        if (is_simulated()) {                                                                      \
            SKIP("the simulated kernel has one thread");                                           \
        }                                                                                          \
    } while (0)

static void begin_work(struct receiver *receiver, struct work *works, bool endless)
{
    for (uint32_t i = 0; i < THREADS; i++) {
        struct sring_sender sender;

        works[i] = (struct work){.index = i, .endless = endless};
        open_sender(receiver, &sender);
        sring_sender_move_stash(&works[i].sender, &sender);
        assert_int_equal(pthread_create(&works[i].thread, NULL, send_all, &works[i]), 0);
    }
}

static uint32_t end_work(struct work *works)
{
    uint32_t sent = 0;

    for (uint32_t i = 0; i < THREADS; i++) {
        join_thread(works[i].thread);
        sent += works[i].sent;
    }
    return sent;
}

static uint64_t owned_bufs(void)
{
    struct sring_live live;

    sring_get_live(&live);
    return live.buffers;
}

static void from_threads(void **state)
{
    struct sring *ring = *state;
    static const uint32_t rooms[] = {1, 2, 5, 64, 8192};
    uint64_t before = owned_bufs();

    NEEDS_THREADS();
    for (unsigned i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        struct work works[THREADS];
        struct receiver receiver;

        open_box(ring, &receiver, rooms[i]);
        receiver.stop_at = THREADS * EACH;
        begin_work(&receiver, works, false);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(end_work(works), THREADS * EACH);
        assert_int_equal(count_of(&receiver), THREADS * EACH);
        close_box(ring, &receiver);
        assert_int_equal(sring_run(ring), 0);
    }
    assert_int_equal(owned_bufs(), before);
}

/* Each message finds the ring asleep. */
static void one_at_a_time(void **state)
{
    struct sring *ring = *state;
    struct receiver receiver;
    struct sring_sender sender;

    open_box(ring, &receiver, 4);
    open_sender(&receiver, &sender);
    for (uint32_t i = 0; i < 50; i++) {
        assert_int_equal(sring_sender_send_word(&sender, i), 0);
        receive(ring, &receiver, i + 1);
        assert_int_equal(sring_run_for(ring, MILLISECOND / 10), -ETIME);
    }
    sring_sender_close(&sender);
    close_box(ring, &receiver);
}

/* The threads send until they are told that the mailbox was closed. What was sent and not delivered
 * is disposed of. */
static void closed_while_they_send(void **state)
{
    struct sring *ring = *state;
    uint64_t before = owned_bufs();

    NEEDS_THREADS();
    for (uint32_t round = 0; round < 60; round++) {
        struct work works[THREADS];
        struct receiver receiver;
        uint32_t sent;

        open_box(ring, &receiver, 1 + round % 9);
        if (round % 2) {
            receiver.close_at = 1 + round * 7; /* in its own function */
            begin_work(&receiver, works, true);
            assert_int_equal(sring_run(ring), 0);
        } else {
            begin_work(&receiver, works, true);
            receive(ring, &receiver, count_of(&receiver));
            assert_true(sring_run_for(ring, round * MILLISECOND / 20) <= 0);
            close_box(ring, &receiver);
        }
        sent = end_work(works);
        for (uint32_t i = 0; i < THREADS; i++) {
            assert_int_equal(works[i].error, -EPIPE);
        }
        assert_true(count_of(&receiver) <= sent);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(owned_bufs(), before);
    }
}

static void the_ring_closed_while_they_send(void **state)
{
    uint64_t before = owned_bufs();

    (void)state;
    NEEDS_THREADS();
    for (uint32_t round = 0; round < 40; round++) {
        struct work works[THREADS];
        struct receiver receiver;
        struct sring ring;

        open_ring(&ring, 8, 64);
        open_box(&ring, &receiver, 16);
        begin_work(&receiver, works, true);
        assert_true(sring_run_for(&ring, round * MILLISECOND / 20) <= 0);
        sring_close(&ring);
        (void)end_work(works);
        for (uint32_t i = 0; i < THREADS; i++) {
            assert_int_equal(works[i].error, -EPIPE);
        }
        assert_int_equal(owned_bufs(), before);
    }
}

/* --- one thread ---------------------------------------------------------------------------- */

static void each_kind(void **state)
{
    struct sring *ring = *state;
    struct receiver receiver;
    struct sring_sender sender;

    open_box(ring, &receiver, 8);
    open_sender(&receiver, &sender);
    assert_int_equal(sring_sender_send_word(&sender, 0), 0);
    assert_int_equal(send_fd(&sender), 0);
    assert_int_equal(send_buf(&sender, 1), 0);
    assert_int_equal(count_of(&receiver), 0); /* only the ring calls the function */
    receive(ring, &receiver, 3);
    assert_int_equal(receiver.words, 1);
    assert_int_equal(receiver.fds, 1);
    assert_int_equal(receiver.bufs, 1);
    sring_sender_close(&sender);
    close_box(ring, &receiver);
}

static void full(void **state)
{
    struct sring *ring = *state;
    static const uint32_t rooms[][2] = {{1, 1}, {2, 2}, {3, 4}, {8, 8}, {9, 16}};
    uint64_t before = owned_bufs();
    int fds = count_fds();

    for (unsigned i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        struct receiver receiver;
        struct sring_sender sender;

        open_box(ring, &receiver, rooms[i][0]);
        open_sender(&receiver, &sender);
        for (uint32_t lap = 0; lap < 3; lap++) {
            for (uint32_t j = 0; j < rooms[i][1]; j++) {
                assert_int_equal(sring_sender_send_word(&sender, lap * rooms[i][1] + j), 0);
            }
            /* Nothing is lost: the helpers free and close what was not sent. */
            assert_int_equal(sring_sender_send_word(&sender, 0), -EAGAIN);
            assert_int_equal(send_buf(&sender, 0), -EAGAIN);
            assert_int_equal(send_fd(&sender), -EAGAIN);
            receive(ring, &receiver, (lap + 1) * rooms[i][1]);
        }
        sring_sender_close(&sender);
        close_box(ring, &receiver);
        assert_int_equal(sring_run(ring), 0);
    }
    assert_int_equal(owned_bufs(), before);
    assert_int_equal(count_fds(), fds);
}

static void disposed_of(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct receiver receiver;
    struct sring_sender sender;
    struct sring_buf buf;
    int fds = count_fds();

    open_box(ring, &receiver, 4);
    open_sender(&receiver, &sender);
    counted_buf(&buf, &counted);
    assert_int_equal(sring_sender_send_buf(&sender, &buf), 0);
    assert_int_equal(send_fd(&sender), 0);
    assert_int_equal(sring_sender_send_word(&sender, 0), 0);
    assert_int_equal(counted.freed, 0);
    close_box(ring, &receiver);
    assert_int_equal(counted.freed, 1);
    assert_int_equal(sring_sender_send_word(&sender, 0), -EPIPE);
    assert_int_equal(send_buf(&sender, 0), -EPIPE);
    assert_int_equal(send_fd(&sender), -EPIPE);
    assert_int_equal(sring_run(ring), 0);
    sring_sender_close(&sender);
    assert_int_equal(count_of(&receiver), 0);
    assert_int_equal(count_fds(), fds);
}

/* Operations that the sending thread has queued use this file, and not the next one with its
 * number. */
static void queued_operations_keep_their_file(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct receiver receiver;
    struct sring_sender sender;
    struct two_fds first, second;
    struct sring_buf buf;

    open_box(ring, &receiver, 4);
    open_sender(&receiver, &sender);
    open_pipe(&first);
    write_text(&first.out, "first");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, &first.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_sender_send_fd(&sender, &first.in), 0);
    close_box(ring, &receiver); /* closes the file */
    open_pipe(&second);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 5);
    expect_buf(&buf, "first");
    sring_buf_free(&buf);
    sring_fd_close(ring, &first.out);
    close_two(ring, &second);
    sring_sender_close(&sender);
}

static void a_closing_ring_closes_its_mailboxes(void **state)
{
    static struct counted counted;
    int fds = count_fds();

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct receiver receiver;
        struct sring_sender sender;
        struct sring_buf buf;
        struct sring ring;

        open_ring(&ring, 8, 64);
        open_box(&ring, &receiver, 4);
        open_sender(&receiver, &sender);
        if (i) {
            assert_int_equal(sring_run_for(&ring, MILLISECOND), -ETIME);
        }
        counted_buf(&buf, &counted);
        assert_int_equal(sring_sender_send_buf(&sender, &buf), 0);
        assert_int_equal(send_fd(&sender), 0);
        sring_close(&ring);
        assert_int_equal(counted.freed, 1);
        assert_int_equal(sring_sender_send_word(&sender, 0), -EPIPE);
        sring_sender_close(&sender);
        assert_int_equal(count_of(&receiver), 0);
    }
    assert_int_equal(count_fds(), fds);
}

static void errors_lose_nothing(void **state)
{
    struct sring ring;
    struct sring_mailbox box;
    struct sring_nop_building op;
    int before;

    (void)state;
    open_ring(&ring, 2, 1);
    before = count_fds();
    assert_int_equal(sring_mailbox_open(&ring, &box, 0, on_message, NULL), -EINVAL);
    assert_int_equal(sring_mailbox_open(&ring, &box, (1 << 24) + 1, on_message, NULL), -EINVAL);
    assert_int_equal(sring_nop_init(&ring, &op), 0);
    assert_int_equal(sring_mailbox_open(&ring, &box, 4, on_message, NULL), -EAGAIN);
    assert_int_equal(count_fds(), before);
    sring_nop_abandon(&ring, &op);
    sring_close(&ring);
}

/* --- callbacks that do something else ------------------------------------------------------- */

struct left {
    struct sring_message kept[2];
    int kept_count;
    jmp_buf jump;
    int jumps;
};

/* Moves two messages elsewhere, and leaves the other calls by longjmp. */
SRING_MESSAGE_CALLBACK(on_message_that_leaves)
{
    struct left *left = arg;

    (void)ring;
    if (left->kept_count < 2) {
        sring_message_move_stash(&left->kept[left->kept_count++], message);
        return;
    }
    sring_message_drop(message);
    left->jumps++;
    longjmp(left->jump, 1);
}

static void left_by_longjmp(void **state)
{
    struct sring *ring = *state;
    static struct left left;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct sring_buf buf;

    left.kept_count = left.jumps = 0;
    assert_int_equal(sring_mailbox_open(ring, &box, 8, on_message_that_leaves, &left), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    for (uint64_t i = 0; i < 7; i++) {
        assert_int_equal(send_buf(&sender, i), 0);
    }
    while (left.jumps < 5) {
        if (!setjmp(left.jump)) {
            assert_true(sring_run_once(ring, LONG) > 0);
        }
    }
    assert_int_equal(send_buf(&sender, 7), 0); /* it wakes the ring after that, too */
    if (!setjmp(left.jump)) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
    assert_int_equal(left.jumps, 6);
    sring_mailbox_close(ring, &box);
    sring_message_claim(&left.kept[0]);
    sring_message_take_buf(&left.kept[0], &buf);
    sring_buf_free(&buf);
    sring_message_claim(&left.kept[1]);
    sring_message_drop(&left.kept[1]);
    sring_sender_close(&sender);
}

/* A wait in the callback: the mailbox's other messages wait for the outermost loop. */
SRING_MESSAGE_CALLBACK(on_message_that_waits)
{
    int *depth = arg;

    assert_int_equal(depth[0]++, 0);
    assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
    depth[0]--;
    depth[1] += (int)sring_message_take_word(message);
}

static void waits_in_its_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring_sender sender;
    int depth[2] = {0, 0};

    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_message_that_waits, depth), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    for (int i = 0; i < 20; i++) {
        while (sring_sender_send_word(&sender, 1)) {
            assert_true(sring_run_once(ring, LONG) > 0);
        }
    }
    while (depth[1] < 20) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
    sring_sender_close(&sender);
    sring_mailbox_close(ring, &box);
}

/* Each message sends another one, so the mailbox is never empty. Another operation with a callback,
 * which begins itself again, has its turns all the same. */
struct fair {
    struct sring_sender sender;
    uint32_t messages;
    int turns;
};

SRING_MESSAGE_CALLBACK(on_message_that_sends)
{
    struct fair *fair = arg;

    (void)ring;
    (void)sring_message_take_word(message);
    fair->messages++;
    sring_sender_claim(&fair->sender);
    assert_int_equal(sring_sender_send_word(&fair->sender, 1), 0);
    sring_sender_stash(&fair->sender);
}

SRING_NOP_CALLBACK(on_nop)
{
    struct fair *fair = arg;
    struct sring_nop_building op;

    assert_int_equal(sring_nop_finish(done), 0);
    if (++fair->turns == 100) {
        sring_stop(ring);
        return;
    }
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_nop, fair);
}

static void others_run_too(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_mailbox box;
    struct fair fair = {.messages = 0};

    assert_int_equal(sring_mailbox_open(ring, &box, 8, on_message_that_sends, &fair), 0);
    assert_int_equal(sring_sender_open(&fair.sender, &box), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sring_sender_send_word(&fair.sender, 1), 0);
    }
    sring_sender_stash(&fair.sender);
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_nop, &fair);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(fair.turns, 100);
    ASSERT_BETWEEN(fair.messages, 5, 100000);
    sring_mailbox_close(ring, &box);
    sring_sender_claim(&fair.sender);
    sring_sender_close(&fair.sender);
}

/* --- misuse -------------------------------------------------------------------------------- */

SRING_MESSAGE_CALLBACK(on_message_left_alone)
{
    (void)ring;
    (void)message;
    (void)arg;
}

static void left_alone(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring_sender sender;

    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_message_left_alone, NULL), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    assert_int_equal(sring_sender_send_word(&sender, 1), 0);
    ASSERT_MISUSE("a callback of a mailbox", "to consume the message that it receives",
                  "one and left it alone", (void)sring_run_once(ring, LONG));
    sring_sender_close(&sender);
    sring_mailbox_close(ring, &box);
}

struct kept {
    struct sring_message message;
    bool has;
};

SRING_MESSAGE_CALLBACK(on_message_that_keeps)
{
    struct kept *kept = arg;

    (void)ring;
    sring_message_move_stash(&kept->message, message);
    kept->has = true;
}

static void *drop_it(void *arg)
{
    struct kept *kept = arg;

    sring_message_claim(&kept->message);
    sring_message_drop(&kept->message);
    return NULL;
}

/* A message that was moved elsewhere is no part of the mailbox any more. */
static void dropped_in_another_thread(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct kept kept = {.has = false};
    struct sring_buf buf;
    pthread_t thread;

    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_message_that_keeps, &kept), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    counted_buf(&buf, &counted);
    assert_int_equal(sring_sender_send_buf(&sender, &buf), 0);
    while (!kept.has) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
    sring_mailbox_close(ring, &box);
    sring_sender_close(&sender);
    assert_int_equal(counted.freed, 0);
    assert_int_equal(pthread_create(&thread, NULL, drop_it, &kept), 0);
    join_thread(thread);
    assert_int_equal(counted.freed, 1);
}

static void stale_handles(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box, old_box;
    struct sring_sender sender, old_sender;
    struct sring_message message, copy;
    struct sring_buf buf, old_buf;
    struct kept kept = {.has = false};
    struct sring_fd fd;

    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_message_that_keeps, &kept), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    new_buf(&buf, 64);
    old_buf = buf;
    assert_int_equal(sring_sender_send_buf(&sender, &buf), 0);
    ASSERT_MISUSE("sring_buf_free", "a buffer that is yours",
                  "a buffer that was given away or freed", sring_buf_free(&old_buf));
    while (!kept.has) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
    sring_message_claim(&kept.message);
    sring_message_move(&message, &kept.message);
    copy = message;
    ASSERT_MISUSE("sring_message_take_fd", "a message of this kind", "one of another kind",
                  sring_message_take_fd(&message, &fd));
    sring_message_take_buf(&message, &buf);
    ASSERT_MISUSE("sring_message_drop", "a message that is yours",
                  "one that was taken, dropped or moved", sring_message_drop(&message));
    ASSERT_MISUSE("sring_message_take_buf", "a message that was not taken yet",
                  "a copy of one that was taken before", sring_message_take_buf(&copy, &buf));
    sring_buf_free(&buf);
    old_sender = sender;
    sring_sender_close(&sender);
    ASSERT_MISUSE("sring_sender_send_word", "an open sender", "one that was closed",
                  (void)!sring_sender_send_word(&old_sender, 1));
    old_box = box;
    sring_mailbox_close(ring, &box);
    ASSERT_MISUSE("sring_mailbox_close", "an open mailbox", "one that was closed",
                  sring_mailbox_close(ring, &old_box));
}

static void of_another_ring(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring other;

    open_ring(&other, 8, 64);
    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_message, NULL), 0);
    ASSERT_MISUSE("sring_mailbox_close", "a mailbox of this ring", "one of another",
                  sring_mailbox_close(&other, &box));
    sring_mailbox_close(ring, &box);
    sring_close(&other);
}

static void send_in_child(void *arg)
{
    struct sring_sender *sender = arg;

    (void)!sring_sender_send_word(sender, 1);
}

static void not_in_a_child(void **state)
{
    struct sring *ring = *state;
    struct receiver receiver;
    struct sring_sender sender;
    char errors[256];
    int status;

    open_box(ring, &receiver, 4);
    open_sender(&receiver, &sender);
    status = in_child(send_in_child, &sender, errors, sizeof(errors));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, "sring_sender_send_word"));
    assert_non_null(strstr(errors, "a forked child"));
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(count_of(&receiver), 0);
    sring_sender_close(&sender);
    close_box(ring, &receiver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(from_threads),
        RING_TEST(one_at_a_time),
        SMALL_RING_TEST(closed_while_they_send),
        cmocka_unit_test(the_ring_closed_while_they_send),
        RING_TEST(each_kind),
        SMALL_RING_TEST(full),
        RING_TEST(disposed_of),
        RING_TEST(queued_operations_keep_their_file),
        cmocka_unit_test(a_closing_ring_closes_its_mailboxes),
        cmocka_unit_test(errors_lose_nothing),
        RING_TEST(left_by_longjmp),
        RING_TEST(waits_in_its_callback),
        RING_TEST(others_run_too),
        RING_TEST(left_alone),
        RING_TEST(dropped_in_another_thread),
        RING_TEST(stale_handles),
        RING_TEST(of_another_ring),
        RING_TEST(not_in_a_child),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
