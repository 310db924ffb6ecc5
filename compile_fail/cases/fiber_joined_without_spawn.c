/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber that could not be made is not joined.
// expect gcc-O0 clang: not caught
// expect gcc: L2
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

static int spawn_and_join(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, child, NULL);

    if (rc) {
#ifndef SRING_TWIN
        /* error: L2 sring_error_fiber_gone_ */
        /* error: L3 "releasing {fiber} 'fiber' that was not held" */
        (void)sring_join(ring, &fiber);
#endif
        return rc;
    }
    return sring_join(ring, &fiber);
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(spawn_and_join(&ring) == 0);
    sring_close(&ring);
    return 0;
}
