/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber is joined, detached or given to a scope on every path.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_fiber fiber;

    (void)argc;
    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_spawn(&ring, &fiber, child, NULL)) {
        give_up("sring_spawn");
    }
    if (argc > 1) {
        EXPECT(sring_join(&ring, &fiber) == 0);
    }
#ifdef SRING_TWIN
    else {
        sring_fiber_detach(&ring, &fiber);
    }
#endif
    /* error: L3 "{fiber} 'fiber' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
