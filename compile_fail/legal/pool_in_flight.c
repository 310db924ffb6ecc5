/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Several buffers of a pool in flight at a time, started until the pool is empty; callbacks put
 * them back.
 */
#include "support.h"

struct work {
    struct sring_pool pool;
    struct sring_fd file;
    uint64_t offset;
    uint64_t total;
};

SRING_READ_AT_CALLBACK(on_read);
static void fill(struct sring *ring, struct work *work) SRING_REQUIRES(*ring);

static void fill(struct sring *ring, struct work *work)
{
    sring_pool_claim(&work->pool);
    sring_fd_claim(&work->file);
    while (work->offset < 20) {
        struct sring_read_at_building op;
        struct sring_pooled_buf pooled;
        struct sring_buf buf;

        if (sring_pool_get(&work->pool, &pooled)) {
            break;
        }
        if (sring_read_at_init(ring, &op, &work->file, work->offset)) {
            sring_pool_put(&work->pool, &pooled);
            break;
        }
        sring_pooled_buf_unwrap(&pooled, &buf);
        sring_read_at_start(ring, &op, &buf, on_read, work);
        work->offset += 4;
    }
    sring_fd_stash(&work->file);
    sring_pool_stash(&work->pool);
}

SRING_READ_AT_CALLBACK(on_read)
{
    struct work *work = arg;
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);

    work->total += n > 0 ? (uint64_t)n : 0;
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_claim(&work->pool);
    sring_pool_put(&work->pool, &pooled);
    sring_pool_stash(&work->pool);
    fill(ring, work);
}

int main(void)
{
    struct sring ring;
    struct work work = {.offset = 0, .total = 0};
    int raw = legal_file("five times four bytes");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (sring_pool_open(&work.pool, 2, 4, NULL)) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&work.file, raw);
    sring_pool_stash(&work.pool);
    sring_fd_stash(&work.file);
    fill(&ring, &work);
    rc = sring_run(&ring);
    sring_fd_claim(&work.file);
    sring_fd_close(&ring, &work.file);
    sring_pool_claim(&work.pool);
    sring_pool_close(&work.pool);
    sring_close(&ring);
    return !rc && work.total == 20 ? 0 : 3;
}
