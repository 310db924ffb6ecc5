/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches of several kinds, of which some are taken out, and await_each. What a batch waits for
 * must end by itself.
 */
#include "random.h"

struct entry {
    bool (*add)(struct sring_batch_building *batch);
    void (*take)(struct sring_batch_completed *batch, uint32_t index);
};

static bool add_read_at(struct sring_batch_building *batch)
{
    struct sring_read_at_building op;
    struct sring_buf buf;

    if (!begun(sring_read_at_init(&world.ring, &op, &world.file, pick(100)))) {
        return false;
    }
    take_buffer(&buf);
    sring_read_at_add(&world.ring, batch, &op, &buf);
    return true;
}

static void take_read_at(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_read_at_completed done;
    struct sring_buf buf;
    int result;

    sring_read_at_take(&world.ring, batch, index, &done);
    result = sring_read_at_finish(&done, &buf);
    give_buffer(&buf, result);
}

static bool add_send_zc(struct sring_batch_building *batch)
{
    struct sring_send_zc_building op;
    struct sring_buf buf;

    if (!begun(sring_send_zc_init(&world.ring, &op, &world.datagram.out))) {
        return false;
    }
    take_buffer(&buf);
    sring_send_zc_add(&world.ring, batch, &op, &buf);
    return true;
}

static void take_send_zc(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_send_zc_completed done;

    sring_send_zc_take(&world.ring, batch, index, &done);
    sring_send_zc_forget(&world.ring, &done);
}

static bool add_openat(struct sring_batch_building *batch)
{
    struct sring_openat_building op;

    if (!begun(sring_openat_init(&world.ring, &op, "/dev/null", O_RDONLY | O_CLOEXEC, 0))) {
        return false;
    }
    sring_openat_add(&world.ring, batch, &op);
    return true;
}

static void take_openat(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_openat_completed done;
    struct sring_fd fd;
    int rc;

    sring_openat_take(&world.ring, batch, index, &done);
    rc = sring_openat_finish(&done, &fd);
    if (rc == 0) {
        give_file(&fd);
    }
}

static bool add_openat_direct(struct sring_batch_building *batch)
{
    struct sring_openat_direct_building op;

    if (!begun(sring_openat_direct_init(&world.ring, &op, "/dev/null", O_RDONLY, 0))) {
        return false;
    }
    sring_openat_direct_add(&world.ring, batch, &op);
    return true;
}

static void take_openat_direct(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_openat_direct_completed done;
    struct sring_direct_fd fd;
    int rc;

    sring_openat_direct_take(&world.ring, batch, index, &done);
    rc = sring_openat_direct_finish(&done, &fd);
    if (rc == 0) {
        give_direct(&fd);
    }
}

static bool add_timeout(struct sring_batch_building *batch)
{
    struct sring_timeout_building op;

    if (!begun(sring_timeout_init(&world.ring, &op, pick(300000)))) {
        return false;
    }
    sring_timeout_add(&world.ring, batch, &op);
    return true;
}

static void take_timeout(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_timeout_completed done;

    sring_timeout_take(&world.ring, batch, index, &done);
    assert_int_equal(sring_timeout_finish(&done), -ETIME);
}

static const struct entry entries[] = {
    {add_read_at, take_read_at}, {add_send_zc, take_send_zc},
    {add_openat, take_openat},   {add_openat_direct, take_openat_direct},
    {add_timeout, take_timeout},
};

static void begin_batch(struct place *place)
{
    struct batch *batch = &place->handle.batch;
    struct sring_batch_building building;
    uint32_t room = 1 + pick(BATCH_ROOM);
    uint32_t count = 0;

    assert_int_equal(sring_batch_init(&world.ring, &building, room), 0);
    while (count < room && !one_in(10)) {
        batch->entries[count] = pick(sizeof(entries) / sizeof(entries[0]));
        if (!entries[batch->entries[count]].add(&building)) {
            break;
        }
        count++;
    }
    sring_batch_submit(&world.ring, &building, &batch->inflight);
    sring_batch_submitted_stash(&batch->inflight);
    occupy(place, &batch_kind, false);
}

static void end_batch(struct place *place)
{
    struct batch *batch = &place->handle.batch;
    struct sring_batch_completed done;

    sring_batch_submitted_claim(&batch->inflight);
    drain_receivers();
    sring_batch_wait(&world.ring, &batch->inflight, &done);
    for (uint32_t i = 0; i < sring_batch_count(&done); i++) {
        if (!one_in(4)) {
            entries[batch->entries[i]].take(&done, i);
        }
    }
    sring_batch_finish(&world.ring, &done);
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
