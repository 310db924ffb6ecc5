/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No operation begins on a direct descriptor that was unregistered.
// expect gcc-O0: runtime "a direct descriptor of this ring"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd direct;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int result;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_fd_register(&ring, &file, &direct)) {
        give_up("sring_fd_register");
    }
#ifndef SRING_TWIN
    sring_direct_fd_unregister(&ring, &direct);
#endif
    /* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "'sring_read_at_init_direct' requires holding {direct descriptor} 'direct'" */
    if (sring_read_at_init_direct(&ring, &op, &direct, 0)) {
        give_up("sring_read_at_init_direct");
    }
    sring_read_at_submit(&ring, &op, &buf, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
    result = sring_read_at_finish(&done, &buf);
    EXPECT(result == 6);
#ifdef SRING_TWIN
    sring_direct_fd_unregister(&ring, &direct);
#endif
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
