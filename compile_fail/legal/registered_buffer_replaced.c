/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A registered buffer gets more memory, and a direct descriptor another file, in the same slots.
 */
#include "support.h"

static int grow(struct sring *ring, struct sring_registered_buf *registered) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*registered);

/* Returns 0 or -errno. */
static int grow(struct sring *ring, struct sring_registered_buf *registered)
{
    struct sring_registered_buf larger;
    struct sring_buf buf, old;
    int rc = sring_buf_alloc(&buf, 2 * sring_registered_buf_capacity(registered));

    if (rc) {
        sring_registered_buf_free(registered);
        return rc;
    }
    rc = sring_registered_buf_replace(ring, registered, &buf, &larger, &old);
    if (rc) {
        sring_buf_free(&buf);
        sring_registered_buf_free(registered);
        return rc;
    }
    memcpy(sring_registered_buf_data(&larger), sring_buf_data(&old), sring_buf_length(&old));
    sring_buf_free(&old);
    sring_registered_buf_free(&larger);
    return 0;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd first, second;
    struct sring_registered_buf registered;
    struct sring_buf buf;
    int status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("text"));
    if (!sring_fd_register(&ring, &file, &first)) {
        if (!sring_direct_fd_replace(&ring, &first, &file, &second)) {
            sring_direct_fd_unregister(&ring, &second);
            status = 0;
        }
    }
    sring_fd_close(&ring, &file);
    if (status || sring_buf_alloc(&buf, 64)) {
        goto close_ring;
    }
    rc = sring_buf_register(&ring, &buf, &registered);
    if (rc) {
        sring_buf_free(&buf);
        status = rc == -EOPNOTSUPP ? LEGAL_SKIP : 3;
        goto close_ring;
    }
    status = grow(&ring, &registered) ? 4 : 0;
close_ring:
    sring_close(&ring);
    return status;
}
