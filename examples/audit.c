/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * audit LOG: copies standard input to standard output, and appends a line of JSON for each
 * operation to the file LOG. At the end it prints how long the reads took.
 */
#define _GNU_SOURCE /* O_CLOEXEC */

#include <sring/sring.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SIZE 65536

/* Returns 0 or -errno. */
static int write_all(struct sring *ring, const struct sring_fd *out, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*out) SRING_REQUIRES(*buf);
static int write_all(struct sring *ring, const struct sring_fd *out, struct sring_buf *buf)
{
    struct sring_write_options options = {.start = 0};

    while (options.start < sring_buf_length(buf)) {
        int rc = sring_write_await_with(ring, out, buf, &options, NULL);

        if (rc < 0) {
            return rc;
        }
        options.start += (size_t)rc;
    }
    return 0;
}

static int copy(struct sring *ring, struct sring_buf *buf) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*buf);
static int copy(struct sring *ring, struct sring_buf *buf)
{
    struct sring_fd in, out;
    int rc, got;

    sring_fd_adopt(&in, 0);
    sring_fd_adopt(&out, 1);
    do {
        rc = got = sring_read_await(ring, &in, buf);
        if (got > 0) {
            rc = write_all(ring, &out, buf);
        }
    } while (got > 0 && !rc);
    sring_fd_release(&in);
    sring_fd_release(&out);
    return rc;
}

static void print_latency(struct sring *ring) SRING_REQUIRES(*ring);
static void print_latency(struct sring *ring)
{
    struct sring_latency reads;

    if (!sring_latency_get(ring, SRING_OP_READ, &reads)) {
        fprintf(stderr,
                "%" PRIu64 " reads: %" PRIu64 " to %" PRIu64 " ns, 99 %% at most %" PRIu64 " ns\n",
                reads.count, reads.min_ns, reads.max_ns,
                sring_latency_percentile(ring, SRING_OP_READ, 99));
    }
}

/* begin */
static int run(int log_fd)
{
    struct sring_audit_log log;
    const struct sring_options options = {
        .audit = sring_audit_log_write, .audit_arg = &log, .latency = true};
    struct sring ring;
    struct sring_buf buf;
    int rc = sring_audit_log_open(&log, log_fd), log_rc;

    if (rc) {
        return rc;
    }
    rc = sring_open(&ring, &options);
    if (!rc) {
        rc = sring_buf_alloc(&buf, SIZE);
        if (!rc) {
            rc = copy(&ring, &buf);
            sring_buf_free(&buf);
        }
        print_latency(&ring);
        sring_close(&ring);
    }
    log_rc = sring_audit_log_close(&log);
    return rc ? rc : log_rc;
}
/* end */

int main(int argc, char **argv)
{
    int fd, rc;

    if (argc != 2) {
        fprintf(stderr, "usage: audit LOG\n");
        return 2;
    }
    fd = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) {
        perror(argv[1]);
        return 1;
    }
    rc = run(fd);
    close(fd);
    if (rc) {
        fprintf(stderr, "audit: %s\n", strerror(-rc));
    }
    return rc ? 1 : 0;
}
