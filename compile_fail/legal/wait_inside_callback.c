/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A wait in a callback: the bytes read give the offset of the next read, and the callback waits for
 * it.
 */
#include "support.h"

struct lookup {
    struct sring_fd *file; /* stashed by the caller of run */
    int value;
};

SRING_READ_AT_CALLBACK(on_index)
{
    struct lookup *lookup = arg;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed inner;
    struct sring_buf buf;
    uint64_t offset;
    int rc;

    if (sring_read_at_finish(done, &buf) != 1) {
        sring_buf_free(&buf);
        return;
    }
    offset = (uint64_t)(sring_buf_data(&buf)[0] - '0');
    sring_fd_claim(lookup->file);
    rc = sring_read_at_init(ring, &op, lookup->file, offset);
    sring_fd_stash(lookup->file);
    if (rc) {
        sring_buf_free(&buf);
        return;
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &inner);
    if (sring_read_at_finish(&inner, &buf) == 1) {
        lookup->value = sring_buf_data(&buf)[0];
    }
    sring_buf_free(&buf);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct lookup lookup = {&file, 0};
    int raw = legal_file("3..x");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    if (sring_buf_alloc(&buf, 1)) {
        rc = 2;
    } else if (sring_read_at_init(&ring, &op, &file, 0)) {
        sring_buf_free(&buf);
        rc = 3;
    } else {
        sring_read_at_start(&ring, &op, &buf, on_index, &lookup);
        sring_fd_stash(&file);
        rc = sring_run(&ring);
        sring_fd_claim(&file);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return rc ? rc : lookup.value == 'x' ? 0 : 4;
}
