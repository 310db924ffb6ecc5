/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of operations that wait for a time or an event, and of cancel_fd.
 */
#include "claims.h"

static int timeout_of(struct sring *ring, uint64_t ns, uint32_t flags, bool cancel)
{
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;

    assert_int_equal(sring_timeout_init(ring, &op, ns), 0);
    sring_timeout_set_flags(&op, flags);
    sring_timeout_submit(ring, &op, &inflight);
    if (cancel) {
        sring_timeout_cancel(ring, &inflight, &done);
    } else {
        sring_timeout_wait(ring, &inflight, &done);
    }
    return sring_timeout_finish(&done);
}

static void timeouts(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;
    int rc = 0, seen = 0;

    CLAIM(timeout, ETIME, timeout_of(ring, MILLISECOND, 0, false));
    CLAIM(timeout, EINVAL, timeout_of(ring, MILLISECOND, 4 | 8, false));
    CLAIM(timeout, ECANCELED, timeout_of(ring, 3600000 * MILLISECOND, 0, true));
    CLAIM(timeout_multishot, EINVAL, sring_timeout_multishot_init(ring, &op, 99999));
    assert_int_equal(sring_timeout_multishot_init(ring, &op, MILLISECOND), 0);
    sring_timeout_multishot_set_times(&op, 3);
    sring_timeout_multishot_submit(ring, &op, &stream);
    while (!(rc = sring_timeout_multishot_next(ring, &stream))) {
        seen++;
    }
    CLAIM(timeout_multishot, ETIME, rc);
    assert_int_equal(seen, has_op("timeout_multishot") ? 2 : 0);
    sring_timeout_multishot_end(ring, &stream);
}

/* Streams that the program cancels with everything else. */
static void cancelled_streams(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_multishot_building time;
    struct sring_timeout_multishot_streaming times;
    struct sring_poll_multishot_building poll;
    struct sring_poll_multishot_streaming polls;
    struct sring_accept_multishot_building accept;
    struct sring_accept_multishot_streaming accepts;
    struct sockaddr_storage address;
    struct sring_fd listener, made;
    uint32_t events;
    socklen_t length;

    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(sring_timeout_multishot_init(ring, &time, 3600000 * MILLISECOND), 0);
    sring_timeout_multishot_submit(ring, &time, &times);
    assert_int_equal(sring_poll_multishot_init(ring, &poll, &listener, POLLIN), 0);
    sring_poll_multishot_submit(ring, &poll, &polls);
    assert_int_equal(sring_accept_multishot_init(ring, &accept, &listener), 0);
    sring_accept_multishot_submit(ring, &accept, &accepts);
    assert_int_equal(sring_cancel_all(ring), 0);
    CLAIM(timeout_multishot, ECANCELED, sring_timeout_multishot_next(ring, &times));
    CLAIM(poll_multishot, ECANCELED, sring_poll_multishot_next(ring, &polls, &events));
    CLAIM(accept_multishot, ECANCELED, sring_accept_multishot_next(ring, &accepts, &made));
    sring_timeout_multishot_end(ring, &times);
    sring_poll_multishot_end(ring, &polls);
    sring_accept_multishot_end(ring, &accepts);
    sring_fd_close(ring, &listener);
}

static void polls(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    uint32_t events;

    CLAIM(poll_add, EBADF, sring_poll_add_await(ring, no_file(), POLLIN));
    assert_int_equal(sring_poll_multishot_init(ring, &op, no_file(), POLLIN), 0);
    sring_poll_multishot_submit(ring, &op, &stream);
    CLAIM(poll_multishot, EBADF, sring_poll_multishot_next(ring, &stream, &events));
    sring_poll_multishot_end(ring, &stream);
}

static void cancels(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight[3];
    struct sring_poll_add_completed done;
    struct ends pipe = keep_pipe_in(ring, 0);

    CLAIM(cancel_fd, EBADF, sring_cancel_fd_await(ring, no_file()));
    if (!has_op("cancel_fd")) {
        return;
    }
    assert_int_equal(sring_cancel_fd_await(ring, pipe.fd), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_poll_add_init(ring, &op, pipe.fd, POLLIN), 0);
        sring_poll_add_submit(ring, &op, &inflight[i]);
        sring_poll_add_submitted_stash(&inflight[i]);
    }
    assert_int_equal(sring_cancel_fd_await(ring, pipe.fd), 3);
    for (int i = 0; i < 3; i++) {
        sring_poll_add_submitted_claim(&inflight[i]);
        sring_poll_add_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_poll_add_finish(&done), -ECANCELED);
    }
}

const struct CMUnitTest wait_tests[] = {
    CLAIM_TEST(timeouts),
    CLAIM_TEST(cancelled_streams),
    CLAIM_TEST(polls),
    CLAIM_TEST(cancels),
    {0},
};
