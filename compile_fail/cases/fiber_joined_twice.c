/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber is joined once.
// expect gcc-O0: runtime "sring_join needs a fiber that was not joined yet"
// expect gcc clang: L2
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
    EXPECT(sring_join(&ring, &fiber) == 0);
#ifdef SRING_TWIN
    if (sring_spawn(&ring, &fiber, child, NULL)) {
        give_up("sring_spawn");
    }
#endif
    /* error: L2 sring_error_fiber_gone_ */
    /* error: L3 "releasing {fiber} 'fiber' that was not held" */
    EXPECT(sring_join(&ring, &fiber) == 0);
    sring_close(&ring);
    return 0;
}
