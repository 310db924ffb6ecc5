/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No operation begins on a copy of a direct descriptor that was unregistered.
// expect gcc-O0 gcc-asan gcc clang: runtime "a copy of one that was unregistered or closed before"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd direct;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_fd_register(&ring, &file, &direct)) {
        give_up("sring_fd_register");
    }
#ifndef SRING_TWIN
    struct sring_direct_fd stale = direct;

    sring_direct_fd_unregister(&ring, &direct);
    /* error: L3 "'sring_fsync_init_direct' requires holding {direct descriptor} 'stale'" */
    if (sring_fsync_init_direct(&ring, &op, &stale)) {
#else
    if (sring_fsync_init_direct(&ring, &op, &direct)) {
#endif
        give_up("sring_fsync_init_direct");
    }
    sring_fsync_submit(&ring, &op, &inflight);
    sring_fsync_wait(&ring, &inflight, &done);
    EXPECT(sring_fsync_finish(&done) == 0);
#ifdef SRING_TWIN
    sring_direct_fd_unregister(&ring, &direct);
#endif
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
