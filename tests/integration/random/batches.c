/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches of operations of several kinds, in any order, some of them taken out; and await_each. The
 * operations of a batch must end by themselves.
 */
#include "random.h"

/* Makes the operation added last wait for others. */
static void put_in_order(struct sring_batch_building *batch, uint32_t count)
{
    if (count > 1 && one_in(4)) {
        assert_int_equal(sring_batch_after(batch, count - 1, pick(count - 1)), 0);
    }
    switch (pick(6)) {
    case 0:
    case 1:
        sring_batch_link(batch);
        break;
    case 2:
        sring_batch_hardlink(batch);
        break;
    default:
        break;
    }
}

static void end_completed(struct place *place, struct sring_batch_completed *done)
{
    const struct batch *batch = &place->handle.batch;

    for (uint32_t i = 0; i < sring_batch_count(done); i++) {
        if (!one_in(4)) {
            members[batch->members[i]].take(done, i);
        }
    }
    sring_batch_finish(&world.ring, done);
}

SRING_BATCH_CALLBACK(on_batch)
{
    end_completed(arg, done);
    called_back(arg);
}

static void submit(struct place *place)
{
    struct batch *batch = &place->handle.batch;

    sring_batch_building_claim(&batch->building);
    if (place->calls_back) {
        place->ticket = sring_batch_start(&world.ring, &batch->building, on_batch, place);
        return;
    }
    sring_batch_submit(&world.ring, &batch->building, &batch->inflight);
    place->ticket = sring_batch_ticket(&batch->inflight);
    sring_batch_submitted_stash(&batch->inflight);
    batch->submitted = true;
}

/* A send_zc is done when its bytes are received. The receive must not begin during this wait, so a
 * send_zc is only taken first. */
static void begin_batch(struct place *place)
{
    struct batch *batch = &place->handle.batch;
    uint32_t room = 1 + pick(BATCH_ROOM);
    uint32_t count = 0;

    batch->submitted = false;
    assert_int_equal(sring_batch_init(&world.ring, &batch->building, room), 0);
    while (count < room && !one_in(10)) {
        batch->members[count] = pick(count > 0 ? MEMBERS - 1 : MEMBERS);
        if (!members[batch->members[count]].add(&batch->building)) {
            break;
        }
        put_in_order(&batch->building, ++count);
    }
    if (one_in(5)) {
        sring_batch_set_fail_fast(&batch->building);
    }
    sring_batch_building_stash(&batch->building);
    occupy(place, &batch_kind, one_in(3));
    if (place->calls_back || !one_in(4)) {
        submit(place);
    }
}

static void end_batch(struct place *place)
{
    struct batch *batch = &place->handle.batch;
    struct sring_batch_completed done;

    if (!batch->submitted && one_in(2)) {
        submit(place);
        if (one_in(2)) {
            return;
        }
    }
    if (batch->submitted) {
        sring_batch_submitted_claim(&batch->inflight);
        drain_receivers();
        switch (choose_ending(sring_batch_ready(&world.ring, &batch->inflight))) {
        case DETACH:
            sring_batch_detach(&world.ring, &batch->inflight);
            vacate(place);
            return;
        case CANCEL:
            sring_batch_cancel(&world.ring, &batch->inflight, &done);
            break;
        default:
            sring_batch_wait(&world.ring, &batch->inflight, &done);
        }
    } else {
        sring_batch_building_claim(&batch->building);
        sring_batch_abandon(&world.ring, &batch->building, &done);
    }
    end_completed(place, &done);
    vacate(place);
}

const struct kind batch_kind = {"batch", begin_batch, end_batch};

void await_many(void)
{
    enum {
        MOST = 40
    };
    struct sring_read_at_item items[MOST];
    uint32_t count = pick(MOST);
    struct sring_buf buf;
    int rc;

    assert_int_equal(sring_buf_alloc(&buf, MOST * 4), 0);
    for (uint32_t i = 0; i < count; i++) {
        items[i].offset = pick(30);
    }
    rc = sring_read_at_await_each(&world.ring, &world.file, &buf, 4, items, count);
    assert_true(rc == 0 || rc == -EAGAIN);
    for (uint32_t i = 0; i < count && rc == 0; i++) {
        assert_int_equal(items[i].result, 4);
    }
    sring_buf_free(&buf);
}
