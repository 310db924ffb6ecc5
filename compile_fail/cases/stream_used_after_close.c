/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A stream that was closed is not used.
// expect gcc-O0: runtime "sring_stream_write_all needs an open stream"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_stream stream;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file(""));
    if (sring_stream_open(&ring, &stream, &file)) {
        give_up("sring_stream_open");
    }
#ifdef SRING_TWIN
    EXPECT(sring_stream_write_all(&ring, &stream, "text", 4) == 0);
#endif
    EXPECT(sring_stream_close(&ring, &stream) == 0);
#ifndef SRING_TWIN
    /* error: L2 sring_error_stream_gone_ */
    /* error: L3 "'sring_stream_write_all' requires holding {stream} 'stream'" */
    EXPECT(sring_stream_write_all(&ring, &stream, "text", 4) == 0);
#endif
    sring_close(&ring);
    return 0;
}
