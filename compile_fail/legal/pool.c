/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A pool: buffers are taken out, unwrapped for use, wrapped again and put back.
 */
#include "support.h"

static int copy_part(struct sring *ring, struct sring_pool *pool, const struct sring_fd *from,
                     const struct sring_fd *to, uint64_t offset) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*pool) SRING_REQUIRES_SHARED(*from) SRING_REQUIRES_SHARED(*to);

static int copy_part(struct sring *ring, struct sring_pool *pool, const struct sring_fd *from,
                     const struct sring_fd *to, uint64_t offset)
{
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    int n;
    int rc = sring_pool_get(pool, &pooled);

    if (rc) {
        return rc;
    }
    sring_pooled_buf_unwrap(&pooled, &buf);
    n = sring_read_at_await(ring, from, &buf, offset);
    if (n > 0) {
        n = sring_write_at_await(ring, to, &buf, offset);
    }
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_put(pool, &pooled);
    return n;
}

int main(void)
{
    const char *text = "copied in parts of four";
    struct sring ring;
    struct sring_pool pool;
    struct sring_fd from;
    struct sring_fd to;
    uint64_t offset = 0;
    int raw_from = legal_file(text);
    int raw_to = legal_file("");
    int status = 2;
    int n;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&from, raw_from);
    sring_fd_adopt(&to, raw_to);
    rc = sring_pool_open(&pool, 2, 4, NULL);
    if (!rc) {
        while ((n = copy_part(&ring, &pool, &from, &to, offset)) > 0) {
            offset += (uint64_t)n;
        }
        status = n == 0 && legal_holds(raw_to, text) ? 0 : 3;
        sring_pool_close(&pool);
    }
    sring_fd_close(&ring, &to);
    sring_fd_close(&ring, &from);
    sring_close(&ring);
    return status;
}
