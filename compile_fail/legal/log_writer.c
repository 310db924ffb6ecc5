/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Deferred writes: records are written without waiting, then synced; an operation closes the file.
 */
#include "support.h"

struct log {
    unsigned pending;
    int error;
};

SRING_WRITE_AT_CALLBACK(on_written)
{
    struct log *log = arg;
    struct sring_buf buf;
    int n = sring_write_at_finish(done, &buf);

    if (n != (int)sring_buf_length(&buf)) {
        log->error = n < 0 ? n : -ENOSPC;
    }
    log->pending--;
    sring_buf_free(&buf);
}

static int append(struct sring *ring, const struct sring_fd *file, struct log *log, unsigned i)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

static int append(struct sring *ring, const struct sring_fd *file, struct log *log, unsigned i)
{
    struct sring_write_at_building op;
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 16)) {
        return -ENOMEM;
    }
    if (sring_write_at_init(ring, &op, file, i * UINT64_C(4))) {
        sring_buf_free(&buf);
        return -EAGAIN;
    }
    snprintf((char *)sring_buf_data(&buf), 16, "%03u\n", i);
    sring_buf_set_length(&buf, 4);
    sring_write_at_start(ring, &op, &buf, on_written, log);
    log->pending++;
    return 0;
}

int main(void)
{
    struct log log = {0, 0};
    struct sring ring;
    struct sring_fd file;
    int raw = legal_file("");
    int copy = dup(raw);
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    for (unsigned i = 0; i < 3; i++) {
        status |= append(&ring, &file, &log, i);
    }
    while (log.pending) {
        rc = sring_flush_and_wait(&ring, log.pending);
        if (rc || sring_poll(&ring) < 0) {
            break;
        }
    }
    status |= sring_fsync_await(&ring, &file);
    status |= sring_close_await(&ring, &file);
    sring_close(&ring);
    return status || log.error || !legal_holds(copy, "000\n001\n002\n") ? 3 : 0;
}
