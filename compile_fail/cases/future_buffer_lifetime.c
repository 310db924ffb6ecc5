/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A function that hands out a Submitted operation cannot free its buffer.
// expect gcc-O0: runtime "sring_buf_free needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

static void begin_read(struct sring *ring, const struct sring_fd *file,
                       struct sring_read_at_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file) SRING_PRODUCES(*inflight);

__attribute__((noinline)) static void begin_read(struct sring *ring, const struct sring_fd *file,
                                                 struct sring_read_at_submitted *inflight)
{
    struct sring_buf buf;
    struct sring_read_at_building op;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        give_up("sring_read_at_init");
    }
    sring_read_at_submit(ring, &op, &buf, inflight);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    begin_read(&ring, &file, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
