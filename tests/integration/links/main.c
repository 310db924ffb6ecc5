/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The same rule breaks a chain (sring_batch_link) in the kernel's order and in the library's. Each
 * way that an operation can end is tried with a link, a hard link and `after` behind it; then the
 * links again with a second condition, so that the library keeps the order. An operation that
 * succeeds comes first; nothing behind it may stop it.
 */
#include "links.h"

#include <signal.h>

static struct {
    struct sring_fd fds[8];
    unsigned count;
    const struct sring_fd *waiting;
} kept;

const struct sring_fd *keep(int raw)
{
    assert_true(raw >= 0);
    assert_true(kept.count < 8);
    sring_fd_adopt(&kept.fds[kept.count], raw);
    return &kept.fds[kept.count++];
}

const struct sring_fd *keep_waiting(int raw)
{
    return kept.waiting = keep(raw);
}

const struct sring_fd *keep_file(const char *content)
{
    struct sring_fd fd;

    temporary_file(&fd, content);
    return keep(sring_fd_release(&fd));
}

struct ends keep_pair(int type, bool waits)
{
    struct ends ends;
    int raw[2];

    assert_int_equal(
        type ? socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, raw) : pipe2(raw, O_CLOEXEC), 0);
    ends.near = waits ? keep_waiting(raw[0]) : keep(raw[0]);
    ends.far = sring_fd_raw(keep(raw[1]));
    return ends;
}

static void give_up_kept(struct sring *ring)
{
    while (kept.count) {
        sring_fd_close(ring, &kept.fds[--kept.count]);
    }
    kept.waiting = NULL;
}

/* The operation may not have begun yet; only this can end it. */
static void cancel_waiting(struct sring *ring)
{
    int found = 0;

    for (int i = 0; i < 5000 && found == 0; i++) {
        found = sring_cancel_fd_await(ring, kept.waiting);
        if (found == 0) {
            assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
        }
    }
    assert_int_equal(found, 1);
}

static void expect(const struct way *way, const char *what, int result, int wanted)
{
    if (wanted == SUCCESS ? result < 0 : wanted == ERROR ? result >= 0 : result != wanted) {
        fail_msg("%s, situation %d: %s is %d", way->name, way->situation, what, result);
    }
}

static void one(struct sring *ring, const struct way *way, bool hard, bool by_library)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    int before, result, linked, after;

    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    way->add(ring, &batch, way->situation);
    if (hard) {
        sring_batch_hardlink(&batch);
    } else {
        sring_batch_link(&batch);
    }
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    if (by_library) {
        assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    }
    assert_int_equal(sring_batch_after(&batch, 3, 1), 0);
    sring_batch_submit(ring, &batch, &inflight);
    if (way->situation == CANCELLED || way->situation == ALL_CANCELLED) {
        cancel_waiting(ring);
    }
    sring_batch_wait(ring, &inflight, &done);
    before = take_nop(ring, &done, 0);
    result = way->take(ring, &done, 1);
    linked = take_nop(ring, &done, 2);
    after = take_nop(ring, &done, 3);
    sring_batch_finish(ring, &done);
    give_up_kept(ring);
    expect(way, "what stands before", before, 0);
    expect(way, "the result", result, way->result);
    expect(way, "what comes after", after, way->fails ? -ECANCELED : 0);
    if (hard) {
        expect(way, "what is hard linked", linked, result == -ECANCELED ? -ECANCELED : 0);
    } else {
        expect(way, by_library ? "what is linked and waits for more" : "what is linked", linked,
               way->fails ? -ECANCELED : 0);
    }
}

/* Linux 5.19 has IORING_ASYNC_CANCEL_FD. */
static bool can_cancel(struct sring *ring)
{
    int rc = sring_cancel_fd_await(ring, keep_file(""));

    give_up_kept(ring);
    return rc == 0;
}

static void all(struct sring *ring, const struct way *ways)
{
    bool cancels = can_cancel(ring);

    for (const struct way *way = ways; way->name; way++) {
        if (!cancels && (way->situation == CANCELLED || way->situation == ALL_CANCELLED)) {
            printf("SKIP %s, situation %d: needs Linux 5.19\n", way->name, way->situation);
            continue;
        }
        for (int order = 0; order < 4; order++) {
            one(ring, way, order & 1, order & 2);
        }
    }
}

static void transfers_of_bytes(void **state)
{
    all(*state, transfers);
}

static void messages_on_sockets(void **state)
{
    all(*state, messages);
}

static void provided_buffers(void **state)
{
    provided_open(*state);
    all(*state, provided);
    provided_close(*state);
}

static void everything_else(void **state)
{
    all(*state, others);
}

/* The number of requests of a chain of reads that the kernel gets at once. */
static uint64_t given_at_once(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    const struct sring_fd *file = keep_file("12345678");
    uint64_t before = submitted(ring), count;

    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    for (int i = 0; i < 3; i++) {
        add_read(ring, &batch, file, 2, 0);
        sring_batch_link(&batch);
    }
    sring_batch_submit(ring, &batch, &inflight);
    count = submitted(ring) - before;
    sring_batch_wait(ring, &inflight, &done);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(take_read(ring, &done, i), 2);
    }
    sring_batch_finish(ring, &done);
    give_up_kept(ring);
    return count;
}

/* A kernel that looks files up when it reads the chain would reject all of it. */
static void left_to_the_kernel(void **state)
{
    struct sring ring;

    NEEDS(5, 18, "leaving links to the kernel");
    (void)state;
    open_ring(&ring, 256, 4096);
    assert_int_equal(given_at_once(&ring), 3);
    sring_close(&ring);
    hidden_features = IORING_FEAT_LINKED_FILE;
    open_ring(&ring, 256, 4096);
    hidden_features = 0;
    assert_int_equal(given_at_once(&ring), 1);
    all(&ring, transfers);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(transfers_of_bytes),  SMALL_RING_TEST(transfers_of_bytes),
        RING_TEST(messages_on_sockets), RING_TEST(provided_buffers),
        RING_TEST(everything_else),     cmocka_unit_test(left_to_the_kernel),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
