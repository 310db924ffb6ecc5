/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A loop gets its buffer back before it lends it again.
// expect gcc-O0 gcc clang: runtime "sring_read_at_submit needs a buffer that is yours"
// expect clang-19: L2
// expect clang-tsa: L3
#include "case.h"

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int turns = argc + 1;

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    /* error: L3 "expecting {buffer} 'buf' to be held at start of each loop" */
    while (turns--) {
        if (sring_read_at_init(&ring, &op, &file, 0)) {
            give_up("sring_read_at_init");
        }
        /* error: L2[clang-19] sring_error_buf_gone_ */
        sring_read_at_submit(&ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
        (void)done;
        sring_read_at_detach(&ring, &inflight);
#else
        sring_read_at_wait(&ring, &inflight, &done);
        EXPECT(sring_read_at_finish(&done, &buf) == 6);
#endif
    }
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
