/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file stays open until the operation on it is submitted: only init checks it.
// expect gcc-O0 gcc-asan gcc clang: kernel "EBADF"
// expect clang-tsa: not caught
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_fsync_init(&ring, &op, &file)) {
        give_up("sring_fsync_init");
    }
#ifndef SRING_TWIN
    sring_fd_close(&ring, &file); /* with the number reused, this would be another file */
#endif
    sring_fsync_submit(&ring, &op, &inflight);
    sring_fsync_wait(&ring, &inflight, &done);
#ifndef SRING_TWIN
    EXPECT(sring_fsync_finish(&done) == -EBADF);
    puts("EBADF");
#else
    EXPECT(sring_fsync_finish(&done) == 0);
    sring_fd_close(&ring, &file);
#endif
    sring_close(&ring);
    return 0;
}
