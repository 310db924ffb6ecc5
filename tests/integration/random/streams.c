/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Multishot operations: asked for items, ended, or left to the closing ring.
 */
#include "random.h"

/* `next(ring, stream)` takes an item and disposes of it; it returns what the operation's next does.
 * `rearm(building)` is set_rearm. */
#define STREAM(op, next, rearm, ...)                                                               \
    static const struct kind kind_##op;                                                            \
    static void begin_##op(struct place *place)                                                    \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        if (!begun(sring_##op##_init(ring, &building, __VA_ARGS__))) {                             \
            return;                                                                                \
        }                                                                                          \
        if (one_in(2)) {                                                                           \
            rearm(&building);                                                                      \
        }                                                                                          \
        if (one_in(20)) {                                                                          \
            sring_##op##_abandon(ring, &building);                                                 \
            return;                                                                                \
        }                                                                                          \
        occupy(place, &kind_##op, one_in(3));                                                      \
        if (place->calls_back) {                                                                   \
            place->ticket = sring_##op##_start(ring, &building, on_##op, on_end, place);           \
            return;                                                                                \
        }                                                                                          \
        sring_##op##_submit(ring, &building, &place->handle.op);                                   \
        place->ticket = sring_##op##_ticket(&place->handle.op);                                    \
        sring_##op##_streaming_stash(&place->handle.op);                                           \
    }                                                                                              \
    static void end_##op(struct place *place)                                                      \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        bool ended = one_in(4);                                                                    \
                                                                                                   \
        sring_##op##_streaming_claim(&place->handle.op);                                           \
        if (sring_##op##_ready(ring, &place->handle.op) && one_in(2)) {                            \
            ended |= next(ring, &place->handle.op) != 0;                                           \
        }                                                                                          \
        if (ended) {                                                                               \
            sring_##op##_end(ring, &place->handle.op);                                             \
            vacate(place);                                                                         \
        } else {                                                                                   \
            sring_##op##_streaming_stash(&place->handle.op);                                       \
        }                                                                                          \
    }                                                                                              \
    static const struct kind kind_##op = {#op, begin_##op, end_##op};

static void on_end(struct sring *ring, int rc, void *arg)
{
    (void)ring;
    assert_true(rc < 0);
    called_back(arg);
}

SRING_ACCEPT_MULTISHOT_ITEM_CALLBACK(on_accept_multishot)
{
    give_file(item);
}

SRING_POLL_MULTISHOT_ITEM_CALLBACK(on_poll_multishot)
{
    assert_true(events & POLLIN);
}

SRING_TIMEOUT_MULTISHOT_ITEM_CALLBACK(on_timeout_multishot)
{
    if (one_in(10)) {
        sring_stop(ring);
    }
}

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_recv_multishot)
{
    give_item(item);
}

SRING_READ_MULTISHOT_ITEM_CALLBACK(on_read_multishot)
{
    give_item(item);
}

static int next_connection(struct sring *ring, struct sring_accept_multishot_streaming *stream)
{
    struct sring_fd fd;
    int rc = sring_accept_multishot_next(ring, stream, &fd);

    if (rc == 0) {
        give_file(&fd);
    }
    return rc;
}

static int next_event(struct sring *ring, struct sring_poll_multishot_streaming *stream)
{
    uint32_t events = 0;
    int rc = sring_poll_multishot_next(ring, stream, &events);

    assert_true(rc || events & POLLIN);
    return rc;
}

/* Such a stream ends when there are no buffers, or when
 * the group was closed. */
#define NEXT_ITEM(op)                                                                              \
    static int next_##op(struct sring *ring, struct sring_##op##_streaming *stream)                \
    {                                                                                              \
        struct sring_lent_buf item;                                                                \
        int rc = sring_##op##_next(ring, stream, &item);                                           \
                                                                                                   \
        if (rc == 0) {                                                                             \
            give_item(&item);                                                                      \
        }                                                                                          \
        return rc;                                                                                 \
    }
NEXT_ITEM(recv_multishot)
NEXT_ITEM(read_multishot)

STREAM(accept_multishot, next_connection, sring_accept_multishot_set_rearm, &world.listener)
STREAM(poll_multishot, next_event, sring_poll_multishot_set_rearm, &world.pipe.in, POLLIN)
STREAM(timeout_multishot, sring_timeout_multishot_next, (void), 200000 + pick(1000000))
STREAM(recv_multishot, next_recv_multishot, sring_recv_multishot_set_rearm, &world.stream.in,
       any_group(true))
STREAM(read_multishot, next_read_multishot, sring_read_multishot_set_rearm, &world.pipe.in,
       any_group(true))

const struct kind *any_stream(void)
{
    static const struct kind *const kinds[] = {
        &kind_accept_multishot, &kind_poll_multishot, &kind_timeout_multishot,
        &kind_recv_multishot,   &kind_read_multishot,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]) - (have_groups() ? 0 : 2))];
}
