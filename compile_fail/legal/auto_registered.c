/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SRING_AUTO on registered files and buffers, in a helper that consumes its arguments.
 */
#include "support.h"

static int use_registry(struct sring *ring, struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*file);

static int use_registry(struct sring *ring, struct sring_fd *file)
{
    SRING_AUTO struct sring_direct_fd direct = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    SRING_AUTO struct sring_registered_buf registered = SRING_NONE;
    int rc = sring_fd_register(ring, file, &direct);

    sring_fd_close(ring, file);
    if (rc) {
        return 5;
    }
    sring_direct_fd_unregister(ring, &direct);
    if (sring_buf_alloc(&buf, 64)) {
        return 6;
    }
    if (!sring_buf_register(ring, &buf, &registered)) {
        sring_buf_unregister(ring, &registered, &buf);
    }
    sring_buf_free(&buf);
    return 0;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file(""));
    status = use_registry(&ring, &file);
    sring_close(&ring);
    return status;
}
