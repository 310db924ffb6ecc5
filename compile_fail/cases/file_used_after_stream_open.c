/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file that a stream has taken is the stream's.
// expect gcc-O0: runtime "sring_fd_close needs a file that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_stream stream;
    char line[16];

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato\n"));
    if (sring_stream_open(&ring, &stream, &file)) {
        give_up("sring_stream_open");
    }
    EXPECT(sring_stream_read_line(&ring, &stream, line, sizeof(line)) == 7);
#ifndef SRING_TWIN
    /* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'file' that was not held" */
    sring_fd_close(&ring, &file);
#endif
    EXPECT(sring_stream_close(&ring, &stream) == 0);
    sring_close(&ring);
    return 0;
}
