/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A ring is closed.
// expect gcc-O0 gcc clang: runtime "a handle that was consumed before its scope ended"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    SRING_AUTO struct sring ring = SRING_NONE;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(sring_poll(&ring) >= 0);
#ifdef SRING_TWIN
    sring_close(&ring);
#endif
    return 0;
    /* error: L3 "{ring} 'ring' is still held at the end of function" */
}
