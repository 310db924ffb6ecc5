/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer is lent to one operation at a time.
// expect gcc-O0: runtime "sring_read_at_submit needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op, second;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_read_at_submitted other;

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
    if (sring_read_at_init(&ring, &second, &file, 0)) {
        give_up("sring_read_at_init");
    }
    sring_read_at_submit(&ring, &op, &buf, &inflight);
#ifdef SRING_TWIN
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
#endif
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_read_at_submit(&ring, &second, &buf, &other);
#ifndef SRING_TWIN
    sring_read_at_detach(&ring, &inflight);
#endif
    sring_read_at_wait(&ring, &other, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
