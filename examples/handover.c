/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * handover: counts the bytes and lines of files in a process that opens none. Another process opens
 * them, and sends each one in a message: the descriptor as control data, and the order and the name
 * in a vector of two buffers. Neither process can forget an open descriptor.
 */
#define _GNU_SOURCE /* O_CLOEXEC, SOCK_CLOEXEC */

#include "arguments.h"

#include <sring/sring.h>

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BLOCK = 64 * 1024
};

/* The first of a message's two buffers; the second has the name. */
struct order {
    uint32_t name_length;
};

static int report(const char *what, int rc)
{
    fprintf(stderr, "handover: %s: %s\n", what, strerror(-rc));
    return rc;
}

/* --- both ---------------------------------------------------------------------------------- */

/* A vector with room for an order and a name. Returns 0 or -errno. */
static int make_message(struct sring_vec *vec) SRING_PRODUCES_ON_SUCCESS(*vec)
{
    SRING_AUTO struct sring_buf order = SRING_NONE;
    SRING_AUTO struct sring_buf name = SRING_NONE;
    int rc = sring_vec_init(vec, 2);

    if (rc) {
        return rc;
    }
    rc = sring_buf_alloc(&order, sizeof(struct order));
    if (rc) {
        sring_vec_free(vec);
        return rc;
    }
    sring_vec_push(vec, &order);
    rc = sring_buf_alloc(&name, PATH_MAX);
    if (rc) {
        sring_vec_free(vec);
        return rc;
    }
    sring_vec_push(vec, &name);
    return 0;
}

/* --- the process that opens ------------------------------------------------------------------ */

/* Returns 0 or -errno. The library duplicates the descriptor, so the caller may close it at once.
 */
static int hand_over(struct sring *ring, const struct sring_fd *out, struct sring_vec *vec,
                     const char *path) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*out)
    SRING_REQUIRES(*vec)
{
    union {
        struct cmsghdr header;
        unsigned char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct order order = {(uint32_t)strnlen(path, PATH_MAX)};
    SRING_AUTO struct sring_fd file = SRING_NONE;
    int raw;
    int rc = sring_openat_await(ring, path, O_RDONLY | O_CLOEXEC, 0, &file);

    if (rc) {
        return rc;
    }
    memcpy(sring_vec_data(vec, 0), &order, sizeof(order));
    sring_vec_set_length(vec, 0, sizeof(order));
    memcpy(sring_vec_data(vec, 1), path, order.name_length);
    sring_vec_set_length(vec, 1, order.name_length);

    memset(&control, 0, sizeof(control));
    control.header.cmsg_len = CMSG_LEN(sizeof(raw));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    raw = sring_fd_raw(&file);
    memcpy(CMSG_DATA(&control.header), &raw, sizeof(raw));
    rc = sring_sendmsg_await(ring, out, vec, NULL, 0, &control, sizeof(control));
    sring_fd_close(ring, &file);
    return rc < 0 ? rc : 0;
}

/* Returns 0, or 1 if there was an error. */
static int open_all(struct sring *ring, const struct sring_fd *out, char **paths)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*out)
{
    SRING_AUTO struct sring_vec vec = SRING_NONE;
    int failed = 0;
    int rc = make_message(&vec);

    if (rc) {
        report("no memory", rc);
        return 1;
    }
    for (; *paths; paths++) {
        rc = hand_over(ring, out, &vec, *paths);
        if (rc) {
            report(*paths, rc);
            failed = 1;
        }
    }
    sring_vec_free(&vec);
    return failed;
}

/* --- the process that reads ------------------------------------------------------------------ */

/* Returns 0 or -errno. */
static int count(struct sring *ring, const struct sring_fd *file, struct sring_buf *buf,
                 uint64_t *bytes, uint64_t *lines) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*buf)
{
    int n;

    *bytes = *lines = 0;
    while ((n = sring_read_await(ring, file, buf)) > 0) {
        for (int i = 0; i < n; i++) {
            *lines += sring_buf_data(buf)[i] == '\n';
        }
        *bytes += (uint64_t)n;
    }
    return n;
}

/* Returns 0 or -errno. */
static int print_count(struct sring *ring, const struct sring_fd *file, struct sring_vec *vec,
                       struct sring_buf *buf) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file)
    SRING_REQUIRES(*vec) SRING_REQUIRES(*buf)
{
    const char *name = (const char *)sring_vec_data(vec, 1);
    int length = (int)sring_vec_length(vec, 1);
    uint64_t bytes, lines;
    int rc = count(ring, file, buf, &bytes, &lines);

    if (rc) {
        fprintf(stderr, "handover: %.*s: %s\n", length, name, strerror(-rc));
        return rc;
    }
    printf("%llu %llu %.*s\n", (unsigned long long)bytes, (unsigned long long)lines, length, name);
    return 0;
}

static bool is_order(struct sring_vec *vec) SRING_REQUIRES(*vec)
{
    struct order order;

    memcpy(&order, sring_vec_data(vec, 0), sizeof(order));
    return sring_vec_length(vec, 0) == sizeof(order) &&
           sring_vec_length(vec, 1) == order.name_length;
}

/* Returns whether there may be more. */
static int take_one(struct sring *ring, const struct sring_fd *in, struct sring_vec *vec,
                    struct sring_buf *buf, int *failed) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*in) SRING_REQUIRES(*vec) SRING_REQUIRES(*buf)
{
    SRING_AUTO struct sring_recvmsg_building op = SRING_NONE;
    SRING_AUTO struct sring_recvmsg_submitted inflight = SRING_NONE;
    SRING_AUTO struct sring_recvmsg_completed done = SRING_NONE;
    SRING_AUTO struct sring_fd file = SRING_NONE;
    int rc = sring_recvmsg_init(ring, &op, in, CMSG_SPACE(sizeof(int)));
    int n;

    if (rc) {
        report("recvmsg", rc);
        *failed = 1;
        return 0;
    }
    sring_recvmsg_submit(ring, &op, vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, &done);
    rc = sring_recvmsg_next_file(&done, &file);
    if (rc) {
        n = sring_recvmsg_finish(&done, vec);
        if (n) { /* 0 is the end */
            report("recvmsg", n < 0 ? n : -EPROTO);
            *failed = 1;
        }
        return 0;
    }
    (void)sring_recvmsg_finish(&done, vec); /* closes files not taken */
    if (!is_order(vec) || print_count(ring, &file, vec, buf)) {
        *failed = 1;
    }
    sring_fd_close(ring, &file);
    return 1;
}

/* Returns 0, or 1 if there was an error. */
static int count_all(struct sring *ring, const struct sring_fd *in) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*in)
{
    SRING_AUTO struct sring_vec vec = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int failed = 0;
    int rc = make_message(&vec);

    if (rc) {
        report("no memory", rc);
        return 1;
    }
    rc = sring_buf_alloc(&buf, BLOCK);
    if (rc) {
        sring_vec_free(&vec);
        report("no memory", rc);
        return 1;
    }
    while (take_one(ring, in, &vec, &buf, &failed)) {
    }
    sring_buf_free(&buf);
    sring_vec_free(&vec);
    return failed || fflush(stdout);
}

/* --------------------------------------------------------------------------------------------- */

/* Each process has its own ring. `paths`: the files to open; NULL: count received files. */
static int run(int raw, char **paths)
{
    struct sring ring;
    struct sring_fd fd;
    char reason[256];
    int failed;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "handover: %s\n", reason);
        close(raw);
        return 1;
    }
    sring_fd_adopt(&fd, raw);
    failed = paths ? open_all(&ring, &fd, paths) : count_all(&ring, &fd);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    return failed;
}

int main(int argc, char **argv)
{
    int pair[2], status = 0, failed;
    pid_t reader;

    check_arguments(argc, argv, argc >= 2,
                    "usage: handover FILE...\n"
                    "Opens the files; another process counts their bytes and lines.\n");
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
        perror("handover: socketpair");
        return 1;
    }
    reader = fork();
    if (reader < 0) {
        perror("handover: fork");
        return 1;
    }
    if (reader == 0) {
        close(pair[1]);
        return run(pair[0], NULL);
    }
    close(pair[0]);
    failed = run(pair[1], argv + 1);
    if (waitpid(reader, &status, 0) < 0) {
        perror("handover: waitpid");
        return 1;
    }
    return failed || status ? 1 : 0;
}
