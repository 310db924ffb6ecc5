/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The headers in C++17: everything compiles, and a read works.
 */
#include <sring/sring.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
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
