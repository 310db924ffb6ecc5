/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation is finished once.
// expect gcc-O0: runtime "sring_fadvise_ahead_finish needs a live handle"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

#include <sring/ops/fadvise_ahead.h>

#include <fcntl.h>

int main(void)
{
    struct sring ring;
    struct sring_fd fd;
    struct sring_fadvise_ahead_building op;
    struct sring_fadvise_ahead_submitted inflight;
    struct sring_fadvise_ahead_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&fd, temporary_file("text"));
    if (sring_fadvise_ahead_init(&ring, &op, &fd, 0, 0, POSIX_FADV_WILLNEED)) {
        give_up("sring_fadvise_ahead_init");
    }
    sring_fadvise_ahead_submit(&ring, &op, &inflight);
    sring_fadvise_ahead_wait(&ring, &inflight, &done);
    EXPECT(sring_fadvise_ahead_finish(&done) == 0);
#ifndef SRING_TWIN
    /* error: L2 sring_error_fadvise_ahead_completed_gone_ */
    /* error: L3 "releasing {fadvise_ahead in state Completed} 'done' that was not held" */
    (void)sring_fadvise_ahead_finish(&done);
#endif
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    return 0;
}
