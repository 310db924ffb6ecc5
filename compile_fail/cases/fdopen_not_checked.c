/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: sring_fdopen leaves the file to the caller if it fails: its result is checked.
// expect all: L1
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
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_fdopen(&ring, &fd, "r", &file);
#else
    if (sring_fdopen(&ring, &fd, "r", &file)) {
        give_up("sring_fdopen");
    }
    EXPECT(fgetc(file) == 't');
    EXPECT(fclose(file) == 0);
#endif
    sring_close(&ring);
    return 0;
}
