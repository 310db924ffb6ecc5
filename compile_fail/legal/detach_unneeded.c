/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Detach: of two reads only the first result counts. The other is detached, and the ring frees its
 * buffer.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd fast;
    struct sring_fd slow;
    struct sring_buf here;
    struct sring_buf there;
    struct sring_read_building op;
    struct sring_read_building other;
    struct sring_read_submitted first;
    struct sring_read_submitted second;
    struct sring_read_completed done;
    struct sring_stats stats;
    int status = 2;
    int ends[2];
    int raw = legal_file("answer");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (pipe(ends)) {
        abort();
    }
    sring_fd_adopt(&fast, raw);
    sring_fd_adopt(&slow, ends[0]);
    if (sring_buf_alloc(&here, 16)) {
        goto close_files;
    }
    if (sring_buf_alloc(&there, 16)) {
        goto free_first;
    }
    if (sring_read_init(&ring, &op, &fast)) {
        goto free_second;
    }
    if (sring_read_init(&ring, &other, &slow)) {
        sring_read_abandon(&ring, &op);
        goto free_second;
    }
    sring_read_submit(&ring, &op, &here, &first);
    sring_read_submit(&ring, &other, &there, &second);
    sring_read_wait(&ring, &first, &done);
    status = sring_read_finish(&done, &here) == 6 ? 0 : 3;
    sring_read_detach(&ring, &second);
    sring_get_stats(&ring, &stats);
    if (!status && stats.detached != 1) {
        status = 4;
    }
    goto free_first;

free_second:
    sring_buf_free(&there);
free_first:
    sring_buf_free(&here);
close_files:
    close(ends[1]);
    sring_fd_close(&ring, &slow);
    sring_fd_close(&ring, &fast);
    sring_close(&ring);
    return status;
}
