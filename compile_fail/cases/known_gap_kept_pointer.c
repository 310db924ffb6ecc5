/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pointer from sring_buf_data is not used after the buffer was given away.
// expect gcc-O0 gcc clang: not caught
// expect gcc-asan: found "use-after-poison"
// expect clang-tsa: not caught
#include "case.h"

int main(void)
{
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    unsigned char *data;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_read_at_init(&ring, &op, &file, 0)) {
        give_up("sring_read_at_init");
    }
    data = sring_buf_data(&buf);
    data[0] = 1;
    sring_read_at_submit(&ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    data[0] = 2; /* the kernel may be writing to it */
#endif
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    data = sring_buf_data(&buf);
    EXPECT(data[1] == 'o');
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
