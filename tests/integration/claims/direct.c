/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Each operation that can use a direct descriptor, with one; and operations on buffer rings, with
 * each kind of file that their texts name.
 */
#include "claims.h"

#include <netinet/in.h>

static struct sring_direct_fd registered_as;

/* Registers the file as a direct descriptor, until done_with_direct. */
static const struct sring_direct_fd *direct(struct sring *ring, const struct sring_fd *fd)
{
    assert_int_equal(sring_fd_register(ring, fd, &registered_as), 0);
    sring_direct_fd_stash(&registered_as);
    return &registered_as;
}

static void done_with_direct(struct sring *ring)
{
    sring_direct_fd_claim(&registered_as);
    sring_direct_fd_unregister(ring, &registered_as);
}

/* An operation without a buffer; with one (a buffer, a vector or a registered buffer); a stream. */
#define PLAIN(op, result, fd, ...)                                                                 \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd) __VA_ARGS__), 0);   \
        sring_##op##_submit(ring, &op_, &inflight);                                                \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        assert_int_equal(sring_##op##_finish(&done), result);                                      \
        done_with_direct(ring);                                                                    \
    } while (0)
#define LENT(op, result, fd, buf, ...)                                                             \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd) __VA_ARGS__), 0);   \
        sring_##op##_submit(ring, &op_, buf, &inflight);                                           \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        assert_int_equal(sring_##op##_finish(&done, buf), result);                                 \
        done_with_direct(ring);                                                                    \
    } while (0)
#define ZEROCOPY(op, result, fd, buf, ...)                                                         \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd) __VA_ARGS__), 0);   \
        sring_##op##_submit(ring, &op_, buf, &inflight);                                           \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        assert_int_equal(sring_##op##_result(&done), has_op(#op) ? result : -EINVAL);              \
        sring_##op##_release(ring, &done, buf);                                                    \
        done_with_direct(ring);                                                                    \
    } while (0)
#define MADE(op, file, fd)                                                                         \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd)), 0);               \
        sring_##op##_submit(ring, &op_, &inflight);                                                \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        assert_int_equal(sring_##op##_finish(&done, file), 0);                                     \
        done_with_direct(ring);                                                                    \
    } while (0)
#define STREAM(op, item, fd, ...)                                                                  \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_streaming stream;                                                      \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd) __VA_ARGS__), 0);   \
        sring_##op##_submit(ring, &op_, &stream);                                                  \
        assert_int_equal(sring_##op##_next(ring, &stream, item), has_op(#op) ? 0 : -EINVAL);       \
        sring_##op##_end(ring, &stream);                                                           \
        done_with_direct(ring);                                                                    \
    } while (0)

static void files(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abcd", O_RDWR);
    struct ends pipe = keep_pipe_in(ring, 0), out = keep_pipe_out(ring, 0);
    struct sring_registered_buf registered;
    struct sring_buf buf;
    struct sring_vec vec;
    int rc;

    PLAIN(fsync, 0, file, );
    text_vec(&vec, "AB|CD");
    LENT(writev_at, 4, file, &vec, , 0);
    LENT(writev, 4, file, &vec, );
    LENT(readv_at, 4, file, &vec, , 0);
    expect_vec(&vec, "AB|CD");
    assert_int_equal(lseek(raw_of(file), 0, SEEK_SET), 0);
    LENT(readv, 4, file, &vec, );
    sring_vec_free(&vec);
    text_buf(&buf, "wxyz");
    rc = sring_buf_register(ring, &buf, &registered);
    if (!rc) {
        LENT(write_fixed, 4, file, &registered, , 0);
        LENT(read_fixed, 4, file, &registered, , 0);
        assert_memory_equal(sring_registered_buf_data(&registered), "wxyz", 4);
        sring_registered_buf_free(&registered);
    } else {
        sring_buf_free(&buf);
    }
    rc = fallocate(raw_of(file), 0, 0, 8) ? -errno : 0;
    PLAIN(fallocate, rc, file, , 0, 0, 8);
    assert_int_equal(write(pipe.other, "abcd", 4), 4);
    PLAIN(tee, 4, out.fd, , pipe.fd, 4, 0);
    PLAIN(splice, 4, file, , pipe.fd, UINT64_MAX, 0, 4, 0);
}

static void sockets(void **state)
{
    struct sring *ring = *state;
    struct ends pair = keep_pair(ring, SOCK_STREAM), tcp = keep_tcp(ring, 0);
    const struct sring_fd *clients[4];
    struct sockaddr_storage address;
    struct sring_fd listener, made;
    struct sring_direct_fd made_direct;
    struct sring_buf buf;
    struct sring_vec vec;
    uint32_t events;
    socklen_t length;

    listen_on(&listener, AF_INET, &address, &length);
    for (int i = 0; i < 4; i++) {
        clients[i] = keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        PLAIN(connect, 0, clients[i], , (struct sockaddr *)&address, length);
    }
    MADE(accept, &made, &listener);
    sring_fd_close(ring, &made);
    if (has_op("accept_direct")) {
        MADE(accept_direct, &made_direct, &listener);
        sring_direct_fd_unregister(ring, &made_direct);
    }
    if (has_op("accept_multishot")) {
        STREAM(accept_multishot, &made, &listener, );
        sring_fd_close(ring, &made);
    }
    sring_fd_close(ring, &listener);
    PLAIN(poll_add, POLLOUT, pair.fd, , POLLOUT);
    if (has_op("poll_multishot")) {
        STREAM(poll_multishot, &events, pair.fd, , POLLOUT);
        assert_int_equal(events, POLLOUT);
    }
    text_vec(&vec, "ab|cd");
    LENT(sendmsg, 4, tcp.fd, &vec, , NULL, 0, NULL, 0);
    ZEROCOPY(sendmsg_zc, 4, tcp.fd, &vec, , NULL, 0, NULL, 0);
    assert_int_equal(write(tcp.other, "abcd", 4), 4);
    LENT(recvmsg, 4, tcp.fd, &vec, , 0);
    sring_vec_free(&vec);
    text_buf(&buf, "abcd");
    ZEROCOPY(send_zc, 4, tcp.fd, &buf, );
    sring_buf_free(&buf);
    PLAIN(shutdown, 0, tcp.fd, , SHUT_RDWR);
}

#define ONE(op, fd)                                                                                \
    do {                                                                                           \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        struct sring_lent_buf item;                                                                \
                                                                                                   \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, direct(ring, fd), &group), 0);       \
        sring_##op##_submit(ring, &op_, &inflight);                                                \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        assert_int_equal(sring_##op##_finish(&done, &item), 0);                                    \
        assert_memory_equal(sring_lent_buf_data(&item), "abcd", 4);                                \
        sring_lent_buf_return(&item);                                                              \
        done_with_direct(ring);                                                                    \
    } while (0)
#define FIRST(op, fd)                                                                              \
    do {                                                                                           \
        struct sring_lent_buf item;                                                                \
                                                                                                   \
        if (has_op(#op)) {                                                                         \
            STREAM(op, &item, fd, , &group);                                                       \
            assert_memory_equal(sring_lent_buf_data(&item), "abcd", 4);                            \
            sring_lent_buf_return(&item);                                                          \
        }                                                                                          \
    } while (0)

static struct ends with_text(struct ends ends)
{
    assert_int_equal(write(ends.other, "abcdabcd", 4), 4);
    return ends;
}

static void groups(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    const struct sring_fd *terminal;
    int master;

    (void)has_incremental();
    open_group(ring, &group, 4, 64, false);
    ONE(read_provided, keep_text(ring, "abcd", O_RDONLY));
    ONE(read_provided, with_text(keep_pipe_in(ring, 0)).fd);
    ONE(read_provided, with_text(keep_pair(ring, SOCK_STREAM)).fd);
    ONE(read_provided, with_text(keep_tcp(ring, 0)).fd);
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master >= 0 && !grantpt(master) && !unlockpt(master)) {
        terminal = keep(ring, open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC));
        assert_int_equal(write(master, "abcd\n", 5), 5);
        ONE(read_provided, terminal);
    }
    close(master);
    FIRST(read_multishot, with_text(keep_pipe_in(ring, 0)).fd);
    FIRST(read_multishot, with_text(keep_pair(ring, SOCK_STREAM)).fd);
    FIRST(read_multishot, with_text(keep_tcp(ring, 0)).fd);
    ONE(recv_provided, with_text(keep_pair(ring, SOCK_STREAM)).fd);
    ONE(recv_provided, with_text(keep_tcp(ring, 0)).fd);
    FIRST(recv_multishot, with_text(keep_pair(ring, SOCK_STREAM)).fd);
    FIRST(recv_multishot, with_text(keep_tcp(ring, 0)).fd);
    close_group(ring, &group);
}

const struct CMUnitTest direct_tests[] = {
    CLAIM_TEST(files),
    CLAIM_TEST(sockets),
    CLAIM_TEST(groups),
    {0},
};
