/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * count_lines: counts the bytes and lines of files.
 *
 * The files are opened in the ring's table, and are never descriptors of the process. The buffer is
 * registered, so the kernel looks it up and pins it once, not for every read. Both are handles: a
 * direct descriptor that is not closed, or a registered buffer that is not freed, does not compile.
 */
#define _GNU_SOURCE

#include "arguments.h"

#include <sring/sring.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum {
    BYTES = 64 * 1024
};

/* Returns 0 or -errno. */
static int count(struct sring *ring, const struct sring_direct_fd *file,
                 struct sring_registered_buf *buf, uint64_t *bytes, uint64_t *lines)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*buf)
{
    int n;

    *bytes = *lines = 0;
    do {
        SRING_AUTO struct sring_read_fixed_building op = SRING_NONE;
        SRING_AUTO struct sring_read_fixed_submitted inflight = SRING_NONE;
        SRING_AUTO struct sring_read_fixed_completed done = SRING_NONE;
        const unsigned char *data;
        int rc = sring_read_fixed_init_direct(ring, &op, file, *bytes);

        if (rc) {
            return rc;
        }
        sring_read_fixed_submit(ring, &op, buf, &inflight);
        sring_read_fixed_wait(ring, &inflight, &done);
        n = sring_read_fixed_finish(&done, buf);
        data = sring_registered_buf_data(buf);
        for (int i = 0; i < n; i++) {
            *lines += data[i] == '\n';
        }
        *bytes += n > 0 ? (uint64_t)n : 0;
    } while (n > 0);
    return n;
}

/* Prints the result. Returns 0 or -errno. */
static int count_path(struct sring *ring, const char *path, struct sring_registered_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    SRING_AUTO struct sring_direct_fd file = SRING_NONE;
    uint64_t bytes, lines;
    int rc = sring_openat_direct_await(ring, path, O_RDONLY, 0, &file);

    if (rc) {
        return rc;
    }
    rc = count(ring, &file, buf, &bytes, &lines);
    if (rc) {
        sring_direct_fd_unregister(ring, &file);
        return rc;
    }
    printf("%12llu %12llu %s\n", (unsigned long long)bytes, (unsigned long long)lines, path);
    return sring_close_direct_await(ring, &file);
}

/* Returns 0, or 1 after an error message. */
static int count_all(struct sring *ring, char **paths) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    SRING_AUTO struct sring_registered_buf registered = SRING_NONE;
    char reason[256];
    int failed = 0;
    int rc = sring_buf_alloc(&buf, BYTES);

    if (rc) {
        fprintf(stderr, "count_lines: %s\n", strerror(-rc));
        return 1;
    }
    rc = sring_buf_register(ring, &buf, &registered);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "count_lines: %s\n", reason);
        sring_buf_free(&buf);
        return 1;
    }
    for (; *paths; paths++) {
        rc = count_path(ring, *paths, &registered);
        if (rc) {
            fprintf(stderr, "count_lines: %s: %s\n", *paths, strerror(-rc));
            failed = 1;
        }
    }
    sring_registered_buf_free(&registered);
    return failed;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[256];
    int failed, rc;

    check_arguments(argc, argv, argc >= 2,
                    "usage: count_lines FILE...\n"
                    "Prints the number of bytes and lines of each file.\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "count_lines: %s\n", reason);
        return 1;
    }
    failed = count_all(&ring, argv + 1);
    sring_close(&ring);
    return failed || fflush(stdout) ? 1 : 0;
}
