/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a closed file is not used: the run-time check cannot tell it from the file.
// expect gcc-O0 gcc-asan: kernel "EBADF"
// expect gcc clang: kernel "EBADF"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
#ifndef SRING_TWIN
    struct sring_fd copy = file;

    sring_fd_close(&ring, &file); /* with the number reused, this would be another file */
    /* error: L3 "'sring_fsync_await' requires holding {file} 'copy'" */
    EXPECT(sring_fsync_await(&ring, &copy) == -EBADF);
    puts("EBADF");
#else
    EXPECT(sring_fsync_await(&ring, &file) == 0);
    sring_fd_close(&ring, &file);
#endif
    sring_close(&ring);
    return 0;
}
