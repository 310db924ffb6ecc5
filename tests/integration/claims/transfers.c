/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of reads and writes: one table for all of them.
 */
#include "claims.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/uio.h>

/* One of the reads or writes, with its kind of memory. */
enum {
    PLAIN,
    AT,
    VECTOR,
    VECTOR_AT,
    FIXED,
    SHARED, /* writes only, as SHARED_AT */
    SHARED_AT,
    WAYS
};
static const char *const names[2][WAYS] = {
    {"read", "read_at", "readv", "readv_at", "read_fixed"},
    {"write", "write_at", "writev", "writev_at", "write_fixed", "write_shared", "write_at_shared"}};
/* The ways without an offset. */
static const int at_position[] = {PLAIN, VECTOR, SHARED};

static int transfer(struct sring *ring, bool writes, int way, const struct sring_fd *fd,
                    uint32_t flags)
{
    static const size_t capacities[] = {10, 10};
    struct sring_registered_buf registered;
    struct sring_buf buf;
    struct sring_vec vec;
    int rc;

    if (way == VECTOR || way == VECTOR_AT) {
        if (writes) {
            text_vec(&vec, "0123|456789");
            rc = way == VECTOR ? writev_with(ring, fd, &vec, flags)
                               : writev_at_with(ring, fd, &vec, flags);
        } else {
            new_vec(&vec, 2, capacities);
            rc = way == VECTOR ? readv_with(ring, fd, &vec, flags)
                               : readv_at_with(ring, fd, &vec, flags);
        }
        sring_vec_free(&vec);
        return rc;
    }
    text_buf(&buf, "0123456789");
    if (way == SHARED || way == SHARED_AT) {
        struct sring_shared_buf shared;

        sring_buf_share(&buf, &shared);
        rc = way == SHARED ? write_shared_with(ring, fd, &shared, flags)
                           : write_at_shared_with(ring, fd, &shared, flags);
        sring_shared_free(&shared);
        return rc;
    }
    if (way == FIXED) {
        rc = sring_buf_register(ring, &buf, &registered);
        if (rc) {
            sring_buf_free(&buf);
            return rc;
        }
        rc = writes ? write_fixed_with(ring, fd, &registered, flags)
                    : read_fixed_with(ring, fd, &registered, flags);
        sring_registered_buf_free(&registered);
        return rc;
    }
    if (writes) {
        rc =
            way == PLAIN ? write_with(ring, fd, &buf, flags) : write_at_with(ring, fd, &buf, flags);
    } else {
        rc = way == PLAIN ? read_with(ring, fd, &buf, flags) : read_at_with(ring, fd, &buf, flags);
    }
    sring_buf_free(&buf);
    return rc;
}

static void each(struct sring *ring, bool writes, const char *error, int value,
                 const struct sring_fd *fd, uint32_t flags, int line)
{
    for (int way = 0; way < WAYS && names[writes][way]; way++) {
        int rc = transfer(ring, writes, way, fd, flags);

        if (flags == RWF_NOWAIT && rc == -EOPNOTSUPP && !kernel_is_at_least(6, 12)) {
            untried(names[writes][way], error, "this kernel has no RWF_NOWAIT there");
            continue;
        }
        if (way != FIXED || rc != -EOPNOTSUPP || value == EOPNOTSUPP) { /* before 5.19 */
            claim(names[writes][way], error, value, rc, __FILE__, line);
        }
    }
}
#define EACH(writes, error, fd, flags) each(ring, writes, #error, error, fd, flags, __LINE__)

static void reads(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *hung_up = keep_hung_up(ring, true);
    struct ends tcp;

    EACH(false, EBADF, no_file(), 0);
    EACH(false, EBADF, keep_pipe_out(ring, 0).fd, 0);
    EACH(false, EBADF, keep_text(ring, "abc", O_WRONLY), 0);
    EACH(false, EAGAIN, keep_pipe_in(ring, 0).fd, RWF_NOWAIT);
    EACH(false, EAGAIN, keep_pair(ring, SOCK_STREAM).fd, RWF_NOWAIT);
    EACH(false, EISDIR, keep(ring, open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), 0);
    EACH(false, EOPNOTSUPP, keep_text(ring, "abc", O_RDONLY), 0x40000000);
    EACH(false, EINVAL, keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), RWF_HIPRI);
    if (hung_up) {
        EACH(false, EIO, hung_up, 0);
    }
    for (int way = PLAIN; way <= VECTOR; way += VECTOR) { /* without an offset */
        const struct sring_fd *idle = keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));

        claim(names[0][way], "ENOTCONN", ENOTCONN, transfer(ring, false, way, idle, 0), __FILE__,
              __LINE__);
        tcp = keep_tcp(ring, 0);
        reset(tcp.other);
        claim(names[0][way], "ECONNRESET", ECONNRESET, transfer(ring, false, way, tcp.fd, 0),
              __FILE__, __LINE__);
    }
}

static void writes(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *hung_up = keep_hung_up(ring, false);
    const struct sring_fd *file = keep_text(ring, "abcdefgh", O_RDWR | O_APPEND);
    struct rlimit before, limit;
    struct ends pipe = keep_pipe_out(ring, 0), pair;

    EACH(true, EBADF, no_file(), 0);
    EACH(true, EBADF, keep_pipe_in(ring, 0).fd, 0);
    fill(raw_of(pipe.fd));
    EACH(true, EAGAIN, pipe.fd, RWF_NOWAIT);
    pair = keep_pair(ring, SOCK_STREAM);
    fill(raw_of(pair.fd));
    EACH(true, EAGAIN, pair.fd, RWF_NOWAIT);
    EACH(true, ENOSPC, keep(ring, open("/dev/full", O_RDWR | O_CLOEXEC)), 0);
    EACH(true, EOPNOTSUPP, file, 0x40000000);
    EACH(true, EINVAL, keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), RWF_HIPRI);
    if (hung_up) {
        EACH(true, EIO, hung_up, 0);
    }
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 4;
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
    EACH(true, EFBIG, file, 0);
    setrlimit(RLIMIT_FSIZE, &before);
    pipe = keep_pipe_out(ring, 0);
    assert_int_equal(dup3(raw_of(file), pipe.other, O_CLOEXEC), pipe.other); /* no reader */
    EACH(true, EPIPE, pipe.fd, 0);
    for (size_t i = 0; i < sizeof(at_position) / sizeof(at_position[0]); i++) {
        int way = at_position[i];
        const struct sring_fd *udp = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        struct ends tcp = keep_tcp(ring, 0);

        claim(names[1][way], "EDESTADDRREQ", EDESTADDRREQ, transfer(ring, true, way, udp, 0),
              __FILE__, __LINE__);
        reset(tcp.other);
        claim(names[1][way], "ECONNRESET", ECONNRESET, transfer(ring, true, way, tcp.fd, 0),
              __FILE__, __LINE__);
    }
}

/* An impossible offset: reads and writes fail. */
static void offsets(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abc", O_RDWR);
    struct sring_shared_buf shared;
    struct sring_buf buf;

    text_buf(&buf, "abc");
    CLAIM(read_at, EINVAL, sring_read_at_await(ring, file, &buf, (uint64_t)INT64_MIN));
    sring_buf_set_length(&buf, 3);
    CLAIM(write_at, EINVAL, sring_write_at_await(ring, file, &buf, (uint64_t)INT64_MIN));
    sring_buf_share(&buf, &shared);
    CLAIM(write_at_shared, EINVAL,
          sring_write_at_shared_await(ring, file, &shared, (uint64_t)INT64_MIN));
    sring_shared_free(&shared);
}

static void two_files(void **state)
{
    const uint64_t none = UINT64_MAX;
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abc", O_RDWR);
    struct ends in = keep_pipe_in(ring, 0), out = keep_pipe_out(ring, 0);
    struct ends broken = keep_pipe_out(ring, 0);
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);

    CLAIM(splice, EBADF, sring_splice_await(ring, no_file(), in.fd, none, 0, 3, 0));
    CLAIM(splice, EBADF, sring_splice_await(ring, out.fd, no_file(), 0, none, 3, 0));
    CLAIM(splice, EINVAL, sring_splice_await(ring, file, file, 0, 0, 3, 0));
    CLAIM(splice, EINVAL, sring_splice_await(ring, out.fd, file, 0, none, 3, 0x80));
    CLAIM(splice, ESPIPE, sring_splice_await(ring, file, in.fd, 0, 0, 3, 0));
    CLAIM(splice, ESPIPE, sring_splice_await(ring, out.fd, file, 0, 0, 3, 0));
    CLAIM(splice, EAGAIN, sring_splice_await(ring, file, in.fd, none, 0, 3, 2)); /* NONBLOCK */
    CLAIM(tee, EBADF, sring_tee_await(ring, no_file(), in.fd, 3, 0));
    CLAIM(tee, EBADF, sring_tee_await(ring, out.fd, no_file(), 3, 0));
    CLAIM(tee, EINVAL, sring_tee_await(ring, out.fd, file, 3, 0));
    CLAIM(tee, EINVAL, sring_tee_await(ring, out.fd, in.fd, 3, 0x80));
    CLAIM(tee, EAGAIN, sring_tee_await(ring, out.fd, in.fd, 3, 2));
    assert_int_equal(write(in.other, "abc", 3), 3);
    assert_int_equal(dup2(in.other, broken.other), broken.other); /* it has no reader any more */
    CLAIM(tee, EPIPE, sring_tee_await(ring, broken.fd, in.fd, 3, 0));
    CLAIM(splice, EPIPE, sring_splice_await(ring, broken.fd, file, 0, none, 3, 0));
    signal(SIGPIPE, before);
}

const struct CMUnitTest transfer_tests[] = {
    CLAIM_TEST(reads), CLAIM_TEST(writes), CLAIM_TEST(offsets), CLAIM_TEST(two_files), {0},
};
