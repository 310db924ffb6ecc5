/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations that move no bytes: on paths, files and sockets, and nop.
 */
#include "links.h"

#include <linux/openat2.h>
#include <netinet/in.h>
#include <sys/stat.h>

#define NONE "/nowhere/nothing"

#define ADDER(op, ...)                                                                             \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        (void)situation;                                                                           \
        assert_int_equal(sring_##op##_init(__VA_ARGS__), 0);                                       \
        sring_##op##_add(ring, batch, &building);                                                  \
    }
#define MAKES(op, type, close)                                                                     \
    static int take_##op(struct sring *ring, struct sring_batch_completed *done, uint32_t index)   \
    {                                                                                              \
        struct sring_##op##_completed taken;                                                       \
        struct type made;                                                                          \
        int rc;                                                                                    \
                                                                                                   \
        sring_##op##_take(ring, done, index, &taken);                                              \
        rc = sring_##op##_finish(&taken, &made);                                                   \
        if (!rc) {                                                                                 \
            close(ring, &made);                                                                    \
        }                                                                                          \
        return rc;                                                                                 \
    }

static const struct sring_fd *file_or_pipe(enum situation situation)
{
    return situation == WRONG ? keep_pair(0, false).near : keep_file("content");
}

static const struct sring_fd *socket_or_file(enum situation situation)
{
    struct sockaddr_storage address;
    struct sring_fd fd;
    socklen_t length;

    if (situation == WRONG) {
        return keep_file("");
    }
    listen_on(&fd, AF_INET, &address, &length);
    return keep_waiting(sring_fd_release(&fd));
}

static const char *a_path(enum situation situation, const char *right)
{
    return situation == WRONG ? NONE : situation == BAD_FLAGS ? "" : right;
}

/* The address of a port without a listener. */
static const struct sockaddr *nobody(void)
{
    static struct sockaddr_in address = {.sin_family = AF_INET};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(1);
    return (const struct sockaddr *)&address;
}

static const struct open_how read_only = {.flags = O_RDONLY | O_CLOEXEC};

ADDER(nop, ring, &building)
ADDER(fallocate, ring, &building, file_or_pipe(situation), 0, 0, 100)
ADDER(renameat, ring, &building, a_path(situation, NONE), NONE, 0)
ADDER(unlinkat, ring, &building, a_path(situation, NONE), 0)
ADDER(mkdirat, ring, &building, situation == WRONG ? "/tmp" : "", 0700)
ADDER(statx, ring, &building, a_path(situation, "/"), 0, STATX_BASIC_STATS)
ADDER(openat, ring, &building, a_path(situation, "/"), O_RDONLY | O_CLOEXEC, 0)
ADDER(openat2, ring, &building, a_path(situation, "/"), &read_only)
ADDER(openat_direct, ring, &building, a_path(situation, "/"), O_RDONLY, 0)
ADDER(shutdown, ring, &building, socket_or_file(situation), situation == BAD_FLAGS ? 9 : SHUT_RD)
ADDER(socket, ring, &building, situation == WRONG ? 99 : AF_UNIX, SOCK_STREAM, 0)
ADDER(socket_direct, ring, &building, situation == WRONG ? 99 : AF_UNIX, SOCK_STREAM, 0)
ADDER(accept, ring, &building, socket_or_file(situation))
ADDER(accept_direct, ring, &building, socket_or_file(situation))
ADDER(connect, ring, &building,
      situation == WRONG ? keep_file("") : keep(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      nobody(), sizeof(struct sockaddr_in))
ADDER(poll_add, ring, &building, keep_pair(0, situation == CANCELLED).near,
      situation == CANCELLED ? POLLIN : POLLIN | POLLHUP)
ADDER(cancel_fd, ring, &building, keep_file(""))

/* WRONG: neither file is a pipe. */
static void add_one_splice(struct sring *ring, struct sring_batch_building *batch,
                           enum situation situation)
{
    struct sring_splice_building building;
    struct ends pipe = keep_pair(0, false);
    const struct sring_fd *file = keep_file(""), *source = situation == WRONG ? file : pipe.near;

    assert_int_equal(write(pipe.far, "content", 7), 7);
    assert_int_equal(sring_splice_init(ring, &building, file, source, UINT64_MAX, 0,
                                       situation == SHORT ? 8 : 7, 0),
                     0);
    sring_splice_add(ring, batch, &building);
}

/* WRONG: the written file is not a pipe. */
static void add_one_tee(struct sring *ring, struct sring_batch_building *batch,
                        enum situation situation)
{
    struct sring_tee_building building;
    struct ends from = keep_pair(0, false);
    const struct sring_fd *to = keep(fcntl(keep_pair(0, false).far, F_DUPFD_CLOEXEC, 0));

    assert_int_equal(write(from.far, "content", 7), 7);
    assert_int_equal(sring_tee_init(ring, &building, situation == WRONG ? keep_file("") : to,
                                    from.near, situation == SHORT ? 8 : 7, 0),
                     0);
    sring_tee_add(ring, batch, &building);
}

static void add_one_fsync(struct sring *ring, struct sring_batch_building *batch,
                          enum situation situation)
{
    struct sring_fsync_building building;

    assert_int_equal(sring_fsync_init(ring, &building, file_or_pipe(situation)), 0);
    SET_IF(fsync, flags, situation == BAD_FLAGS, 0x80);
    sring_fsync_add(ring, batch, &building);
}

static void add_one_timeout(struct sring *ring, struct sring_batch_building *batch,
                            enum situation situation)
{
    struct sring_timeout_building building;

    assert_int_equal(sring_timeout_init(ring, &building, MILLISECOND), 0);
    SET_IF(timeout, flags, situation == SPARED, IORING_TIMEOUT_ETIME_SUCCESS);
    SET_IF(timeout, flags, situation == BAD_FLAGS, 4 | 8); /* two clocks */
    sring_timeout_add(ring, batch, &building);
}

/* WRONG: a descriptor that is not open. */
static void add_one_close(struct sring *ring, struct sring_batch_building *batch,
                          enum situation situation)
{
    struct sring_fd fd;

    temporary_file(&fd, "");
    if (situation == WRONG) {
        close(sring_fd_release(&fd));
        sring_fd_adopt(&fd, 1 << 20);
    }
    add_close(ring, batch, &fd);
}

static void add_one_close_direct(struct sring *ring, struct sring_batch_building *batch,
                                 enum situation situation)
{
    struct sring_close_direct_building building;
    struct sring_direct_fd direct;

    (void)situation;
    assert_int_equal(sring_fd_register(ring, keep_file(""), &direct), 0);
    assert_int_equal(sring_close_direct_init(ring, &building), 0);
    sring_close_direct_add(ring, batch, &building, &direct);
}

MAKES(openat, sring_fd, sring_fd_close)
MAKES(socket, sring_fd, sring_fd_close)
MAKES(accept, sring_fd, sring_fd_close)
MAKES(openat2, sring_fd, sring_fd_close)
MAKES(openat_direct, sring_direct_fd, sring_direct_fd_unregister)
MAKES(socket_direct, sring_direct_fd, sring_direct_fd_unregister)
MAKES(accept_direct, sring_direct_fd, sring_direct_fd_unregister)
TAKE_PLAIN(fallocate)
TAKE_PLAIN(renameat)
TAKE_PLAIN(unlinkat)
TAKE_PLAIN(mkdirat)
TAKE_PLAIN(statx)
TAKE_PLAIN(shutdown)
TAKE_PLAIN(connect)
TAKE_PLAIN(poll_add)
TAKE_PLAIN(cancel_fd)
TAKE_PLAIN(close_direct)
TAKE_PLAIN(splice)
TAKE_PLAIN(tee)

#define WAY(op, situation, result, fails) {#op, add_one_##op, take_##op, situation, result, fails}
const struct way others[] = {
    WAY(nop, FULL, 0, false),
    WAY(fsync, FULL, 0, false),
    WAY(fsync, WRONG, ERROR, true),
    WAY(fsync, BAD_FLAGS, -EINVAL, true),
    WAY(fallocate, FULL, 0, false),
    WAY(fallocate, WRONG, ERROR, true),
    WAY(renameat, WRONG, -ENOENT, true),
    WAY(renameat, BAD_FLAGS, -ENOENT, true),
    WAY(unlinkat, WRONG, -ENOENT, true),
    WAY(unlinkat, BAD_FLAGS, -ENOENT, true),
    WAY(mkdirat, WRONG, -EEXIST, true),
    WAY(mkdirat, BAD_FLAGS, -ENOENT, true),
    WAY(statx, FULL, 0, false),
    WAY(statx, WRONG, -ENOENT, true),
    WAY(statx, BAD_FLAGS, -ENOENT, true),
    WAY(openat, FULL, 0, false),
    WAY(openat, WRONG, -ENOENT, true),
    WAY(openat, BAD_FLAGS, -ENOENT, true),
    WAY(openat2, FULL, 0, false),
    WAY(openat2, WRONG, -ENOENT, true),
    WAY(openat2, BAD_FLAGS, -ENOENT, true),
    WAY(openat_direct, FULL, 0, false),
    WAY(openat_direct, WRONG, -ENOENT, true),
    WAY(openat_direct, BAD_FLAGS, -ENOENT, true),
    WAY(shutdown, WRONG, -ENOTSOCK, true),
    WAY(shutdown, BAD_FLAGS, ERROR, true),
    WAY(socket, FULL, 0, false),
    WAY(socket, WRONG, ERROR, true),
    WAY(socket_direct, FULL, 0, false),
    WAY(socket_direct, WRONG, ERROR, true),
    WAY(accept, WRONG, -ENOTSOCK, true),
    WAY(accept, CANCELLED, -ECANCELED, true),
    WAY(accept_direct, WRONG, -ENOTSOCK, true),
    WAY(accept_direct, CANCELLED, -ECANCELED, true),
    WAY(connect, WRONG, -ENOTSOCK, true),
    WAY(connect, BROKEN, -ECONNREFUSED, true),
    WAY(poll_add, CANCELLED, -ECANCELED, true),
    WAY(cancel_fd, END, 0, false),
    WAY(timeout, FULL, -ETIME, true),
    WAY(timeout, SPARED, -ETIME, false),
    WAY(timeout, BAD_FLAGS, -EINVAL, true),
    WAY(close, FULL, 0, false),
    WAY(close, WRONG, -EBADF, true),
    WAY(close_direct, FULL, 0, false),
    WAY(splice, FULL, 7, false),
    WAY(splice, SHORT, 7, true),
    WAY(splice, WRONG, -EINVAL, true),
    WAY(tee, FULL, 7, false),
    WAY(tee, SHORT, 7, true),
    WAY(tee, WRONG, -EINVAL, true),
    {0},
};
