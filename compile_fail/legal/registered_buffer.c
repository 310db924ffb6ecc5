/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A registered buffer: written from, read into, and an ordinary buffer again at the end.
 */
#include "support.h"

static int there_and_back(struct sring *ring, const struct sring_fd *file,
                          struct sring_registered_buf *buf) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*buf);

static int there_and_back(struct sring *ring, const struct sring_fd *file,
                          struct sring_registered_buf *buf)
{
    memcpy(sring_registered_buf_data(buf), "fixed", 5);
    sring_registered_buf_set_length(buf, 5);
    if (sring_write_fixed_await(ring, file, buf, 0) != 5) {
        return -EIO;
    }
    memset(sring_registered_buf_data(buf), 0, sring_registered_buf_capacity(buf));
    return sring_read_fixed_await(ring, file, buf, 0);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_registered_buf registered;
    int raw = legal_file("");
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    rc = sring_buf_alloc(&buf, 64);
    if (rc) {
        status = 2;
        goto close_file;
    }
    rc = sring_buf_register(&ring, &buf, &registered);
    if (rc) {
        printf("SKIP: registering a buffer failed: %s\n", strerror(-rc));
        status = LEGAL_SKIP;
        goto free_buf;
    }
    if (there_and_back(&ring, &file, &registered) != 5) {
        status = 3;
    }
    sring_buf_unregister(&ring, &registered, &buf);
    if (!status && memcmp(sring_buf_data(&buf), "fixed", 6) != 0) {
        status = 4;
    }
free_buf:
    sring_buf_free(&buf);
close_file:
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
