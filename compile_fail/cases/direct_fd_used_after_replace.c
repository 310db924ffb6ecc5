/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A direct descriptor whose file was replaced is used through its new handle.
// expect gcc-O0: runtime "a direct descriptor of this ring"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd direct, replaced;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;
    int result;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_fd_register(&ring, &file, &direct)) {
        give_up("sring_fd_register");
    }
    if (sring_direct_fd_replace(&ring, &direct, &file, &replaced)) {
        give_up("sring_direct_fd_replace");
    }
#ifndef SRING_TWIN
    /* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "'sring_fsync_init_direct' requires holding {direct descriptor} 'direct'" */
    if (sring_fsync_init_direct(&ring, &op, &direct)) {
#else
    if (sring_fsync_init_direct(&ring, &op, &replaced)) {
#endif
        give_up("sring_fsync_init_direct");
    }
    sring_fsync_submit(&ring, &op, &inflight);
    sring_fsync_wait(&ring, &inflight, &done);
    result = sring_fsync_finish(&done);
    EXPECT(result == 0);
    sring_direct_fd_unregister(&ring, &replaced);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
