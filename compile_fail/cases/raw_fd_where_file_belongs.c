/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A number is not a file.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_fsync_building op;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
#ifndef SRING_TWIN
    /* error: L1 int-conversion "struct sring_fd *" */
    if (!sring_fsync_init(&ring, &op, 1)) {
#else
    if (!sring_fsync_init(&ring, &op, &file)) {
#endif
        sring_fsync_abandon(&ring, &op);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
