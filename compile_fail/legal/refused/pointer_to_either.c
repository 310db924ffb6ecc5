/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The analysis takes a pointer to one of two handles for a third handle. Instead: choose inside a
 * function that takes both, or call in both branches (ternaries.c).
 *
 * clang-14: calling function 'sring_fsync_await' requires holding mutex 'file'
 * clang-19: calling function 'sring_fsync_await' requires holding file 'file'
 */
#include "support.h"

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_fd in;
    struct sring_fd out;
    int rc = sring_open(&ring, NULL);
    int result;

    (void)argv;
    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&in, legal_file(""));
    sring_fd_adopt(&out, legal_file(""));
#ifndef SRING_TWIN
    const struct sring_fd *file = argc > 1 ? &in : &out;

    result = sring_fsync_await(&ring, file);
#else
    if (argc > 1) {
        result = sring_fsync_await(&ring, &in);
    } else {
        result = sring_fsync_await(&ring, &out);
    }
#endif
    sring_fd_close(&ring, &in);
    sring_fd_close(&ring, &out);
    sring_close(&ring);
    return result ? 2 : 0;
}
