/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A batch of operations of different kinds. One is not taken: finishing the batch drops it.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed completed;
    struct sring_fsync_building sync;
    struct sring_openat_building open;
    struct sring_nop_building nop;
    struct sring_nop_completed nopped;
    int raw = legal_file("");
    int status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    if (sring_batch_init(&ring, &batch, 3)) {
        goto close_file;
    }
    if (!sring_fsync_init(&ring, &sync, &file)) {
        sring_fsync_add(&ring, &batch, &sync);
    }
    if (!sring_openat_init(&ring, &open, "/", O_RDONLY | O_CLOEXEC, 0)) {
        sring_openat_add(&ring, &batch, &open);
    }
    if (!sring_nop_init(&ring, &nop)) {
        sring_nop_add(&ring, &batch, &nop);
    }
    sring_batch_submit(&ring, &batch, &inflight);
    sring_batch_wait(&ring, &inflight, &completed);
    if (sring_batch_count(&completed) == 3) {
        struct sring_fsync_completed synced;

        sring_nop_take(&ring, &completed, 2, &nopped);
        status = sring_nop_finish(&nopped) ? 2 : 0;
        sring_fsync_take(&ring, &completed, 0, &synced);
        status = sring_fsync_finish(&synced) ? 3 : status;
    }
    sring_batch_finish(&ring, &completed);
close_file:
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
