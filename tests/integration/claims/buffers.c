/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of operations that take their buffers from a group.
 */
#include "claims.h"

/* The result of the first next: 0 or an error. The stream has a time limit. */
#define FIRST(op)                                                                                  \
    static int op##_first(struct sring *ring, const struct sring_fd *fd,                           \
                          const struct sring_buf_ring *group)                                      \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_streaming stream;                                                      \
        struct sring_lent_buf item;                                                                \
        int rc = sring_##op##_init(ring, &building, fd, group);                                    \
                                                                                                   \
        if (rc) {                                                                                  \
            return rc;                                                                             \
        }                                                                                          \
        sring_##op##_submit(ring, &building, &stream);                                             \
        WAIT_FOR_ITEM(op, ring, &stream)                                                           \
        rc =                                                                                       \
            !sring_##op##_ready(ring, &stream) ? -ETIME : sring_##op##_next(ring, &stream, &item); \
        if (!rc) {                                                                                 \
            sring_lent_buf_return(&item);                                                          \
        }                                                                                          \
        sring_##op##_end(ring, &stream);                                                           \
        return rc;                                                                                 \
    }
FIRST(read_multishot)
FIRST(recv_multishot)

#define ONCE(op)                                                                                   \
    static int op##_first(struct sring *ring, const struct sring_fd *fd,                           \
                          const struct sring_buf_ring *group)                                      \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        struct sring_lent_buf item;                                                                \
        int rc = sring_##op##_init(ring, &building, fd, group);                                    \
                                                                                                   \
        if (rc) {                                                                                  \
            return rc;                                                                             \
        }                                                                                          \
        assert_int_equal(sring_##op##_set_timeout(ring, &building, LONG_ENOUGH), 0);               \
        sring_##op##_submit(ring, &building, &inflight);                                           \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        rc = sring_##op##_finish(&done, &item);                                                    \
                                                                                                   \
        if (!rc) {                                                                                 \
            sring_lent_buf_return(&item);                                                          \
        }                                                                                          \
        return rc;                                                                                 \
    }
ONCE(read_provided)
ONCE(recv_provided)

typedef int first_fn(struct sring *ring, const struct sring_fd *fd,
                     const struct sring_buf_ring *group);

/* The results of a file for each of the four operations. NULL: not tried. */
struct four {
    const char *read_multishot, *recv_multishot, *read_provided, *recv_provided;
};

static const struct {
    const char *name;
    int value;
} errors[] = {{"EBADF", EBADF},      {"EBADFD", EBADFD},   {"ECANCELED", ECANCELED},
              {"EINVAL", EINVAL},    {"EIO", EIO},         {"ECONNRESET", ECONNRESET},
              {"EISDIR", EISDIR},    {"ENOBUFS", ENOBUFS}, {"ENOTCONN", ENOTCONN},
              {"ENOTSOCK", ENOTSOCK}};

static void one(struct sring *ring, const char *op, first_fn *first, const struct sring_fd *fd,
                const struct sring_buf_ring *group, const char *error, int line)
{
    for (size_t i = 0; error && i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (!strcmp(errors[i].name, error)) {
            claim(op, error, errors[i].value, first(ring, fd, group), __FILE__, line);
            return;
        }
    }
    assert_null(error);
}

static void all(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
                struct four want, int line)
{
    one(ring, "read_multishot", read_multishot_first, fd, group, want.read_multishot, line);
    one(ring, "recv_multishot", recv_multishot_first, fd, group, want.recv_multishot, line);
    one(ring, "read_provided", read_provided_first, fd, group, want.read_provided, line);
    one(ring, "recv_provided", recv_provided_first, fd, group, want.recv_provided, line);
}
#define ALL(fd, ...) all(ring, fd, &group, (struct four){__VA_ARGS__}, __LINE__)

static void files_and_sockets(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    const struct sring_fd *hung_up = keep_hung_up(ring, true);
    struct ends tcp;

    (void)has_incremental();
    open_group(ring, &group, 4, 64, false);
    ALL(no_file(), "EBADF", "EBADF", "EBADF", "EBADF");
    ALL(keep_pipe_out(ring, 0).fd, "EBADF", "ENOTSOCK", "EBADF", "ENOTSOCK");
    ALL(keep_text(ring, "abc", O_RDONLY), "EBADFD", "ENOTSOCK", NULL, "ENOTSOCK");
    ALL(keep(ring, open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), "EBADFD", "ENOTSOCK", "EISDIR",
        "ENOTSOCK");
    ALL(keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), NULL, "ENOTCONN", NULL,
        "ENOTCONN");
    if (hung_up) {
        ALL(hung_up, NULL, NULL, "EIO", NULL);
    }
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    ALL(tcp.fd, NULL, "ECONNRESET", NULL, NULL);
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    ALL(tcp.fd, NULL, NULL, NULL, "ECONNRESET");
    close_group(ring, &group);
}

/* All buffers are lent. */
static void no_buffers(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    struct sring_lent_buf item;
    struct ends pair = keep_pair(ring, SOCK_STREAM);

    (void)has_incremental();
    open_group(ring, &group, 1, 64, false);
    assert_int_equal(write(pair.other, "a", 1), 1);
    assert_int_equal(sring_recv_provided_await(ring, pair.fd, &group, &item), 0);
    assert_int_equal(write(pair.other, "b", 1), 1);
    ALL(pair.fd, "ENOBUFS", "ENOBUFS", "ENOBUFS", "ENOBUFS");
    sring_lent_buf_return(&item);
    close_group(ring, &group);
}

/* Streams that the kernel ends without an error: at the end of the data, or after a cancel. */
#define ENDED(op)                                                                                  \
    static void op##_ended(struct sring *ring, const struct sring_fd *fd,                          \
                           const struct sring_buf_ring *group)                                     \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_streaming stream;                                                      \
        struct sring_lent_buf item;                                                                \
        int rc;                                                                                    \
                                                                                                   \
        assert_int_equal(sring_##op##_init(ring, &building, fd, group), 0);                        \
        sring_##op##_submit(ring, &building, &stream);                                             \
        rc = sring_##op##_next(ring, &stream, &item);                                              \
        if (has_op(#op)) {                                                                         \
            assert_int_equal(rc, 0);                                                               \
            assert_int_equal(sring_lent_buf_length(&item), 0);                                     \
        }                                                                                          \
        if (!rc) {                                                                                 \
            sring_lent_buf_return(&item);                                                          \
            rc = sring_##op##_next(ring, &stream, &item);                                          \
        }                                                                                          \
        CLAIM(op, ECANCELED, rc);                                                                  \
        sring_##op##_end(ring, &stream);                                                           \
    }
ENDED(read_multishot)
ENDED(recv_multishot)

static void ended_streams(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    struct ends pair = keep_pair(ring, SOCK_STREAM);

    (void)has_incremental();
    open_group(ring, &group, 4, 64, false);
    assert_int_equal(shutdown(pair.other, SHUT_WR), 0);
    recv_multishot_ended(ring, pair.fd, &group);
    read_multishot_ended(ring, pair.fd, &group);
    close_group(ring, &group);
}

const struct CMUnitTest buffer_tests[] = {
    CLAIM_TEST(files_and_sockets),
    CLAIM_TEST(no_buffers),
    CLAIM_TEST(ended_streams),
    {0},
};
