/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a fiber does between its beginning and its end, except making others.
 */
#include "programs.h"

/* --- buffers -------------------------------------------------------------------------------- */

static void count_free(void *data, void *arg)
{
    (void)arg;
    free(data);
    program.buffers_freed++;
}

static void new_counted(struct sring_buf *buf)
{
    void *data = malloc(BYTES);

    assert_non_null(data);
    memset(data, 'f', BYTES);
    assert_int_equal(sring_buf_adopt(buf, data, BYTES, count_free, NULL), 0);
    program.buffers_made++;
}

/* --- transfers ------------------------------------------------------------------------------ */

static bool read_some(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc = sring_read_init(ring, &op, &program.pipe.in);

    if (rc) {
        return goes_on(actor, cancelled, rc);
    }
    assert_false(cancelled);
    if (sring_read_set_timeout(ring, &op, short_time())) {
        sring_read_abandon(ring, &op);
        return true;
    }
    new_counted(&buf);
    sring_read_submit(ring, &op, &buf, &inflight);
    if (once_in(4)) {
        sring_yield(ring);
    }
    switch (choose(4)) {
    case 0:
        sring_read_detach(ring, &inflight);
        return true;
    case 1:
        sring_read_cancel(ring, &inflight, &done);
        rc = sring_read_finish(&done, &buf);
        rc = rc == -ECANCELED ? 0 : rc;
        break;
    default:
        sring_read_wait(ring, &inflight, &done);
        rc = sring_read_finish(&done, &buf);
    }
    sring_buf_free(&buf);
    return goes_on(actor, false, rc);
}

/* The pipe has room for all of them. */
static bool write_some(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_buf buf;
    int rc;

    new_counted(&buf);
    sring_buf_set_length(&buf, 1 + choose(BYTES));
    rc = sring_write_await(ring, &program.pipe.out, &buf);
    sring_buf_free(&buf);
    return goes_on(actor, cancelled, rc);
}

static bool open_and_close(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_fd file;
    int rc = sring_openat_await(ring, "/dev/null", O_RDONLY | O_CLOEXEC, 0, &file);

    if (rc) {
        return goes_on(actor, cancelled, rc);
    }
    assert_false(cancelled);
    if (once_in(2)) {
        sring_yield(ring);
    }
    sring_fd_close(ring, &file);
    return true;
}

/* --- batches, streams, callbacks ------------------------------------------------------------ */

static bool run_batch(struct sring *ring, const struct actor *actor)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_timeout_building op;
    int rc = sring_batch_init(ring, &batch, 3);

    assert_int_equal(rc, 0);
    for (uint32_t i = choose(4); i && !rc; i--) {
        const bool cancelled = actor->cancelled;

        rc = sring_timeout_init(ring, &op, short_time());
        if (!rc) {
            assert_false(cancelled);
            sring_timeout_add(ring, &batch, &op);
        }
    }
    if (rc) {
        sring_batch_abandon(ring, &batch, &done);
    } else {
        sring_batch_submit(ring, &batch, &inflight);
        if (once_in(4)) {
            sring_batch_cancel(ring, &inflight, &done);
        } else {
            sring_batch_wait(ring, &inflight, &done);
        }
    }
    sring_batch_finish(ring, &done);
    return goes_on(actor, false, rc);
}

static bool take_ticks(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;
    int rc = sring_timeout_multishot_init(ring, &op, 100000 + short_time());

    if (rc) {
        return rc == -EOPNOTSUPP || goes_on(actor, cancelled, rc);
    }
    assert_false(cancelled);
    sring_timeout_multishot_submit(ring, &op, &stream);
    for (uint32_t i = choose(5); i && !rc; i--) {
        rc = sring_timeout_multishot_next(ring, &stream);
    }
    assert_true(!rc || rc == -ETIME || rc == -EINVAL || may_be_cancelled(actor));
    sring_timeout_multishot_end(ring, &stream);
    return true;
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    (void)sring_timeout_finish(done);
    program.callbacks_run++;
    if (once_in(3)) {
        cancel_someone(ring);
    }
}

static bool start_timeout(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_timeout_building op;
    int rc = sring_timeout_init(ring, &op, short_time());

    if (rc) {
        return goes_on(actor, cancelled, rc);
    }
    assert_false(cancelled);
    program.callbacks_due++;
    program.timer = sring_timeout_start(ring, &op, on_timeout, NULL);
    return true;
}

static bool wait_for_timer(struct sring *ring, const struct actor *actor)
{
    const struct sring_ticket timer = program.timer;
    const bool cancelled = actor->cancelled;
    uint32_t which;

    return !timer.number_ ||
           goes_on(actor, cancelled, sring_wait_any(ring, &timer, 1, SRING_FOREVER, &which));
}

/* Fibers may wait for each other, and for themselves: each of these waits has an end. */
static bool wait_for_someone(struct sring *ring, const struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_ticket tickets[2];
    uint32_t which;
    int rc;

    for (int i = 0; i < 2; i++) {
        const struct actor *other = program.live[choose(program.begun)];

        tickets[i] = other && other->ticket.number_ ? other->ticket : actor->ticket;
    }
    if (!tickets[0].number_ || !tickets[1].number_) {
        return true; /* a member of a scope has none */
    }
    rc = sring_wait_any(ring, tickets, 2, short_time(), &which);
    return goes_on(actor, cancelled, rc);
}

/* --- all ------------------------------------------------------------------------------------ */

/* What does not park. */
static bool do_at_once(struct sring *ring)
{
    switch (choose(4)) {
    case 0:
        assert_true(sring_poll(ring) >= 0);
        break;
    case 1:
        assert_int_equal(sring_run_once(ring, 1), -EDEADLK);
        break;
    case 2:
        assert_int_equal(sring_flush(ring), 0);
        break;
    default:
        cancel_someone(ring);
    }
    return true;
}

bool step(struct sring *ring, struct actor *actor)
{
    const bool cancelled = actor->cancelled;

    switch (choose(17)) {
    case 0:
        return goes_on(actor, cancelled, sring_sleep(ring, short_time()));
    case 1:
        sring_yield(ring);
        return true;
    case 2:
        return goes_on(actor, cancelled, sring_nop_await(ring));
    case 3:
        return read_some(ring, actor);
    case 4:
        return write_some(ring, actor);
    case 5:
        return open_and_close(ring, actor);
    case 6:
        return run_batch(ring, actor);
    case 7:
        return take_ticks(ring, actor);
    case 8:
        return start_timeout(ring, actor);
    case 9:
        return do_at_once(ring);
    case 10:
        return once_in(3) ? wait_for_timer(ring, actor) : wait_for_someone(ring, actor);
    default:
        return have_children(ring, actor);
    }
}
