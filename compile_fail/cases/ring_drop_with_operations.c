/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation cannot be waited for after its ring was closed.
// expect gcc-O0: runtime "sring_read_at_wait needs"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;

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
    sring_read_at_submit(&ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    /* error: L2 sring_error_ring_closed_ */
    /* error: L3 "'sring_read_at_wait' requires holding {ring} 'ring'" */
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
#else
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
#endif
    return 0;
}
