/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reads that a worker of the kernel makes, so that submitting them takes no time: with set_async,
 * and with an option of launch.
 */
#include "support.h"

SRING_READ_AT_CALLBACK(on_read)
{
    struct sring_buf buf;

    *(int *)arg = sring_read_at_finish(done, &buf);
    sring_buf_free(&buf);
}

static int read_both(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

static int read_both(struct sring *ring, const struct sring_fd *file)
{
    const struct sring_read_at_options options = {.async = true};
    struct sring_read_at_building op;
    struct sring_buf buf, more;
    int first = -1, second = -1;
    int rc;

    if (sring_buf_alloc(&buf, 16)) {
        return -1;
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        sring_buf_free(&buf);
        return -1;
    }
    sring_read_at_set_async(&op);
    sring_read_at_start(ring, &op, &buf, on_read, &first);
    if (sring_buf_alloc(&more, 16)) {
        return -1;
    }
    rc = sring_read_at_launch(ring, file, 0, &more, &options, on_read, &second, NULL);
    if (rc) {
        sring_buf_free(&more);
        return rc;
    }
    rc = sring_run(ring);
    return rc ? rc : first + second;
}

int main(void)
{
    struct sring_fd file;
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, open("/dev/zero", O_RDONLY | O_CLOEXEC));
    rc = read_both(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return rc != 32;
}
