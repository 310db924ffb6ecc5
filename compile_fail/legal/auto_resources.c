/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SRING_AUTO on the handles that are not operations: pools, batches, registered files and buffers.
 */
#include "support.h"

static int use_pool(void)
{
    SRING_AUTO struct sring_pool pool = SRING_NONE;
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;

    if (sring_pool_open(&pool, 1, 8)) {
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

static int use_registry(struct sring *ring, struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*file);

static int use_registry(struct sring *ring, struct sring_fd *file)
{
    SRING_AUTO struct sring_direct_fd direct = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    SRING_AUTO struct sring_registered_buf registered = SRING_NONE;
    int rc = sring_fd_register(ring, file, &direct);

    sring_fd_close(ring, file);
    if (rc) {
        return 5;
    }
    sring_direct_fd_unregister(ring, &direct);
    if (sring_buf_alloc(&buf, 64)) {
        return 6;
    }
    if (!sring_buf_register(ring, &buf, &registered)) {
        sring_buf_unregister(ring, &registered, &buf);
    }
    sring_buf_free(&buf);
    return 0;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file(""));
    status = use_registry(&ring, &file);
    status = status ? status : use_pool();
    status = status ? status : use_batch(&ring);
    sring_close(&ring);
    return status;
}
