/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: New events are checked: the poll may be over.
// expect gcc-O0 gcc clang: L1
// expect clang-tsa: L1
#include "case.h"

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poll_rearm(&ring, SRING_NO_TICKET, 1);
#else
    EXPECT(sring_poll_rearm(&ring, SRING_NO_TICKET, 1) == -ENOENT);
#endif
    sring_close(&ring);
    return 0;
}
