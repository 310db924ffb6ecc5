/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files and users for the tests, and transfers with flags.
 */
#include "claims.h"

#include <grp.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/wait.h>

unsigned patience_ms = 5000;

#define KEPT 64
static struct sring_fd kept[KEPT];
static int others[KEPT];
static size_t kept_count, others_count;

const struct sring_fd *keep(struct sring *ring, int raw)
{
    (void)ring;
    if (raw < 0) {
        fail_msg("no file: %s", strerror(errno));
    }
    assert_true(kept_count < KEPT);
    sring_fd_adopt(&kept[kept_count], raw);
    sring_fd_stash(&kept[kept_count]);
    return &kept[kept_count++];
}

static int keep_other(int raw)
{
    assert_true(raw >= 0 && others_count < KEPT);
    others[others_count++] = raw;
    return raw;
}

int raw_of(const struct sring_fd *fd)
{
    int raw;

    sring_fd_borrow(fd);
    raw = sring_fd_raw(fd);
    sring_fd_return(fd);
    return raw;
}

const struct sring_fd *no_file(void)
{
    static struct sring_fd none;

    __asm__ volatile("" : "+m"(none)); /* hidden from the compiler */
    return &none;
}

void close_kept(struct sring *ring)
{
    while (kept_count) {
        sring_fd_claim(&kept[--kept_count]);
        sring_fd_close(ring, &kept[kept_count]);
    }
    while (others_count) {
        close(others[--others_count]);
    }
}

struct ends keep_pipe_in(struct sring *ring, int flags)
{
    int raw[2];

    assert_int_equal(pipe2(raw, O_CLOEXEC | flags), 0);
    return (struct ends){keep(ring, raw[0]), keep_other(raw[1])};
}

struct ends keep_pipe_out(struct sring *ring, int flags)
{
    int raw[2];

    assert_int_equal(pipe2(raw, O_CLOEXEC | flags), 0);
    return (struct ends){keep(ring, raw[1]), keep_other(raw[0])};
}

struct ends keep_pair(struct sring *ring, int type)
{
    int raw[2];

    assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, raw), 0);
    return (struct ends){keep(ring, raw[0]), keep_other(raw[1])};
}

struct ends keep_tcp(struct sring *ring, int flags)
{
    struct sockaddr_storage address;
    struct sring_fd listener;
    socklen_t length;
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(connect(raw, (struct sockaddr *)&address, length), 0);
    keep_other(accept4(sring_fd_raw(&listener), NULL, NULL, SOCK_CLOEXEC));
    sring_fd_close(ring, &listener);
    assert_int_equal(fcntl(raw, F_SETFL, O_RDWR | flags), 0);
    return (struct ends){keep(ring, raw), others[others_count - 1]};
}

void reset(int other)
{
    struct linger linger = {1, 0};

    assert_int_equal(setsockopt(other, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
    assert_int_equal(other, others[--others_count]); /* the last one */
    close(other);
    sleep_ms(10); /* it arrives */
}

const struct sring_fd *keep_hung_up(struct sring *ring, bool in)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    const char *name;
    int terminal;

    if (master < 0 || grantpt(master) || unlockpt(master) || !(name = ptsname(master)) ||
        (terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
        if (master >= 0) {
            close(master);
        }
        return NULL;
    }
    close(in ? terminal : master);
    return keep(ring, in ? master : terminal);
}

const struct sring_fd *keep_text(struct sring *ring, const char *content, int flags)
{
    char path[] = "/tmp/sring-test-XXXXXX";
    int raw = mkstemp(path), again;

    assert_true(raw >= 0);
    assert_int_equal(pwrite(raw, content, strlen(content), 0), strlen(content));
    again = open(path, flags | O_CLOEXEC);
    close(raw);
    unlink(path);
    return keep(ring, again);
}

void fill(int raw)
{
    static const char bytes[4096];
    int flags = fcntl(raw, F_GETFL);
    int room = 8192; /* to its minimum; fails on a pipe */
    int rounds = setsockopt(raw, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room)) ? 1 : 10;

    assert_int_equal(fcntl(raw, F_SETFL, flags | O_NONBLOCK), 0);
    /* TCP makes room while it delivers data and when it probes the other end: wait until it is
     * quiet for half a second. */
    for (int quiet = 0; quiet < rounds; quiet++) {
        for (size_t size = sizeof(bytes); size; size /= 8) {
            while (write(raw, bytes, size) > 0) {
                quiet = -1;
            }
        }
        sleep_ms(50);
    }
    assert_int_equal(fcntl(raw, F_SETFL, flags), 0);
}

static bool was_root;

void be_nobody(void)
{
    was_root = !geteuid();
    if (was_root) {
        assert_int_equal(seteuid(65534), 0);
    }
}

void be_root(void)
{
    if (was_root) {
        assert_int_equal(seteuid(0), 0);
    }
}

int send_without_memory(int (*send)(struct sring *ring, const struct sring_fd *fd))
{
    const struct rlimit before = {8 << 20, 8 << 20}, limit = {65536, 65536};
    int status;
    pid_t pid;

    fflush(NULL);
    pid = fork();
    if (!pid) {
        struct sring ring;
        int rc;

        alarm(20);
        CHILD_CHECK(!setrlimit(RLIMIT_MEMLOCK, &before));
        CHILD_CHECK(getuid() || (!setgroups(0, NULL) && !setgid(65534) && !setuid(65534)));
        CHILD_CHECK(!sring_open(&ring, NULL));
        CHILD_CHECK(!setrlimit(RLIMIT_MEMLOCK, &limit));
        rc = send(&ring, keep_tcp(&ring, 0).fd);
        _exit(rc < 0 ? -rc : 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return -WEXITSTATUS(status);
}

#define DEFINE(op, loan, ...)                                                                      \
    DECLARE_TRANSFER(op, loan)                                                                     \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        int rc;                                                                                    \
                                                                                                   \
        rc = sring_##op##_init(ring, &building, fd __VA_ARGS__);                                   \
        if (rc) {                                                                                  \
            return rc;                                                                             \
        }                                                                                          \
        assert_int_equal(sring_##op##_set_timeout(ring, &building, LONG_ENOUGH), 0);               \
        if (flags) {                                                                               \
            sring_##op##_set_flags(&building, flags);                                              \
        }                                                                                          \
        sring_##op##_submit(ring, &building, buf, &inflight);                                      \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        return sring_##op##_finish(&done, buf);                                                    \
    }
#define AT_0 , 0
DEFINE(read, struct sring_buf, )
DEFINE(write, struct sring_buf, )
DEFINE(read_at, struct sring_buf, AT_0)
DEFINE(write_at, struct sring_buf, AT_0)
DEFINE(readv, struct sring_vec, )
DEFINE(writev, struct sring_vec, )
DEFINE(readv_at, struct sring_vec, AT_0)
DEFINE(writev_at, struct sring_vec, AT_0)
DEFINE(read_fixed, struct sring_registered_buf, AT_0)
DEFINE(write_fixed, struct sring_registered_buf, AT_0)
DEFINE(recv, struct sring_buf, )
DEFINE(send, struct sring_buf, )

#define DEFINE_SHARED(op, ...)                                                                     \
    int op##_with(struct sring *ring, const struct sring_fd *fd,                                   \
                  const struct sring_shared_buf *buf, uint32_t flags)                              \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        assert_int_equal(sring_##op##_init(ring, &building, fd, buf __VA_ARGS__), 0);              \
        assert_int_equal(sring_##op##_set_timeout(ring, &building, LONG_ENOUGH), 0);               \
        sring_##op##_set_flags(&building, flags);                                                  \
        sring_##op##_submit(ring, &building, &inflight);                                           \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        return sring_##op##_finish(&done);                                                         \
    }
DEFINE_SHARED(write_shared, )
DEFINE_SHARED(write_at_shared, AT_0)
DEFINE_SHARED(send_shared, )
