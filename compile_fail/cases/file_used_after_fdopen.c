/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file of which a FILE was made belongs to the FILE.
// expect gcc-O0: runtime "sring_fd_close needs a file that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd fd;
    FILE *file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&fd, temporary_file("text"));
    if (sring_fdopen(&ring, &fd, "r", &file)) {
        give_up("sring_fdopen");
    }
    EXPECT(fgetc(file) == 't');
#ifndef SRING_TWIN
    /* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_fd_close(&ring, &fd);
#endif
    EXPECT(fclose(file) == 0);
    sring_close(&ring);
    return 0;
}
