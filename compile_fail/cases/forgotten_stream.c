/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A stream is closed or released.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_stream stream = SRING_NONE;
    char line[16];

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato\n"));
    if (sring_stream_open(&ring, &stream, &file)) {
        give_up("sring_stream_open");
    }
    EXPECT(sring_stream_read_line(&ring, &stream, line, sizeof(line)) == 7);
#ifdef SRING_TWIN
    EXPECT(sring_stream_close(&ring, &stream) == 0);
#endif
    sring_close(&ring);
    return 0;
    /* error: L3 "{stream} 'stream' is still held at the end of function" */
}
