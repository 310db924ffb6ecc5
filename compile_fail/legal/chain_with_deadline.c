/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A helper builds a chain, each operation with an optional deadline. Without room for all of it the
 * batch is abandoned.
 */
#include "support.h"

/* Returns whether there is a batch to submit. */
static bool build(struct sring *ring, struct sring_batch_building *batch,
                  const struct sring_fd *file, uint64_t nanoseconds) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*batch) SRING_REQUIRES_SHARED(*file);

static bool build(struct sring *ring, struct sring_batch_building *batch,
                  const struct sring_fd *file, uint64_t nanoseconds)
{
    for (int i = 0; i < 3; i++) {
        struct sring_fsync_building op;

        if (sring_fsync_init(ring, &op, file)) {
            return false;
        }
        if (nanoseconds && sring_fsync_set_timeout(ring, &op, nanoseconds)) {
            sring_fsync_abandon(ring, &op);
            return false;
        }
        sring_fsync_add(ring, batch, &op);
        if (i % 2) {
            sring_batch_hardlink(batch);
        } else {
            sring_batch_link(batch);
        }
    }
    return true;
}

static int run(struct sring *ring, const struct sring_fd *file, uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

static int run(struct sring *ring, const struct sring_fd *file, uint64_t nanoseconds)
{
    SRING_AUTO struct sring_batch_building batch = SRING_NONE;
    SRING_AUTO struct sring_batch_completed done = SRING_NONE;
    int status = 0;

    if (sring_batch_init(ring, &batch, 3)) {
        return 2;
    }
    sring_batch_set_fail_fast(&batch);
    if (build(ring, &batch, file, nanoseconds)) {
        struct sring_batch_submitted inflight;

        if (sring_batch_after(&batch, 2, 0)) {
            status = 3;
        }
        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &done);
    } else {
        sring_batch_abandon(ring, &batch, &done);
    }
    for (uint32_t i = 0; i < sring_batch_count(&done); i++) {
        struct sring_fsync_completed synced;

        sring_fsync_take(ring, &done, i, &synced);
        status = sring_fsync_finish(&synced) ? 4 : status;
    }
    sring_batch_finish(ring, &done);
    return status;
}

int main(void)
{
    struct sring_options options = {.capacity = 6};
    struct sring ring;
    struct sring_fd file;
    int raw = legal_file("");
    int status;
    int rc = sring_open(&ring, &options);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    status = run(&ring, &file, 0);
    status = status ? status : run(&ring, &file, UINT64_C(60000000000));
    if (sring_cancel_all(&ring)) {
        status = 5;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
