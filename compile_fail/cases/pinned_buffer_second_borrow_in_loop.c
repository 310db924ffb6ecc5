/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer submitted in one turn of a loop cannot be used in the next.
// expect gcc-O0 gcc-O2 gcc-O3 gcc-Os clang: runtime "sring_buf_data needs a buffer that is yours"
// expect gcc-O1: L2
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

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    /* error: L3 "expecting {buffer} 'buf' to be held at start of each loop" */
    for (int turn = 0; turn <= argc; turn++) {
        /* error: L2 sring_error_buf_gone_ */
        sring_buf_data(&buf)[0] = 0;
        if (sring_read_at_init(&ring, &op, &file, 0)) {
            give_up("sring_read_at_init");
        }
        sring_read_at_submit(&ring, &op, &buf, &inflight);
        sring_read_at_wait(&ring, &inflight, &done);
#ifndef SRING_TWIN
        sring_read_at_completed_stash(&done);
#else
        EXPECT(sring_read_at_finish(&done, &buf) == 6);
#endif
    }
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
