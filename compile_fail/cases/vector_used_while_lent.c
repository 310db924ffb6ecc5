/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A vector in flight is not touched.
// expect gcc-O0: runtime "sring_vec_data needs a vector that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_vec vec;
    struct sring_readv_at_building op;
    struct sring_readv_at_submitted inflight;
    struct sring_readv_at_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_vec_init(&vec, 2)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
    if (sring_readv_at_init(&ring, &op, &file, 0)) {
        give_up("sring_readv_at_init");
    }
    sring_readv_at_submit(&ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    /* error: L2 sring_error_vec_gone_ */
    /* error: L3 "'sring_vec_data' requires holding {buffer vector} 'vec'" */
    sring_vec_data(&vec, 0)[0] = 1;
#endif
    sring_readv_at_wait(&ring, &inflight, &done);
    EXPECT(sring_readv_at_finish(&done, &vec) == 6);
    EXPECT(sring_vec_data(&vec, 0)[0] == 'p');
    sring_vec_free(&vec);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
