/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: With SRING_AUTO a path that leaves a scope open is reported when it runs.
// expect gcc-O0 gcc clang: runtime "a handle that was consumed before its scope ended"
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

static int spawn_one(struct sring *ring, int early) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_scope scope = SRING_NONE;
    int rc;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, child, NULL);
    if (early) {
#ifdef SRING_TWIN
        (void)sring_scope_close(ring, &scope);
#endif
        return rc;
    }
    return sring_scope_close(ring, &scope);
    /* error: L3 "{scope} 'scope' is not held on every path through here" */
}

int main(int argc, char **argv)
{
    struct sring ring;

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(spawn_one(&ring, argc > 0) == 0);
    sring_close(&ring);
    return 0;
}
