/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cleanup with goto: all handles are given back in reverse order, on every path.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int raw = legal_file("hello");
    int status = 1;
    int rc;

    if (raw < 0) {
        return 2;
    }
    sring_fd_adopt(&file, raw);
    rc = sring_open(&ring, NULL);
    if (rc) {
        status = legal_no_ring(rc);
        goto release_file;
    }
    rc = sring_buf_alloc(&buf, 100);
    if (rc) {
        status = 3;
        goto close_ring;
    }
    rc = sring_read_at_init(&ring, &op, &file, 1);
    if (rc) {
        status = 4;
        goto free_buf;
    }
    if (sring_buf_capacity(&buf) < 100) {
        status = 5;
        goto abandon;
    }
    sring_read_at_submit(&ring, &op, &buf, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
    if (sring_read_at_finish(&done, &buf) == 4 && !memcmp(sring_buf_data(&buf), "ello", 4)) {
        status = 0;
    }
    goto free_buf;

abandon:
    sring_read_at_abandon(&ring, &op);
free_buf:
    sring_buf_free(&buf);
close_ring:
    sring_close(&ring);
release_file:
    close(sring_fd_release(&file));
    return status;
}
