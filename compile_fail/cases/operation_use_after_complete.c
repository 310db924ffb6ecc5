/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A finished operation has no result any more.
// expect gcc-O0: runtime "sring_read_at_result needs a live handle of read_at in state Completed"
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
    sring_read_at_wait(&ring, &inflight, &done);
#ifdef SRING_TWIN
    EXPECT(sring_read_at_result(&done) == 6);
#endif
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
#ifndef SRING_TWIN
    /* error: L2 sring_error_read_at_completed_gone_ */
    /* error: L3 "'sring_read_at_result' requires holding {read_at in state Completed} 'done'" */
    (void)sring_read_at_result(&done);
#endif
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
