/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The headers in C++17: everything compiles, a read works, and exceptions pass through the library.
 */
#include <sring/sring.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);           \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

SRING_READ_AT_CALLBACK(on_read);
static void on_read(struct sring *, struct sring_read_at_completed *done, void *arg)
{
    sring_buf buf;

    *static_cast<int *>(arg) = sring_read_at_finish(done, &buf);
    sring_buf_free(&buf);
}

struct stop_here {
    int left;
};

/* Throws out of the library a given number of times. */
static int throws_left;

SRING_NOP_CALLBACK(on_nop);
static void on_nop(struct sring *, struct sring_nop_completed *done, void *arg)
{
    (void)sring_nop_finish(done);
    ++*static_cast<int *>(arg);
    if (throws_left > 0) {
        throw stop_here{--throws_left};
    }
}

static void on_free(void *data, void *arg)
{
    std::free(data);
    ++*static_cast<int *>(arg);
    throw stop_here{0};
}

static int start_nops(struct sring *ring, int count, int *heard)
{
    for (int i = 0; i < count; i++) {
        sring_nop_building op;
        int rc = sring_nop_init(ring, &op);

        if (rc) {
            return rc;
        }
        sring_nop_start(ring, &op, on_nop, heard);
    }
    return 0;
}

/* From a callback in run and in wait, from a free function, from a callback in close. */
static int exceptions()
{
    SRING_AUTO struct sring ring = SRING_NONE;
    sring_options options = {};
    int heard = 0, freed = 0, caught = 0;

    options.preset = SRING_PRESET_DEVELOPMENT;
    CHECK(sring_open(&ring, &options) == 0);
    CHECK(start_nops(&ring, 5, &heard) == 0);
    throws_left = 2;
    for (int i = 0; i < 3; i++) {
        try {
            CHECK(sring_run(&ring) == 0);
        } catch (const stop_here &) {
            caught++;
        }
    }
    CHECK(caught == 2 && heard == 5);
    CHECK(start_nops(&ring, 2, &heard) == 0);
    throws_left = 1;
    try {
        (void)(sring_timeout_await(&ring, 1000000) == 0);
    } catch (const stop_here &) {
        caught++;
    }
    CHECK(sring_run(&ring) == 0);
    CHECK(caught == 3 && heard == 7);
    {
        sring_write_building op;
        sring_write_submitted inflight;
        sring_fd null;
        sring_buf buf;

        CHECK(sring_openat_await(&ring, "/dev/null", O_WRONLY, 0, &null) == 0);
        CHECK(sring_buf_adopt(&buf, std::malloc(8), 8, on_free, &freed) == 0);
        CHECK(sring_write_init(&ring, &op, &null) == 0);
        sring_write_submit(&ring, &op, &buf, &inflight);
        sring_write_detach(&ring, &inflight);
        try {
            (void)(sring_timeout_await(&ring, 1000000) == 0);
        } catch (const stop_here &) {
            caught++;
        }
        CHECK(caught == 4 && freed == 1);
        sring_fd_close(&ring, &null);
    }
    CHECK(start_nops(&ring, 3, &heard) == 0);
    throws_left = 1;
    try {
        sring_close(&ring);
    } catch (const stop_here &) {
        caught++;
        sring_close(&ring);
    }
    CHECK(caught == 5 && heard == 10);
    return 0;
}

static void work(const sring_buf *)
{
    throw stop_here{0};
}

/* `copy` becomes one of the handle, as no program may have. */
static void throw_with_a_buffer(sring_buf *copy)
{
    sring_buf buf;

    if (!sring_buf_alloc(&buf, 64)) {
        std::memcpy(copy, &buf, sizeof(buf));
        work(&buf);
        sring_buf_free(&buf);
    }
}

static void throw_with_an_automatic_buffer()
{
    SRING_AUTO struct sring_buf buf = SRING_NONE;

    if (!sring_buf_alloc(&buf, 64)) {
        work(&buf);
        sring_buf_free(&buf);
    }
}

static uint64_t live_buffers()
{
    struct sring_live live;

    sring_get_live(&live);
    return live.buffers;
}

/* An exception does not give back what a handle owns. With SRING_AUTO it is reported. */
static int exception_with_a_handle()
{
    const uint64_t before = live_buffers();
    int status = 0;
    sring_buf copy;
    pid_t child;

    try {
        throw_with_a_buffer(&copy);
        CHECK(false);
    } catch (const stop_here &) {
    }
    CHECK(live_buffers() == before + 1);
    sring_buf_claim(&copy);
    sring_buf_free(&copy);
    child = fork();
    if (child == 0) {
        sring_set_misuse_handler(
            [](const struct sring_misuse *misuse, void *) {
                _exit(std::strcmp(misuse->function, "SRING_AUTO") ? 1 : 7);
            },
            nullptr);
        try {
            throw_with_an_automatic_buffer();
        } catch (const stop_here &) {
        }
        _exit(2);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    return 0;
}

int main()
{
    SRING_AUTO struct sring ring = SRING_NONE;
    sring_options options = {};
    sring_read_at_building op;
    sring_read_at_submitted inflight;
    sring_read_at_completed done;
    sring_fd fd;
    sring_buf buf;
    char path[] = "/tmp/sring-test-XXXXXX";
    int raw = mkstemp(path), heard = 0;

    CHECK(exceptions() == 0);
    CHECK(exception_with_a_handle() == 0);
    CHECK(raw >= 0);
    CHECK(write(raw, "some text", 9) == 9);
    close(raw);
    options.preset = SRING_PRESET_DEVELOPMENT;
    CHECK(sring_open(&ring, &options) == 0);
    CHECK(sring_openat_await(&ring, path, O_RDONLY, 0, &fd) == 0);
    CHECK(sring_buf_alloc(&buf, 64) == 0);
    CHECK(sring_read_at_init(&ring, &op, &fd, 0) == 0);
    sring_read_at_submit(&ring, &op, &buf, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
    unlink(path);
    CHECK(sring_read_at_finish(&done, &buf) == 9);
    CHECK(std::memcmp(sring_buf_data(&buf), "some text", 9) == 0);
    CHECK(sring_read_at_init(&ring, &op, &fd, 5) == 0);
    sring_read_at_start(&ring, &op, &buf, on_read, &heard);
    CHECK(sring_run(&ring) == 0);
    CHECK(heard == 4);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    return 0;
}
