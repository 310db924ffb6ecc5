/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber is joined, detached or given to a scope.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

int main(void)
{
    struct sring ring;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fiber fiber = SRING_NONE;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_spawn(&ring, &fiber, child, NULL)) {
        give_up("sring_spawn");
    }
#ifdef SRING_TWIN
    EXPECT(sring_join(&ring, &fiber) == 0);
#endif
    sring_close(&ring);
    return 0;
    /* error: L3 "{fiber} 'fiber' is still held at the end of function" */
}
