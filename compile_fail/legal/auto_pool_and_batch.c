/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SRING_AUTO on pools, their buffers, and batches.
 */
#include "support.h"

static int use_pool(void)
{
    SRING_AUTO struct sring_pool pool = SRING_NONE;
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;

    if (sring_pool_open(&pool, 1, 8, NULL)) {
        return 2;
    }
    if (sring_pool_get(&pool, &pooled)) {
        sring_pool_close(&pool);
        return 3;
    }
    sring_pooled_buf_unwrap(&pooled, &buf);
    sring_buf_data(&buf)[7] = 'x';
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
    return 0;
}

static int use_batch(struct sring *ring) SRING_REQUIRES(*ring);

static int use_batch(struct sring *ring)
{
    SRING_AUTO struct sring_batch_building batch = SRING_NONE;
    SRING_AUTO struct sring_batch_submitted inflight = SRING_NONE;
    SRING_AUTO struct sring_batch_completed done = SRING_NONE;
    SRING_AUTO struct sring_nop_building op = SRING_NONE;

    if (sring_batch_init(ring, &batch, 1)) {
        return 4;
    }
    if (!sring_nop_init(ring, &op)) {
        sring_nop_add(ring, &batch, &op);
    }
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    sring_batch_finish(ring, &done);
    return 0;
}

int main(void)
{
    struct sring ring;
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    status = use_pool();
    status = status ? status : use_batch(&ring);
    sring_close(&ring);
    return status;
}
