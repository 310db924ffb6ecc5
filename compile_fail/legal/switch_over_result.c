/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A switch over the result of an operation; the buffer is given back before it.
 */
#include "support.h"

enum kind {
    OK,
    EMPTY,
    IS_DIRECTORY,
    OTHER
};

static int classify(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

static int classify(struct sring *ring, const struct sring_fd *file)
{
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_buf buf;
    int kind;

    if (sring_buf_alloc(&buf, 16)) {
        return OTHER;
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        sring_buf_free(&buf);
        return OTHER;
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    switch (sring_read_at_result(&done)) {
    case -EISDIR:
        kind = IS_DIRECTORY;
        break;
    case 0:
        kind = EMPTY;
        break;
    default:
        kind = sring_read_at_result(&done) > 0 ? OK : OTHER;
    }
    switch (sring_read_at_finish(&done, &buf)) {
    case -EIO:
        sring_buf_free(&buf);
        return OTHER;
    case 16:
        kind = OTHER;
        /* fall through */
    default:
        sring_buf_free(&buf);
    }
    return kind;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_fd folder;
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_openat_await(&ring, "/", O_RDONLY | O_DIRECTORY, 0, &folder);
    if (rc) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, legal_file("something"));
    status = classify(&ring, &file) == OK && classify(&ring, &folder) == IS_DIRECTORY ? 0 : 3;
    sring_fd_close(&ring, &file);
    sring_fd_close(&ring, &folder);
    sring_close(&ring);
    return status;
}
