/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Each operation on each kind of file that its text names, with and without O_NONBLOCK.
 */
#include "claims.h"

#include <sys/uio.h>

/* A file whose next bytes are "abcd". */
static const struct sring_fd *source(struct sring *ring, int kind, int *other)
{
    struct ends ends;
    int master;

    switch (kind) {
    case 0:
        return keep_text(ring, "abcd", O_RDWR);
    case 1:
        ends = keep_pipe_in(ring, 0);
        break;
    case 2:
        ends = keep_pair(ring, SOCK_STREAM);
        break;
    case 3:
        ends = keep_tcp(ring, 0);
        break;
    default:
        master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (master < 0 || grantpt(master) || unlockpt(master)) {
            return NULL;
        }
        ends.fd = keep(ring, open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC));
        ends.other = raw_of(keep(ring, master));
        assert_int_equal(write(ends.other, "abcd\n", 5), 5);
        *other = ends.other;
        return ends.fd;
    }
    assert_int_equal(write(ends.other, "abcd", 4), 4);
    *other = ends.other;
    return ends.fd;
}
#define KINDS 5

/* The same operation on a direct descriptor. */
#define DIRECT(op, loan, buf, ...)                                                                 \
    static int op##_direct(struct sring *ring, const struct sring_fd *fd, loan *buf)               \
    {                                                                                              \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        struct sring_direct_fd direct;                                                             \
        int rc;                                                                                    \
                                                                                                   \
        assert_int_equal(sring_fd_register(ring, fd, &direct), 0);                                 \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, &direct __VA_ARGS__), 0);            \
        assert_int_equal(sring_##op##_set_timeout(ring, &op_, LONG_ENOUGH), 0);                    \
        sring_##op##_submit(ring, &op_, buf, &inflight);                                           \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        rc = sring_##op##_finish(&done, buf);                                                      \
        sring_direct_fd_unregister(ring, &direct);                                                 \
        return rc;                                                                                 \
    }
#define AT_0 , 0
DIRECT(read, struct sring_buf, buf, )
DIRECT(write, struct sring_buf, buf, )
DIRECT(read_at, struct sring_buf, buf, AT_0)
DIRECT(write_at, struct sring_buf, buf, AT_0)
DIRECT(recv, struct sring_buf, buf, )
DIRECT(send, struct sring_buf, buf, )

typedef int buf_fn(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf);
static int plain_read(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return read_with(ring, fd, buf, 0);
}

static int plain_read_at(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return read_at_with(ring, fd, buf, 0);
}

static int plain_recv(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return recv_with(ring, fd, buf, 0);
}

static int into_a_vector(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    static const size_t capacities[] = {2, 62};
    struct sring_vec vec;
    int rc;

    new_vec(&vec, 2, capacities);
    rc = readv_with(ring, fd, &vec, 0);
    if (rc >= 4) {
        memcpy(sring_buf_data(buf), sring_vec_data(&vec, 0), 2);
        memcpy(sring_buf_data(buf) + 2, sring_vec_data(&vec, 1), 2);
    }
    sring_vec_free(&vec);
    return rc;
}

static int into_registered(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    struct sring_registered_buf registered;
    int rc = sring_buf_register(ring, buf, &registered);

    if (rc) {
        return rc;
    }
    rc = read_fixed_with(ring, fd, &registered, 0);
    sring_buf_unregister(ring, &registered, buf);
    return rc;
}

/* `sockets`: only for sockets. */
static const struct {
    buf_fn *run;
    bool sockets;
} readers[] = {{plain_read, false},     {plain_read_at, false},   {plain_recv, true},
               {into_a_vector, false},  {into_registered, false}, {read_direct, false},
               {read_at_direct, false}, {recv_direct, true}};

static void reading(void **state)
{
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
        for (int kind = 0; kind < KINDS; kind++) {
            bool is_socket = kind == 2 || kind == 3;
            int other = -1, rc;
            const struct sring_fd *fd = source(ring, kind, &other);
            struct sring_buf buf;

            if (!fd) {
                continue;
            }
            new_buf(&buf, 64);
            rc = readers[i].run(ring, fd, &buf);
            if (readers[i].sockets && !is_socket) {
                assert_int_equal(rc, -ENOTSOCK);
            } else if (rc != -EOPNOTSUPP) { /* no registered buffers */
                assert_int_equal(rc, kind == 4 ? 5 : 4);
                assert_memory_equal(sring_buf_data(&buf), "abcd", 4);
            }
            sring_buf_free(&buf);
            close_kept(ring);
        }
    }
}

static int plain_write(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return write_with(ring, fd, buf, 0);
}

static int plain_write_at(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return write_at_with(ring, fd, buf, 0);
}

static int plain_send(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    return send_with(ring, fd, buf, 0);
}

/* The same with a shared buffer: `buf` is shared, and a new one takes its place. */
#define SHARED(op, ...)                                                                            \
    static int op##_plain(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)    \
    {                                                                                              \
        struct sring_shared_buf shared;                                                            \
        int rc;                                                                                    \
                                                                                                   \
        sring_buf_share(buf, &shared);                                                             \
        rc = op##_with(ring, fd, &shared, 0);                                                      \
        sring_shared_free(&shared);                                                                \
        new_buf(buf, 8);                                                                           \
        return rc;                                                                                 \
    }                                                                                              \
    static int op##_direct(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)   \
    {                                                                                              \
        struct sring_##op##_building op_;                                                          \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        struct sring_direct_fd direct;                                                             \
        struct sring_shared_buf shared;                                                            \
        int rc;                                                                                    \
                                                                                                   \
        sring_buf_share(buf, &shared);                                                             \
        assert_int_equal(sring_fd_register(ring, fd, &direct), 0);                                 \
        assert_int_equal(sring_##op##_init_direct(ring, &op_, &direct, &shared __VA_ARGS__), 0);   \
        sring_shared_free(&shared);                                                                \
        assert_int_equal(sring_##op##_set_timeout(ring, &op_, LONG_ENOUGH), 0);                    \
        sring_##op##_submit(ring, &op_, &inflight);                                                \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        rc = sring_##op##_finish(&done);                                                           \
        sring_direct_fd_unregister(ring, &direct);                                                 \
        new_buf(buf, 8);                                                                           \
        return rc;                                                                                 \
    }
SHARED(write_shared, )
SHARED(write_at_shared, AT_0)
SHARED(send_shared, )

static void writing(void **state)
{
    static buf_fn *const writers[] = {
        plain_write,         plain_write_at,         plain_send,
        write_direct,        write_at_direct,        send_direct,
        write_shared_plain,  write_at_shared_plain,  send_shared_plain,
        write_shared_direct, write_at_shared_direct, send_shared_direct};
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        for (int kind = 0; kind < 4; kind++) {
            bool sends = writers[i] == plain_send || writers[i] == send_direct ||
                         writers[i] == send_shared_plain || writers[i] == send_shared_direct;
            char got[8] = {0};
            struct ends ends = {NULL, -1};
            struct sring_buf buf;
            int rc;

            ends = kind == 0   ? (struct ends){keep_text(ring, "", O_RDWR), -1}
                   : kind == 1 ? keep_pipe_out(ring, 0)
                   : kind == 2 ? keep_pair(ring, SOCK_STREAM)
                               : keep_tcp(ring, 0);
            text_buf(&buf, "abcd");
            rc = writers[i](ring, ends.fd, &buf);
            sring_buf_free(&buf);
            if (sends && kind < 2) {
                assert_int_equal(rc, -ENOTSOCK);
            } else {
                assert_int_equal(rc, 4);
                assert_int_equal(
                    kind ? read(ends.other, got, 8) : pread(raw_of(ends.fd), got, 8, 0), 4);
                assert_string_equal(got, "abcd");
            }
            close_kept(ring);
        }
    }
}

/* O_NONBLOCK of the file changes nothing: the operations wait. */
static void nonblocking_files(void **state)
{
    struct sring *ring = *state;
    struct sockaddr_storage address;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd listener, made;
    struct sring_buf buf;
    socklen_t length;
    int rc;

    patience_ms = 300;
    new_buf(&buf, 64);
    assert_int_equal(read_with(ring, keep_pipe_in(ring, O_NONBLOCK).fd, &buf, 0), -ETIME);
    assert_int_equal(recv_with(ring, keep_pair(ring, SOCK_STREAM | SOCK_NONBLOCK).fd, &buf, 0),
                     -ETIME);
    sring_buf_free(&buf);
    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(fcntl(sring_fd_raw(&listener), F_SETFL, O_RDWR | O_NONBLOCK), 0);
    assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
    assert_int_equal(sring_accept_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    patience_ms = 5000;
    rc = sring_accept_finish(&done, &made);
    assert_int_not_equal(rc, 0);
    if (rc != -ETIME) { /* not tried on kernels before 6.1 */
        assert_false(kernel_is_at_least(6, 1));
        assert_int_equal(rc, -EAGAIN);
    }
    sring_fd_close(ring, &listener);
}

/* A read sees the terminal's hangup; a stream of reads does not. */
static void terminals(void **state)
{
    struct sring *ring = *state;
    struct sring_read_multishot_building op;
    struct sring_read_multishot_streaming stream;
    struct sring_buf_ring group;
    struct sring_lent_buf item;
    const struct sring_fd *terminal;
    struct sring_buf buf;
    int rc;

    if (!has_op("read_multishot")) {
        SKIP("read_multishot needs Linux 6.7");
    }
    terminal = keep_hung_up(ring, true);
    if (!terminal) {
        SKIP("no terminals here");
    }
    new_buf(&buf, 64);
    assert_int_equal(read_with(ring, terminal, &buf, 0), -EIO);
    sring_buf_free(&buf);
    open_group(ring, &group, 4, 64, false);
    assert_int_equal(sring_read_multishot_init(ring, &op, terminal, &group), 0);
    sring_read_multishot_submit(ring, &op, &stream);
    patience_ms = 300;
    WAIT_FOR_ITEM(read_multishot, ring, &stream)
    patience_ms = 5000;
    if (sring_read_multishot_ready(ring, &stream)) {
        rc = sring_read_multishot_next(ring, &stream, &item);
        printf("a kernel that reports the hangup: %d; the spec can say so\n", rc);
        assert_int_equal(rc, -EIO);
    }
    sring_read_multishot_end(ring, &stream);
    close_group(ring, &group);
}

/* Every kind can be polled; a regular file is ready at once. */
static void polling(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "a", O_RDWR);
    struct ends pipe = keep_pipe_in(ring, 0), pair = keep_pair(ring, SOCK_STREAM);

    assert_int_equal(sring_poll_add_await(ring, file, POLLIN | POLLOUT), POLLIN | POLLOUT);
    assert_int_equal(write(pipe.other, "a", 1), 1);
    assert_int_equal(sring_poll_add_await(ring, pipe.fd, POLLIN), POLLIN);
    assert_int_equal(sring_poll_add_await(ring, pair.fd, POLLIN | POLLOUT), POLLOUT);
    assert_int_equal(shutdown(pair.other, SHUT_RDWR), 0);
    assert_int_equal(sring_poll_add_await(ring, pair.fd, POLLRDHUP) & (POLLRDHUP | POLLHUP),
                     POLLRDHUP | POLLHUP);
}

const struct CMUnitTest kind_tests[] = {
    CLAIM_TEST(reading),           CLAIM_TEST(writing),   CLAIM_TEST(polling),
    CLAIM_TEST(nonblocking_files), CLAIM_TEST(terminals), {0},
};
