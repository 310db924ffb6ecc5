/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A registered pool: its buffers are unwrapped as registered ones, with SRING_AUTO throughout.
 */
#include "support.h"

static int copy(struct sring *ring, struct sring_pool *pool, struct sring_registered_pool *known,
                const struct sring_fd *from, const struct sring_fd *to) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*pool) SRING_REQUIRES(*known) SRING_REQUIRES_SHARED(*from)
        SRING_REQUIRES_SHARED(*to);

static int copy(struct sring *ring, struct sring_pool *pool, struct sring_registered_pool *known,
                const struct sring_fd *from, const struct sring_fd *to)
{
    uint64_t offset = 0;
    int n;

    do {
        SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;
        SRING_AUTO struct sring_registered_buf buf = SRING_NONE;

        if (sring_pool_get(pool, &pooled)) {
            return -1;
        }
        if (sring_pooled_buf_unwrap_registered(ring, known, &pooled, &buf)) {
            sring_pool_put(pool, &pooled);
            return -2;
        }
        n = sring_read_fixed_await(ring, from, &buf, offset);
        if (n > 0) {
            n = sring_write_fixed_await(ring, to, &buf, offset);
            offset += n > 0 ? (uint64_t)n : 0;
        }
        sring_pooled_buf_wrap_registered(&buf, &pooled);
        sring_pool_put(pool, &pooled);
    } while (n > 0);
    return n;
}

static int run(struct sring *ring, const struct sring_fd *from, const struct sring_fd *to)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*from) SRING_REQUIRES_SHARED(*to);

static int run(struct sring *ring, const struct sring_fd *from, const struct sring_fd *to)
{
    SRING_AUTO struct sring_pool pool = SRING_NONE;
    SRING_AUTO struct sring_registered_pool known = SRING_NONE;
    int status;

    if (sring_pool_open(&pool, 2, 4, NULL)) {
        return 2;
    }
    if (sring_pool_register(ring, &pool, &known)) {
        sring_pool_close(&pool);
        return LEGAL_SKIP;
    }
    status = copy(ring, &pool, &known, from, to) ? 3 : 0;
    sring_pool_unregister(ring, &known);
    sring_pool_close(&pool);
    return status;
}

int main(void)
{
    const char *text = "copied in registered parts of four";
    struct sring ring;
    struct sring_fd from;
    struct sring_fd to;
    int raw_to = legal_file("");
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&from, legal_file(text));
    sring_fd_adopt(&to, raw_to);
    status = run(&ring, &from, &to);
    if (!status && !legal_holds(raw_to, text)) {
        status = 4;
    }
    sring_fd_close(&ring, &to);
    sring_fd_close(&ring, &from);
    sring_close(&ring);
    return status;
}
