/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A shared buffer that is only borrowed is not freed.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

struct cache {
    struct sring_shared_buf page;
};

static void look(struct cache *cache)
{
    sring_shared_buf_borrow(&cache->page);
    EXPECT(sring_shared_length(&cache->page) == 6);
#ifndef SRING_TWIN
    /* error: L3 "{shared buffer} 'cache->page' using exclusive access, expected shared" */
    sring_shared_free(&cache->page);
#else
    sring_shared_buf_return(&cache->page);
    sring_shared_buf_claim(&cache->page);
    sring_shared_free(&cache->page);
#endif
}

int main(void)
{
    struct cache cache;

    if (sring_shared_static(&cache.page, "potato", 6)) {
        give_up("sring_shared_static");
    }
    sring_shared_buf_stash(&cache.page);
    look(&cache);
    return 0;
}
