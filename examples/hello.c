/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * hello: prints a file, and shows one operation in every state.
 */
#define _GNU_SOURCE /* O_CLOEXEC */

#include <sring/sring.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* Returns 0 or -errno. The caller owns the buffer before and after the call. */
static int print(struct sring *ring, const struct sring_fd *file, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*buf)
{
    uint64_t offset = 0;
    int n;

    do {
        SRING_AUTO struct sring_read_at_building op = SRING_NONE;
        SRING_AUTO struct sring_read_at_submitted inflight = SRING_NONE;
        SRING_AUTO struct sring_read_at_completed done = SRING_NONE;
        int rc = sring_read_at_init(ring, &op, file, offset);

        if (rc) {
            return rc;
        }
        sring_read_at_submit(ring, &op, buf, &inflight); /* now the kernel owns the buffer */
        sring_read_at_wait(ring, &inflight, &done);
        n = sring_read_at_finish(&done, buf); /* the program owns it again, whatever the result */
        if (n > 0) {
            fwrite(sring_buf_data(buf), 1, sring_buf_length(buf), stdout);
            offset += (uint64_t)n;
        }
    } while (n > 0);
    return n;
}

/* Returns 0 or -errno. */
static int print_path(struct sring *ring, const char *path) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_fd file = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int rc = sring_buf_alloc(&buf, 64 * 1024);

    if (rc) {
        return rc;
    }
    rc = sring_openat_await(ring, path, O_RDONLY | O_CLOEXEC, 0, &file);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    rc = print(ring, &file, &buf);
    sring_fd_close(ring, &file);
    sring_buf_free(&buf);
    return rc;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[256];
    int rc;

    if (argc != 2 || argv[1][0] == '-') {
        fprintf(stderr, "usage: hello FILE\n");
        return 2;
    }
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "hello: %s\n", reason);
        return 1;
    }
    rc = print_path(&ring, argv[1]);
    if (rc) {
        fprintf(stderr, "hello: %s: %s\n", argv[1], strerror(-rc));
    }
    sring_close(&ring);
    return rc || fflush(stdout) ? 1 : 0;
}
