/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Memory belongs to one buffer: adopted by two, it can be in flight and in use at once.
// expect gcc-O0 gcc clang: not caught
// expect gcc-asan: found "use-after-poison"
// expect clang-tsa: not caught
#include "case.h"

int main(void)
{
    static unsigned char memory[128];
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring ring;
    struct sring_fd file;
    struct sring_buf one, two;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_adopt(&one, memory, 64, NULL, NULL)) {
        give_up("sring_buf_adopt");
    }
#ifndef SRING_TWIN
    if (sring_buf_adopt(&two, memory, 64, NULL, NULL)) {
        give_up("sring_buf_adopt");
    }
#else
    if (sring_buf_adopt(&two, memory + 64, 64, NULL, NULL)) {
        give_up("sring_buf_adopt");
    }
#endif
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_read_at_init(&ring, &op, &file, 0)) {
        give_up("sring_read_at_init");
    }
    sring_read_at_submit(&ring, &op, &one, &inflight);
    memset(sring_buf_data(&two), 1, 64);
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &one) == 6);
    sring_buf_free(&one);
    sring_buf_free(&two);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
