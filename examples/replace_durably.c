/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * replace_durably: replaces the contents of a file; after a crash it has the old or the new
 * contents.
 *
 * That takes five steps, each after the success of the previous one: write a new file, sync it,
 * close it, rename it, sync the directory. They are one chain: the program waits once for all of
 * them. Each step has a deadline. If one fails, the steps after it do not happen.
 */
#define _GNU_SOURCE

#include "arguments.h"

#include <sring/sring.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_BYTES = 1 << 20,
    STEPS = 5,
    LONGEST = 24 * 3600 * 1000 /* milliseconds */
};

static const char *const steps[STEPS] = {"write", "sync", "close", "rename", "sync the directory"};

static int add_write(struct sring *ring, struct sring_batch_building *chain,
                     const struct sring_fd *file, struct sring_buf *content, uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*chain) SRING_REQUIRES_SHARED(*file)
        SRING_CONSUMES(*content)
{
    SRING_AUTO struct sring_write_at_building op = SRING_NONE;
    int rc = sring_write_at_init(ring, &op, file, 0);

    if (rc) {
        sring_buf_free(content);
        return rc;
    }
    rc = sring_write_at_set_timeout(ring, &op, nanoseconds);
    sring_write_at_add(ring, chain, &op, content);
    sring_batch_link(chain);
    return rc;
}

static int add_sync(struct sring *ring, struct sring_batch_building *chain,
                    const struct sring_fd *file, uint64_t nanoseconds) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*chain) SRING_REQUIRES_SHARED(*file)
{
    SRING_AUTO struct sring_fsync_building op = SRING_NONE;
    int rc = sring_fsync_init(ring, &op, file);

    if (rc) {
        return rc;
    }
    rc = sring_fsync_set_timeout(ring, &op, nanoseconds);
    sring_fsync_add(ring, chain, &op);
    sring_batch_link(chain);
    return rc;
}

static int add_rename(struct sring *ring, struct sring_batch_building *chain, const char *from,
                      const char *to, uint64_t nanoseconds) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*chain)
{
    SRING_AUTO struct sring_renameat_building op = SRING_NONE;
    int rc = sring_renameat_init(ring, &op, from, to, 0);

    if (rc) {
        return rc;
    }
    rc = sring_renameat_set_timeout(ring, &op, nanoseconds);
    sring_renameat_add(ring, chain, &op);
    sring_batch_link(chain);
    return rc;
}

/* The result of one step: 0 or -errno. */
static int take(struct sring *ring, struct sring_batch_completed *done, uint32_t step,
                uint32_t length) SRING_REQUIRES(*ring) SRING_REQUIRES(*done)
{
    SRING_AUTO struct sring_write_at_completed written = SRING_NONE;
    SRING_AUTO struct sring_fsync_completed synced = SRING_NONE;
    SRING_AUTO struct sring_close_completed closed = SRING_NONE;
    SRING_AUTO struct sring_renameat_completed renamed = SRING_NONE;
    SRING_AUTO struct sring_buf content = SRING_NONE;
    int rc;

    switch (step) {
    case 0:
        sring_write_at_take(ring, done, step, &written);
        rc = sring_write_at_finish(&written, &content);
        sring_buf_free(&content);
        return rc < 0 ? rc : (uint32_t)rc < length ? -ENOSPC : 0;
    case 2:
        sring_close_take(ring, done, step, &closed);
        return sring_close_finish(&closed);
    case 3:
        sring_renameat_take(ring, done, step, &renamed);
        return sring_renameat_finish(&renamed);
    default:
        sring_fsync_take(ring, done, step, &synced);
        return sring_fsync_finish(&synced);
    }
}

/* Prints which step failed, if one did. Returns 0 or -errno. */
static int run_chain(struct sring *ring, struct sring_fd *file, struct sring_buf *content,
                     const struct sring_fd *directory, const char *from, const char *to,
                     uint64_t nanoseconds) SRING_REQUIRES(*ring) SRING_CONSUMES(*file)
    SRING_CONSUMES(*content) SRING_REQUIRES_SHARED(*directory)
{
    SRING_AUTO struct sring_close_building close_op = SRING_NONE;
    SRING_AUTO struct sring_batch_building chain = SRING_NONE;
    SRING_AUTO struct sring_batch_submitted inflight = SRING_NONE;
    SRING_AUTO struct sring_batch_completed done = SRING_NONE;
    uint32_t length = (uint32_t)sring_buf_length(content);
    int result = 0;
    int rc = sring_close_init(ring, &close_op);

    if (rc) {
        sring_buf_free(content);
        sring_fd_close(ring, file);
        return rc;
    }
    rc = sring_batch_init(ring, &chain, STEPS);
    if (rc) {
        sring_close_abandon(ring, &close_op);
        sring_buf_free(content);
        sring_fd_close(ring, file);
        return rc;
    }
    rc = add_write(ring, &chain, file, content, nanoseconds);
    rc = rc ? rc : add_sync(ring, &chain, file, nanoseconds);
    sring_close_add(ring, &chain, &close_op,
                    file); /* always: abandoning the chain closes it, too */
    sring_batch_link(&chain);
    rc = rc ? rc : add_rename(ring, &chain, from, to, nanoseconds);
    rc = rc ? rc : add_sync(ring, &chain, directory, nanoseconds);
    if (rc) { /* half a chain: the kernel has not seen it */
        sring_batch_abandon(ring, &chain, &done);
        sring_batch_finish(ring, &done);
        return rc;
    }
    sring_batch_submit(ring, &chain, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    for (uint32_t step = 0; step < STEPS; step++) {
        rc = take(ring, &done, step, length);
        if (rc && !result) { /* the steps after it were cancelled */
            fprintf(stderr, "replace_durably: %s: %s\n", steps[step], strerror(-rc));
            result = rc;
        }
    }
    sring_batch_finish(ring, &done);
    return result;
}

/* The new contents are from standard input. Returns 0 or -errno. */
static int fill(struct sring_buf *content) SRING_REQUIRES(*content)
{
    size_t length = fread(sring_buf_data(content), 1, MOST_BYTES, stdin);

    if (ferror(stdin)) {
        return -EIO;
    }
    if (getchar() != EOF) {
        return -EFBIG;
    }
    sring_buf_set_length(content, length);
    return 0;
}

static int open_both(struct sring *ring, const char *path, const char *directory_path,
                     struct sring_fd *file, struct sring_fd *directory) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*file) SRING_PRODUCES_ON_SUCCESS(*directory)
{
    int rc =
        sring_openat_await(ring, directory_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, directory);

    if (rc) {
        return rc;
    }
    rc = sring_openat_await(ring, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666, file);
    if (rc) {
        sring_fd_close(ring, directory);
        return rc;
    }
    return 0;
}

static int replace(struct sring *ring, const char *path, uint64_t nanoseconds) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_buf content = SRING_NONE;
    SRING_AUTO struct sring_fd file = SRING_NONE;
    SRING_AUTO struct sring_fd directory = SRING_NONE;
    const char *slash = strrchr(path, '/');
    char from[4096], parent[4096];
    int rc;

    snprintf(parent, sizeof(parent), "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    if ((size_t)snprintf(from, sizeof(from), "%s.new.%ld", path, (long)getpid()) >= sizeof(from)) {
        return -ENAMETOOLONG;
    }
    rc = sring_buf_alloc(&content, MOST_BYTES);
    if (rc) {
        return rc;
    }
    rc = fill(&content);
    if (rc) {
        sring_buf_free(&content);
        return rc;
    }
    rc = open_both(ring, from, parent, &file, &directory);
    if (rc) {
        sring_buf_free(&content);
        return rc;
    }
    rc = run_chain(ring, &file, &content, &directory, from, path, nanoseconds);
    sring_fd_close(ring, &directory);
    if (rc) {
        (void)!unlink(from); /* unless it was already renamed */
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[256];
    unsigned long milliseconds = argc == 3 ? positive(argv[2], LONGEST) : 5000;
    int rc;

    check_arguments(
        argc, argv, (argc == 2 || argc == 3) && milliseconds,
        "usage: replace_durably FILE [MILLISECONDS] < NEW-CONTENTS\n"
        "Replaces the contents of FILE in one step, and ends when they are on the disk.\n"
        "Each step may take at most MILLISECONDS (default 5000).\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "replace_durably: %s\n", reason);
        return 1;
    }
    rc = replace(&ring, argv[1], (uint64_t)milliseconds * 1000000);
    if (rc) {
        fprintf(stderr, "replace_durably: %s: %s\n", argv[1], strerror(-rc));
    }
    sring_close(&ring);
    return rc ? 1 : 0;
}
