/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A local array is not a buffer.
// expect gcc-O0 gcc clang: L1
// expect clang-tsa: L1 L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
#ifndef SRING_TWIN
    unsigned char array[64];
#endif

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_read_at_init(&ring, &op, &file, 0)) {
        give_up("sring_read_at_init");
    }
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char" */
    /* error: L3 "releasing {buffer} 'array' that was not held" */
    sring_read_at_submit(&ring, &op, array, &inflight);
#else
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_read_at_submit(&ring, &op, &buf, &inflight);
#endif
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
