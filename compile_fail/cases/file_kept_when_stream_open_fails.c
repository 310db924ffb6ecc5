/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file that no stream could be opened on is still the caller's.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

#include <fcntl.h>

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_stream stream;
    int raw = open("/tmp", O_RDONLY | O_DIRECTORY);
    int rc;

    if (raw < 0 || sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, raw);
    rc = sring_stream_open(&ring, &stream, &file);
    if (rc) {
        EXPECT(rc == -EISDIR);
#ifdef SRING_TWIN
        sring_fd_close(&ring, &file);
#endif
    } else {
        EXPECT(sring_stream_close(&ring, &stream) == 0);
    }
    /* error: L3 "{file} 'file' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
