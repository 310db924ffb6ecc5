/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * checksum: CRC-32 and size of many files, by two threads that share one pool of buffers.
 *
 * Each thread has a ring and a handle of the pool. It reads several blocks of a file ahead, into
 * buffers of the pool, and takes them in file order. The pool begins small and grows with the
 * files.
 */
#define _GNU_SOURCE /* O_CLOEXEC */

#include "arguments.h"

#include <sring/sring.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    THREADS = 2,
    BLOCK = 128 * 1024, /* bytes */
    AHEAD = 4           /* the most blocks of a file in flight */
};

struct file {
    const char *path;
    uint64_t size;
    uint32_t crc;
    int error; /* 0 or -errno */
};

struct worker {
    struct sring_pool pool;
    struct file *files;
    int count;
    atomic_int *next; /* the next file */
    int error;        /* an error of the worker: it has no ring */
    pthread_t thread;
};

/* The reads of one file, in order: a queue of stashed handles. */
struct window {
    struct sring_read_at_submitted reads[AHEAD];
    unsigned first, count;
    uint64_t offset; /* where the next read begins */
};

static uint32_t crc32(uint32_t crc, const unsigned char *data, size_t length)
{
    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
        }
    }
    return ~crc;
}

/* Returns 0, or -errno if there is no buffer or no room in the ring now. */
static int begin_read(struct sring *ring, struct sring_pool *pool, const struct sring_fd *fd,
                      struct window *window) SRING_REQUIRES(*ring) SRING_REQUIRES(*pool)
    SRING_REQUIRES_SHARED(*fd)
{
    struct sring_read_at_submitted *place = &window->reads[(window->first + window->count) % AHEAD];
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;
    SRING_AUTO struct sring_read_at_building op = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int rc = sring_pool_get(pool, &pooled);

    if (rc) {
        return rc;
    }
    rc = sring_read_at_init(ring, &op, fd, window->offset);
    if (rc) {
        sring_pool_put(pool, &pooled);
        return rc;
    }
    sring_pooled_buf_unwrap(&pooled, &buf);
    sring_read_at_submit(ring, &op, &buf, place);
    sring_read_at_submitted_stash(place);
    window->offset += BLOCK;
    window->count++;
    return 0;
}

/* Takes the first read of the window. Returns its bytes or -errno. */
static int end_read(struct sring *ring, struct window *window, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_PRODUCES(*buf)
{
    struct sring_read_at_submitted *place = &window->reads[window->first];
    SRING_AUTO struct sring_read_at_completed done = SRING_NONE;

    window->first = (window->first + 1) % AHEAD;
    window->count--;
    sring_read_at_submitted_claim(place);
    sring_read_at_wait(ring, place, &done);
    return sring_read_at_finish(&done, buf);
}

static void put(struct sring_pool *pool, struct sring_buf *buf) SRING_REQUIRES(*pool)
    SRING_CONSUMES(*buf)
{
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;

    sring_pooled_buf_wrap(buf, &pooled);
    sring_pool_put(pool, &pooled);
}

/* Drops reads that are not needed. */
static void drain(struct sring *ring, struct sring_pool *pool, struct window *window)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*pool)
{
    while (window->count > 0) {
        SRING_AUTO struct sring_buf buf = SRING_NONE;

        (void)end_read(ring, window, &buf);
        put(pool, &buf);
    }
}

/* Returns 0 or -errno. */
static int sum_up(struct sring *ring, struct sring_pool *pool, const struct sring_fd *fd,
                  struct file *file) SRING_REQUIRES(*ring) SRING_REQUIRES(*pool)
    SRING_REQUIRES_SHARED(*fd)
{
    struct window window = {.first = 0};
    int n;

    do {
        SRING_AUTO struct sring_buf buf = SRING_NONE;
        int rc = 0;

        while (!rc && window.count < AHEAD) {
            rc = begin_read(ring, pool, fd, &window);
        }
        if (!window.count) {
            return rc;
        }
        n = end_read(ring, &window, &buf);
        if (n > 0) {
            file->crc = crc32(file->crc, sring_buf_data(&buf), (size_t)n);
            file->size += (uint64_t)n;
        }
        put(pool, &buf);
        if (n < BLOCK) { /* the end, or a short read: the following reads have wrong offsets */
            drain(ring, pool, &window);
            window.offset = file->size;
        }
    } while (n > 0);
    return n;
}

static int sum_up_path(struct sring *ring, struct sring_pool *pool, struct file *file)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*pool)
{
    SRING_AUTO struct sring_fd fd = SRING_NONE;
    int rc = sring_openat_await(ring, file->path, O_RDONLY | O_CLOEXEC, 0, &fd);

    if (rc) {
        return rc;
    }
    rc = sum_up(ring, pool, &fd, file);
    sring_fd_close(ring, &fd);
    return rc;
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    struct sring ring;
    int rc;

    sring_pool_claim(&worker->pool);
    rc = sring_open(&ring, NULL);
    if (rc) {
        worker->error = rc;
        sring_pool_close(&worker->pool);
        return NULL;
    }
    for (;;) {
        int i = atomic_fetch_add(worker->next, 1);

        if (i >= worker->count) {
            break;
        }
        worker->files[i].error = sum_up_path(&ring, &worker->pool, &worker->files[i]);
    }
    sring_pool_close(&worker->pool);
    sring_close(&ring);
    return NULL;
}

/* Returns 0 or -errno. */
static int run(struct sring_pool *pool, struct file *files, int count) SRING_REQUIRES(*pool)
{
    struct worker workers[THREADS];
    atomic_int next = 0;
    int started = 0;
    int error = 0;

    while (!error && started < THREADS) {
        struct worker *worker = &workers[started];
        int rc = sring_pool_share(pool, &worker->pool);

        if (rc) {
            error = rc;
            break;
        }
        worker->files = files;
        worker->count = count;
        worker->next = &next;
        worker->error = 0;
        sring_pool_stash(&worker->pool); /* the thread claims it */
        error = -pthread_create(&worker->thread, NULL, work, worker);
        if (error) {
            sring_pool_claim(&worker->pool);
            sring_pool_close(&worker->pool);
        } else {
            started++;
        }
    }
    for (int i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        error = error ? error : workers[i].error;
    }
    return error;
}

int main(int argc, char **argv)
{
    const struct sring_pool_options options = {
        .max_count = THREADS * AHEAD,
        .grow_by = THREADS,
        .huge_pages = SRING_HUGE_PAGES_PREFER,
    };
    struct sring_pool_stats stats;
    struct sring_pool pool;
    struct file *files;
    char reason[256];
    int status = 0;
    int rc;

    check_arguments(argc, argv, argc >= 2,
                    "usage: checksum FILE...\n"
                    "Prints CRC-32 and size of each file.\n");
    files = calloc((size_t)argc, sizeof(*files));
    if (!files) {
        perror("checksum");
        return 1;
    }
    for (int i = 1; i < argc; i++) {
        files[i - 1].path = argv[i];
    }
    rc = sring_pool_open(&pool, THREADS, BLOCK, &options);
    if (!rc) {
        rc = run(&pool, files, argc - 1);
        sring_pool_get_stats(&pool, &stats);
        sring_pool_close(&pool);
    }
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "checksum: %s\n", reason);
        free(files);
        return 1;
    }
    for (int i = 0; i < argc - 1; i++) {
        if (files[i].error) {
            fprintf(stderr, "checksum: %s: %s\n", files[i].path, strerror(-files[i].error));
            status = 1;
        } else {
            printf("%08x %12llu %s\n", files[i].crc, (unsigned long long)files[i].size,
                   files[i].path);
        }
    }
    fprintf(stderr, "checksum: %llu blocks read, at most %llu at a time, in %llu KiB\n",
            (unsigned long long)stats.gets, (unsigned long long)stats.peak,
            (unsigned long long)stats.bytes / 1024);
    free(files);
    return fflush(stdout) ? 1 : status;
}
