/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Several operations in flight share a file in a struct: each borrows it.
 */
#include "support.h"

struct source {
    struct sring_fd file;
    int bytes;
};

SRING_READ_AT_CALLBACK(on_read)
{
    struct source *source = arg;
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);

    source->bytes += n > 0 ? n : 0;
    sring_buf_free(&buf);
}

static int begin(struct sring *ring, struct source *source, uint64_t offset) SRING_REQUIRES(*ring);

static int begin(struct sring *ring, struct source *source, uint64_t offset)
{
    struct sring_read_at_building op;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 4);

    if (rc) {
        return rc;
    }
    sring_fd_borrow(&source->file);
    rc = sring_read_at_init(ring, &op, &source->file, offset);
    sring_fd_return(&source->file);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    sring_read_at_start(ring, &op, &buf, on_read, source);
    return 0;
}

int main(void)
{
    struct sring ring;
    struct source source = {.bytes = 0};
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&source.file, legal_file("one file, many readers"));
    sring_fd_stash(&source.file);
    for (uint64_t offset = 0; offset < 20 && !rc; offset += 4) {
        rc = begin(&ring, &source, offset);
    }
    if (sring_run(&ring)) {
        rc = -1;
    }
    sring_fd_claim(&source.file);
    sring_fd_close(&ring, &source.file);
    sring_close(&ring);
    return rc == 0 && source.bytes == 20 ? 0 : 1;
}
