/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A stream that is only borrowed is not closed.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(reader)
{
    struct sring_stream *stream = arg;
    char line[16];

    sring_stream_borrow(stream);
    EXPECT(sring_stream_read_line(ring, stream, line, sizeof(line)) == 7);
#ifndef SRING_TWIN
    /* error: L3 "releasing {stream} 'stream' using exclusive access, expected shared access" */
    return sring_stream_close(ring, stream);
#else
    sring_stream_return(stream);
    sring_stream_claim(stream);
    return sring_stream_close(ring, stream);
#endif
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_stream stream;
    struct sring_fiber fiber;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato\n"));
    if (sring_stream_open(&ring, &stream, &file)) {
        give_up("sring_stream_open");
    }
    sring_stream_stash(&stream);
    if (sring_spawn(&ring, &fiber, reader, &stream)) {
        give_up("sring_spawn");
    }
    EXPECT(sring_join(&ring, &fiber) == 0);
    sring_close(&ring);
    return 0;
}
