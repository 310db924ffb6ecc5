/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Copying a file by path: open both, allocate, read and write until the end, sync, close.
 */
#include "support.h"

static int copy(struct sring *ring, const char *from_path, const char *to_path)
    SRING_REQUIRES(*ring);

static int copy(struct sring *ring, const char *from_path, const char *to_path)
{
    struct sring_fd from;
    struct sring_fd to;
    struct sring_buf buf;
    uint64_t offset = 0;
    int n;
    int rc = sring_openat_await(ring, from_path, O_RDONLY | O_CLOEXEC, 0, &from);

    if (rc) {
        return rc;
    }
    rc = sring_openat_await(ring, to_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &to);
    if (rc) {
        goto close_from;
    }
    rc = sring_buf_alloc(&buf, 4096);
    if (rc) {
        goto close_to;
    }
    for (;;) {
        n = sring_read_at_await(ring, &from, &buf, offset);
        if (n <= 0) {
            break;
        }
        n = sring_write_at_await(ring, &to, &buf, offset);
        if (n <= 0) {
            break;
        }
        offset += (uint64_t)n;
    }
    sring_buf_free(&buf);
    rc = n ? n : sring_fsync_await(ring, &to);
close_to:
    sring_fd_close(ring, &to);
close_from:
    sring_fd_close(ring, &from);
    return rc;
}

int main(int argc, char **argv)
{
    char folder[256];
    char path[512];
    struct sring ring;
    struct statx from;
    struct statx to;
    int status = 0;
    int rc = sring_open(&ring, NULL);

    (void)argc;
    if (rc) {
        return legal_no_ring(rc);
    }
    if (legal_directory(folder, sizeof(folder))) {
        sring_close(&ring);
        return 2;
    }
    snprintf(path, sizeof(path), "%s/copy", folder);
    if (copy(&ring, argv[0], path)) {
        status = 3;
    } else if (sring_statx_await(&ring, argv[0], 0, STATX_SIZE, &from) ||
               sring_statx_await(&ring, path, 0, STATX_SIZE, &to) || from.stx_size != to.stx_size) {
        status = 4;
    }
    unlink(path);
    rmdir(folder);
    sring_close(&ring);
    return status;
}
