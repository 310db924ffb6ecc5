/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations whose result is a file or a lent buffer. Files are closed at once, or by an operation
 * that is waited for, left to a callback, detached or cancelled.
 */
#include "random.h"

#include <linux/openat2.h>

static bool may_begin(int rc)
{
    assert_true(rc == 0 || rc == -EAGAIN || rc == -ECANCELED || rc == -ENOMEM);
    return rc == 0;
}

#define CLOSER(op, file, otherwise)                                                                \
    static void on_##op(struct sring *ring, struct sring_##op##_completed *done, void *arg)        \
    {                                                                                              \
        (void)ring;                                                                                \
        (void)arg;                                                                                 \
        (void)sring_##op##_finish(done);                                                           \
        world.callbacks_run++;                                                                     \
    }                                                                                              \
    static void close_by_##op(struct file *fd)                                                     \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        if (!may_begin(sring_##op##_init(ring, &building))) {                                      \
            otherwise(ring, fd);                                                                   \
            return;                                                                                \
        }                                                                                          \
        if (one_in(3)) {                                                                           \
            world.callbacks_due++;                                                                 \
            sring_##op##_start(ring, &building, fd, on_##op, NULL);                                \
            return;                                                                                \
        }                                                                                          \
        sring_##op##_submit(ring, &building, fd, &inflight);                                       \
        switch (choose_ending(true)) {                                                             \
        case DETACH:                                                                               \
            sring_##op##_detach(ring, &inflight);                                                  \
            return;                                                                                \
        case CANCEL:                                                                               \
            sring_##op##_cancel(ring, &inflight, &done);                                           \
            break;                                                                                 \
        default:                                                                                   \
            sring_##op##_wait(ring, &inflight, &done);                                             \
        }                                                                                          \
        (void)sring_##op##_finish(&done);                                                          \
    }

CLOSER(close, sring_fd, sring_fd_close)
CLOSER(close_direct, sring_direct_fd, sring_direct_fd_unregister)

void give_file(struct sring_fd *fd)
{
    if (one_in(2)) {
        sring_fd_close(&world.ring, fd);
    } else {
        close_by_close(fd);
    }
}

void give_direct(struct sring_direct_fd *fd)
{
    if (one_in(2)) {
        sring_direct_fd_unregister(&world.ring, fd);
    } else {
        close_by_close_direct(fd);
    }
}

#define MAKER(op, file, give, ...)                                                                 \
    static const struct kind kind_##op;                                                            \
    static void finish_##op(struct sring_##op##_completed *done)                                   \
    {                                                                                              \
        struct file fd;                                                                            \
        int rc = sring_##op##_finish(done, &fd);                                                   \
                                                                                                   \
        assert_true(rc <= 0 && rc >= -200);                                                        \
        if (rc == 0) {                                                                             \
            give(&fd);                                                                             \
        }                                                                                          \
    }                                                                                              \
    static void on_##op##_done(struct sring *ring, struct sring_##op##_completed *done, void *arg) \
    {                                                                                              \
        (void)ring;                                                                                \
        finish_##op(done);                                                                         \
        called_back(arg);                                                                          \
    }                                                                                              \
    static void begin_##op(struct place *place)                                                    \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        if (!begun(sring_##op##_init(ring, &building, __VA_ARGS__))) {                             \
            return;                                                                                \
        }                                                                                          \
        if (one_in(20)) {                                                                          \
            sring_##op##_abandon(ring, &building);                                                 \
            return;                                                                                \
        }                                                                                          \
        SOMETIMES_TIMED(op);                                                                       \
        occupy(place, &kind_##op, one_in(3));                                                      \
        if (place->calls_back) {                                                                   \
            place->ticket = sring_##op##_start(ring, &building, on_##op##_done, place);            \
        } else {                                                                                   \
            sring_##op##_submit(ring, &building, &place->handle.op);                               \
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
        vacate(place);                                                                             \
        finish_##op(&done);                                                                        \
    }                                                                                              \
    static const struct kind kind_##op = {#op, begin_##op, end_##op};

/* Some of them do not exist. */
static const char *any_path(void)
{
    return one_in(4) ? "/dev/null/none" : "/dev/null";
}

static const struct open_how read_only = {.flags = O_RDONLY | O_CLOEXEC};

MAKER(accept, sring_fd, give_file, &world.listener)
MAKER(openat, sring_fd, give_file, any_path(), O_RDONLY | O_CLOEXEC, 0)
MAKER(openat2, sring_fd, give_file, any_path(), &read_only)
MAKER(socket, sring_fd, give_file, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)
MAKER(accept_direct, sring_direct_fd, give_direct, &world.listener)
MAKER(openat_direct, sring_direct_fd, give_direct, any_path(), O_RDONLY, 0)
MAKER(socket_direct, sring_direct_fd, give_direct, AF_UNIX, SOCK_STREAM, 0)
MAKER(recv_provided, sring_lent_buf, give_item, &world.stream.in, any_group(true))
MAKER(read_provided, sring_lent_buf, give_item, &world.pipe.in, any_group(false))

const struct kind *any_maker(void)
{
    static const struct kind *const kinds[] = {
        &kind_accept,        &kind_openat,        &kind_openat2,
        &kind_socket,        &kind_accept_direct, &kind_openat_direct,
        &kind_socket_direct, &kind_recv_provided, &kind_read_provided,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]) - (have_groups() ? 0 : 2))];
}
