/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The log of http_server. Lines are collected while a batch is in flight. When it is done, the next
 * batch writes all of them, with one write and one fdatasync that is linked to it.
 */
#include "http_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    PENDING_SIZE = 1 << 20,
    DATASYNC = 1 /* IORING_FSYNC_DATASYNC */
};

static void write_lines(struct sring *ring, struct log *log) SRING_REQUIRES(*ring);

int log_open(struct log *log, struct sring_fd *file)
{
    int rc = sring_buf_alloc(&log->pending, PENDING_SIZE);

    if (rc) {
        return rc;
    }
    sring_buf_stash(&log->pending);
    sring_fd_move_stash(&log->file, file);
    log->open = true;
    return 0;
}

void log_close(struct sring *ring, struct log *log)
{
    if (!log->open) {
        return;
    }
    sring_buf_claim(&log->pending);
    sring_buf_free(&log->pending);
    sring_fd_claim(&log->file);
    sring_fd_close(ring, &log->file);
}

static void fail(struct log *log, int error)
{
    if (!log->error) {
        log->error = error;
        fprintf(stderr, "http_server: log: %s\n", strerror(-error));
    }
}

SRING_BATCH_CALLBACK(on_written)
{
    struct log *log = arg;
    struct sring_write_completed write;
    struct sring_fsync_completed sync;
    struct sring_buf buf;
    int n, rc;

    sring_write_take(ring, done, 0, &write);
    n = sring_write_finish(&write, &buf);
    sring_fsync_take(ring, done, 1, &sync);
    rc = sring_fsync_finish(&sync);
    sring_batch_finish(ring, done);
    if (n < 0 || (size_t)n < sring_buf_length(&buf)) {
        fail(log, n < 0 ? n : -ENOSPC);
    } else if (rc) {
        fail(log, rc);
    }
    sring_buf_free(&buf);
    log->batches++;
    log->writing = false;
    write_lines(ring, log);
}

/* Adds a write of `lines` and an fdatasync behind it to the batch. Returns 0 or -errno. */
static int add_both(struct sring *ring, struct log *log, struct sring_batch_building *batch,
                    struct sring_buf *lines) SRING_REQUIRES(*ring) SRING_REQUIRES(*batch)
    SRING_CONSUMES_ON_SUCCESS(*lines)
{
    struct sring_write_building write;
    struct sring_fsync_building sync;
    int rc;

    sring_fd_borrow(&log->file);
    rc = sring_write_init(ring, &write, &log->file);
    if (rc) {
        sring_fd_return(&log->file);
        return rc;
    }
    rc = sring_fsync_init(ring, &sync, &log->file);
    sring_fd_return(&log->file);
    if (rc) {
        sring_write_abandon(ring, &write);
        return rc;
    }
    sring_fsync_set_flags(&sync, DATASYNC);
    sring_write_add(ring, batch, &write, lines);
    sring_batch_link(batch);
    sring_fsync_add(ring, batch, &sync);
    return 0;
}

/* Starts a batch that writes `lines`. On an error they are dropped. */
static void start_batch(struct sring *ring, struct log *log, struct sring_buf *lines)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*lines)
{
    struct sring_batch_building batch;
    struct sring_batch_completed nothing;
    int rc = sring_batch_init(ring, &batch, 2);

    if (rc) {
        fail(log, rc);
        sring_buf_free(lines);
        return;
    }
    rc = add_both(ring, log, &batch, lines);
    if (rc) {
        fail(log, rc);
        sring_buf_free(lines);
        sring_batch_abandon(ring, &batch, &nothing);
        sring_batch_finish(ring, &nothing);
        return;
    }
    (void)sring_batch_start(ring, &batch, on_written, log);
    log->writing = true;
}

/* Writes the pending lines, if there are any and none are being written. */
static void write_lines(struct sring *ring, struct log *log)
{
    struct sring_buf lines, empty;
    int rc;

    if (log->writing || log->error) {
        return;
    }
    sring_buf_claim(&log->pending);
    if (!sring_buf_length(&log->pending)) {
        sring_buf_stash(&log->pending);
        return;
    }
    rc = sring_buf_alloc(&empty, PENDING_SIZE);
    if (rc) { /* the lines stay: the next request tries again */
        sring_buf_stash(&log->pending);
        return;
    }
    sring_buf_move(&lines, &log->pending);
    sring_buf_move_stash(&log->pending, &empty);
    start_batch(ring, log, &lines);
}

void log_request(struct sring *ring, struct log *log, const char *target, int status)
{
    size_t length;
    int n;

    if (!log->open || log->error) {
        return;
    }
    sring_buf_claim(&log->pending);
    length = sring_buf_length(&log->pending);
    n = snprintf((char *)sring_buf_data(&log->pending) + length, PENDING_SIZE - length, "%s %d\n",
                 target, status);
    if (n > 0 && length + (size_t)n < PENDING_SIZE) {
        sring_buf_set_length(&log->pending, length + (size_t)n);
    } else {
        log->lost++;
    }
    sring_buf_stash(&log->pending);
    write_lines(ring, log);
}
