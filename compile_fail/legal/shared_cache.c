/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A cached page in a struct: constant at first, later replaced by a buffer while sends of the old
 * one are still in flight. Whoever sends it borrows it, or takes a copy of the handle.
 */
#include "support.h"

struct cache {
    struct sring_shared_buf page; /* stashed */
    size_t sent;
};

SRING_WRITE_SHARED_CALLBACK(on_written)
{
    struct cache *cache = arg;
    int n = sring_write_shared_finish(done);

    cache->sent += n > 0 ? (size_t)n : 0;
}

static int fill(struct cache *cache)
{
    struct sring_shared_buf page;
    int rc = sring_shared_static(&page, "hello", 5);

    if (rc) {
        return rc;
    }
    sring_shared_buf_move_stash(&cache->page, &page);
    return 0;
}

static int replace(struct cache *cache, const char *text)
{
    struct sring_shared_buf page;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, strlen(text));

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), text, strlen(text));
    sring_buf_set_length(&buf, strlen(text));
    sring_buf_share(&buf, &page);
    sring_shared_buf_claim(&cache->page);
    sring_shared_free(&cache->page);
    sring_shared_buf_move_stash(&cache->page, &page);
    return 0;
}

static void take(struct cache *cache, struct sring_shared_buf *mine) SRING_PRODUCES(*mine)
{
    sring_shared_buf_borrow(&cache->page);
    sring_shared_copy(mine, &cache->page);
    sring_shared_buf_return(&cache->page);
}

static int serve(struct sring *ring, struct cache *cache, const struct sring_fd *fd)
    SRING_REQUIRES(*ring)
{
    int rc;

    sring_shared_buf_borrow(&cache->page);
    rc = sring_write_shared_launch(ring, fd, &cache->page, NULL, on_written, cache, NULL);
    sring_shared_buf_return(&cache->page);
    return rc;
}

static int serve_at_once(struct sring *ring, struct cache *cache, const struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd)
{
    struct sring_shared_buf page;
    int n;

    take(cache, &page);
    n = sring_write_at_shared_await(ring, fd, &page, 0);
    sring_shared_free(&page);
    return n;
}

int main(void)
{
    struct cache cache = {.sent = 0};
    struct sring ring;
    struct sring_fd fd;
    int n = 0, rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&fd, legal_file(""));
    rc = fill(&cache);
    if (rc) {
        abort();
    }
    rc = serve(&ring, &cache, &fd);
    if (!rc) {
        rc = replace(&cache, "a longer text");
    }
    if (!rc) {
        rc = serve(&ring, &cache, &fd);
    }
    if (sring_run(&ring)) {
        rc = -1;
    }
    if (!rc) {
        n = serve_at_once(&ring, &cache, &fd);
    }
    sring_shared_buf_claim(&cache.page);
    sring_shared_free(&cache.page);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    return rc == 0 && n == 13 && cache.sent == 18 ? 0 : 1;
}
