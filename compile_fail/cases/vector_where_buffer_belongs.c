/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation on one buffer takes no vector.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_vec vec;
    int n;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_vec_init(&vec, 1)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_vec *" */
    n = sring_read_at_await(&ring, &file, &vec, 0);
#else
    n = sring_readv_at_await(&ring, &file, &vec, 0);
#endif
    EXPECT(n == 6);
    sring_vec_free(&vec);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
