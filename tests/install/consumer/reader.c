/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A program that uses the installed library: reads a file through the ring and writes it to stdout.
 * It is compiled as C and as C++.
 */
#include <sring/sring.h>
#ifdef WITH_OWN_OPERATION
#include <sring/ops/fadvise_ahead.h>
#endif

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static int copy(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*buf);

static int copy(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
    uint64_t offset = 0;
    int rc;

#ifdef WITH_OWN_OPERATION
    rc = sring_fadvise_ahead_await(ring, fd, 0, 0, POSIX_FADV_WILLNEED);
    if (rc) {
        return rc;
    }
#endif
    for (;;) {
        sring_buf_set_length(buf, 0);
        rc = sring_read_at_await(ring, fd, buf, offset);
        if (rc <= 0) {
            return rc;
        }
        fwrite(sring_buf_data(buf), 1, sring_buf_length(buf), stdout);
        offset += (uint64_t)rc;
    }
}

static int read_file(struct sring *ring, const char *path) SRING_REQUIRES(*ring);

static int read_file(struct sring *ring, const char *path)
{
    SRING_AUTO struct sring_fd fd = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int raw = open(path, O_RDONLY);
    int rc;

    if (raw < 0) {
        return -errno;
    }
    rc = sring_buf_alloc(&buf, 4096);
    sring_fd_adopt(&fd, raw);
    if (!rc) {
        rc = copy(ring, &fd, &buf);
        sring_buf_free(&buf);
    }
    sring_fd_close(ring, &fd);
    return rc;
}

int main(int argc, char **argv)
{
    SRING_AUTO struct sring ring = SRING_NONE;
    char reason[200];
    int rc = sring_open(&ring, NULL);

    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "%s\n", reason);
        return 77; /* skipped: no ring can be opened */
    }
    rc = read_file(&ring, argc == 2 ? argv[1] : "");
    sring_close(&ring);
    if (rc) {
        fprintf(stderr, "%s\n", strerror(-rc));
    }
    return rc != 0;
}
