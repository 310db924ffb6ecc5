/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a Submitted operation is not waited for again: found at run time by its number.
// expect gcc-O0 gcc-asan gcc clang: runtime "an operation that is in flight on this ring"
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
    struct sring_read_at_submitted copy = inflight;
    struct sring_read_at_completed again;
    struct sring_buf twice;
#endif
    sring_read_at_wait(&ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
#ifndef SRING_TWIN
    /* error: L3 "releasing {read_at in state Submitted} 'copy' that was not held" */
    sring_read_at_wait(&ring, &copy, &again);
    EXPECT(sring_read_at_finish(&again, &twice) == 6);
    sring_buf_free(&twice);
#endif
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
