/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations without a buffer, some with values that the library copies: an address, a timespec.
 */
#include "random.h"

#define PLAIN(op, ...)                                                                             \
    static const struct kind kind_##op;                                                            \
    static void on_##op(struct sring *ring, struct sring_##op##_completed *done, void *arg)        \
    {                                                                                              \
        (void)ring;                                                                                \
        assert_true(sring_##op##_finish(done) >= -200);                                            \
        called_back(arg);                                                                          \
    }                                                                                              \
    static void begin_##op(struct place *place)                                                    \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        if (!begun(sring_##op##_init(__VA_ARGS__))) {                                              \
            vacate(place);                                                                         \
            return;                                                                                \
        }                                                                                          \
        SOMETIMES_TIMED(op);                                                                       \
        occupy(place, &kind_##op, one_in(3));                                                      \
        if (place->calls_back) {                                                                   \
            place->ticket = sring_##op##_start(ring, &building, on_##op, place);                   \
        } else {                                                                                   \
            sring_##op##_submit(ring, &building, &place->handle.op);                               \
            place->ticket = sring_##op##_ticket(&place->handle.op);                                \
            sring_##op##_submitted_stash(&place->handle.op);                                       \
        }                                                                                          \
    }                                                                                              \
    static void end_##op(struct place *place)                                                      \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        sring_##op##_submitted_claim(&place->handle.op);                                           \
        switch (choose_ending(sring_##op##_ready(ring, &place->handle.op))) {                      \
        case DETACH:                                                                               \
            sring_##op##_detach(ring, &place->handle.op);                                          \
            vacate(place);                                                                         \
            return;                                                                                \
        case CANCEL:                                                                               \
            sring_##op##_cancel(ring, &place->handle.op, &done);                                   \
            break;                                                                                 \
        default:                                                                                   \
            sring_##op##_wait(ring, &place->handle.op, &done);                                     \
        }                                                                                          \
        assert_true(sring_##op##_finish(&done) >= -200);                                           \
        vacate(place);                                                                             \
    }                                                                                              \
    static const struct kind kind_##op = {#op, begin_##op, end_##op};

/* A socket for one operation, closed at its end. If the operation is detached, it is closed before.
 */
static struct sring_fd *client(struct place *place)
{
    static struct sring_fd fd;

    place->raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sring_fd_adopt(&fd, place->raw);
    return &fd;
}

PLAIN(nop, ring, &building)
PLAIN(timeout, ring, &building, pick(1000000))
PLAIN(poll_add, ring, &building, &world.pipe.in, POLLIN)
PLAIN(connect, ring, &building, client(place), (struct sockaddr *)&world.address,
      world.address_length)

const struct kind *any_plain(void)
{
    static const struct kind *const kinds[] = {
        &kind_nop, &kind_timeout, &kind_poll_add, &kind_connect, &kind_connect, &kind_connect,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]))];
}
