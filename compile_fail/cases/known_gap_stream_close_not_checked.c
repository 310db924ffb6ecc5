/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The result of sring_stream_close is checked: it says that bytes could not be written.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect clang-tsa: not caught
#include "case.h"

#include <fcntl.h>

int main(void)
{
    struct sring ring;
    struct sring_stream stream;
    struct sring_fd fd;
    int raw = open("/dev/full", O_WRONLY | O_CLOEXEC);

    if (raw < 0 || sring_open(&ring, NULL)) {
        give_up("/dev/full");
    }
    sring_fd_adopt(&fd, raw);
    if (sring_stream_open(&ring, &stream, &fd)) {
        give_up("sring_stream_open");
    }
    if (sring_stream_write_all(&ring, &stream, "potato", 6)) {
        give_up("sring_stream_write_all");
    }
#ifndef SRING_TWIN
    sring_stream_close(&ring, &stream); /* the bytes are lost */
#else
    EXPECT(sring_stream_close(&ring, &stream) == -ENOSPC);
#endif
    sring_close(&ring);
    return 0;
}
