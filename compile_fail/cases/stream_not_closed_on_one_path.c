/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A stream is closed or released on every path.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_stream stream;

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato\n"));
    if (sring_stream_open(&ring, &stream, &file)) {
        give_up("sring_stream_open");
    }
    if (argc > 1) {
        EXPECT(sring_stream_close(&ring, &stream) == 0);
    }
#ifdef SRING_TWIN
    else {
        if (sring_stream_release(&ring, &stream, &file)) {
            give_up("sring_stream_release");
        }
        sring_fd_close(&ring, &file);
    }
#endif
    /* error: L3 "{stream} 'stream' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
