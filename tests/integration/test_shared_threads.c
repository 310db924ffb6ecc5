/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared buffers that several threads read: rings of several threads at a time, a handle that
 * another thread frees. And sends without a copy, whose memory the kernel reads after the result.
 */
#include "connections.h"

#define SIZE 4096
#define THREADS 3
#define ROUNDS 200
#define SENDS 10

/* --- threads ------------------------------------------------------------------------------- */

static atomic_int frees;

static void count_free(void *data, void *arg)
{
    (void)arg;
    memset(data, '!', SIZE);
    frees++;
}

static void share_page(struct sring_shared_buf *shared, unsigned char *memory)
{
    struct sring_buf buf;

    frees = 0;
    memset(memory, 's', SIZE);
    assert_int_equal(sring_buf_adopt(&buf, memory, SIZE, count_free, NULL), 0);
    sring_buf_set_length(&buf, SIZE);
    sring_buf_share(&buf, shared);
}

SRING_SEND_SHARED_CALLBACK(on_sent)
{
    int *total = arg;

    *total += sring_send_shared_finish(done) == SIZE ? 1 : 0;
}

/* Sends the memory on its own ring, several times at once. Each round frees a handle. */
static void *sends(void *arg)
{
    struct sring_shared_buf *mine = arg;
    const char *problem = NULL;
    struct sring ring;
    struct sring_fd out;
    int raw[2], total = 0;

    sring_shared_buf_claim(mine);
    if (sring_open(&ring, NULL)) {
        sring_shared_free(mine);
        return "no ring";
    }
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, raw)) {
        sring_shared_free(mine);
        sring_close(&ring);
        return "no sockets";
    }
    sring_fd_adopt(&out, raw[1]);
    for (int i = 0; i < ROUNDS && !problem; i++) {
        struct sring_shared_buf next;
        char got[SIZE];

        sring_shared_copy(&next, mine);
        for (int j = 0; j < SENDS && !problem; j++) {
            problem = sring_send_shared_launch(&ring, &out, mine, NULL, on_sent, &total, NULL)
                          ? "not launched"
                          : NULL;
        }
        sring_shared_free(mine);
        sring_shared_buf_move(mine, &next);
        if (sring_flush(&ring)) {
            problem = "no flush";
        }
        for (int j = 0; j < SENDS && !problem; j++) {
            /* The queue of datagrams is short: completions wait for it to be read. */
            if (recv(raw[0], got, SIZE, 0) != SIZE || got[0] != 's' || got[SIZE - 1] != 's') {
                problem = "other contents";
            }
            (void)sring_poll(&ring);
        }
        if (sring_run(&ring)) {
            problem = "no run";
        }
    }
    problem = !problem && total != ROUNDS * SENDS ? "not all were sent" : problem;
    sring_shared_free(mine);
    sring_fd_close(&ring, &out);
    close(raw[0]);
    sring_close(&ring);
    return (void *)(uintptr_t)problem;
}

static void rings_of_several_threads(void **state)
{
    static unsigned char memory[SIZE];
    struct sring_shared_buf shared, of_thread[THREADS];
    pthread_t ids[THREADS];

    (void)state;
    share_page(&shared, memory);
    for (int i = 0; i < THREADS; i++) {
        struct sring_shared_buf mine;

        sring_shared_copy(&mine, &shared);
        sring_shared_buf_move_stash(&of_thread[i], &mine);
        assert_int_equal(pthread_create(&ids[i], NULL, sends, &of_thread[i]), 0);
    }
    sring_shared_free(&shared);
    for (int i = 0; i < THREADS; i++) {
        join_thread(ids[i]);
    }
    assert_int_equal(frees, 1);
}

static void *frees_handle(void *arg)
{
    struct sring_shared_buf *shared = arg;

    sring_shared_buf_claim(shared);
    sring_shared_free(shared);
    return NULL;
}

/* Another thread frees the last handle while operations begin, are in flight and end. */
static void freed_by_another_thread(void **state)
{
    static unsigned char memory[SIZE];
    struct sring *ring = *state;

    for (int i = 0; i < ROUNDS; i++) {
        struct sring_shared_buf shared, other;
        struct two_fds fds;
        pthread_t id;
        char got[SIZE];
        int total = 0;

        open_socketpair(&fds, SOCK_DGRAM);
        share_page(&shared, memory);
        assert_int_equal(
            sring_send_shared_launch(ring, &fds.out, &shared, NULL, on_sent, &total, NULL), 0);
        sring_shared_buf_move_stash(&other, &shared);
        assert_int_equal(pthread_create(&id, NULL, frees_handle, &other), 0);
        if (i % 2) {
            join_thread(id);
            assert_int_equal(frees, 0);
        }
        assert_int_equal(sring_run(ring), 0);
        if (i % 2 == 0) {
            join_thread(id);
        }
        assert_int_equal(frees, 1);
        assert_int_equal(total, 1);
        assert_int_equal(read(sring_fd_raw(&fds.in), got, SIZE), SIZE);
        assert_int_equal(got[SIZE - 1], 's');
        close_two(ring, &fds);
    }
}

/* --- without a copy ------------------------------------------------------------------------ */

enum ending {
    RELEASE,
    FORGET,
    DETACH,
    CALL_BACK,
    ENDINGS
};

SRING_SEND_ZC_SHARED_CALLBACK(on_sent_zc)
{
    int *calls = arg;

    assert_int_equal(sring_send_zc_shared_release(ring, done), SIZE);
    ++*calls;
}

/* Begins the send and frees the handle. For RELEASE the caller owns `done`. */
static void send_zc(struct sring *ring, const struct sring_fd *fd, struct sring_shared_buf *shared,
                    enum ending ending, struct sring_send_zc_shared_completed *done, int *calls)
{
    struct sring_send_zc_shared_building op;
    struct sring_send_zc_shared_submitted inflight;

    assert_int_equal(sring_send_zc_shared_init(ring, &op, fd, shared), 0);
    sring_shared_free(shared);
    if (ending == CALL_BACK) {
        sring_send_zc_shared_start(ring, &op, on_sent_zc, calls);
        return;
    }
    sring_send_zc_shared_submit(ring, &op, &inflight);
    if (ending == DETACH) {
        sring_send_zc_shared_detach(ring, &inflight);
        return;
    }
    sring_send_zc_shared_wait(ring, &inflight, done);
    assert_int_equal(sring_send_zc_shared_result(done), SIZE);
    if (ending == FORGET) {
        sring_send_zc_shared_forget(ring, done);
    }
}

/* The memory is there until the kernel says that it is done, long after the result. */
static void notified_late(void **state)
{
    static unsigned char memory[SIZE];
    struct sring *ring = *state;

    NEEDS(6, 0, "send_zc");
    for (enum ending ending = RELEASE; ending < ENDINGS; ending++) {
        struct sring_send_zc_shared_completed done;
        struct sring_shared_buf shared;
        struct connection both;
        char got[SIZE];
        int calls = 0;

        connect_both(&both, true);
        share_page(&shared, memory);
        send_zc(ring, &both.sender, &shared, ending, &done, &calls);
        for (int i = 0; i < 20; i++) {
            assert_int_equal(sring_nop_await(ring), 0);
        }
        assert_int_equal(frees, 0);
        assert_int_equal(calls, 0);
        assert_int_equal(in_flight(ring), 1);
        unstuff(&both);
        receive(&both, got, SIZE);
        assert_int_equal(got[0], 's');
        assert_int_equal(got[SIZE - 1], 's');
        if (ending == RELEASE) {
            assert_int_equal(frees, 0);
            assert_int_equal(sring_send_zc_shared_release(ring, &done), SIZE);
        }
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(frees, 1);
        assert_int_equal(calls, ending == CALL_BACK);
        disconnect(ring, &both);
    }
}

/* One memory, several connections: it goes when the last one is done. */
static void several_connections(void **state)
{
    static unsigned char memory[SIZE];
    struct sring_send_zc_shared_completed done[3];
    struct connection both[3];
    struct sring *ring = *state;
    struct sring_shared_buf shared;
    char got[SIZE];

    NEEDS(6, 0, "send_zc");
    share_page(&shared, memory);
    for (int i = 0; i < 3; i++) {
        struct sring_shared_buf mine;

        connect_both(&both[i], true);
        sring_shared_copy(&mine, &shared);
        send_zc(ring, &both[i].sender, &mine, RELEASE, &done[i], NULL);
    }
    sring_shared_free(&shared);
    for (int i = 0; i < 3; i++) {
        unstuff(&both[i]);
        receive(&both[i], got, SIZE);
        assert_int_equal(got[SIZE - 1], 's');
        assert_int_equal(frees, 0);
        assert_int_equal(sring_send_zc_shared_release(ring, &done[i]), SIZE);
        disconnect(ring, &both[i]);
    }
    assert_int_equal(frees, 1);
}

/* The connection ends: so does the kernel's use of the memory, and close does not wait for long. */
static void closed_before_the_notification(void **state)
{
    static unsigned char memory[SIZE];
    struct sring_send_zc_shared_completed done;
    struct sring_shared_buf shared;
    struct connection both;
    struct sring ring;

    (void)state;
    NEEDS(6, 0, "send_zc");
    open_ring(&ring, 8, 64);
    connect_both(&both, true);
    share_page(&shared, memory);
    send_zc(&ring, &both.sender, &shared, RELEASE, &done, NULL);
    sring_send_zc_shared_completed_stash(&done);
    assert_int_equal(frees, 0);
    close(both.receiver);
    sring_fd_close(&ring, &both.sender);
    sring_close(&ring);
    assert_int_equal(frees, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_of_several_threads),
        RING_TEST(freed_by_another_thread),
        RING_TEST(notified_late),
        SMALL_RING_TEST(notified_late),
        RING_TEST(several_connections),
        cmocka_unit_test(closed_before_the_notification),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
