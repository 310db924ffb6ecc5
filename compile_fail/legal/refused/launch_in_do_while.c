/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A launch that is repeated in a do/while loop: the analysis does not see that the buffer is there
 * again. Instead: an endless loop that returns on success, and ends on another error.
 *
 * clang-14: expecting mutex 'buf' to be held at start of each loop
 * clang-19: expecting buffer 'buf' to be held at start of each loop
 */
#include "support.h"

SRING_READ_CALLBACK(on_read)
{
    struct sring_buf buf;

    (void)sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

static int begin(struct sring *ring, const struct sring_fd *file, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    int rc;

#ifndef SRING_TWIN
    do {
        rc = sring_read_launch(ring, file, buf, NULL, on_read, NULL, NULL);
    } while (rc == -EAGAIN);
    if (rc) {
        sring_buf_free(buf);
    }
    return rc;
#else
    for (;;) {
        rc = sring_read_launch(ring, file, buf, NULL, on_read, NULL, NULL);
        if (!rc) {
            return 0;
        }
        if (rc != -EAGAIN) {
            break;
        }
    }
    sring_buf_free(buf);
    return rc;
#endif
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("text"));
    rc = sring_buf_alloc(&buf, 16);
    if (!rc) {
        rc = begin(&ring, &file, &buf);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return rc ? 2 : 0;
}
