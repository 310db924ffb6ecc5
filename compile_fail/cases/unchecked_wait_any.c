/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The result of sring_wait_any is checked: the time may be over.
// expect gcc-O0 gcc clang: L1
// expect clang-tsa: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    const struct sring_ticket ticket = SRING_NO_TICKET;
    uint32_t which;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_wait_any(&ring, &ticket, 1, 0, &which);
#else
    EXPECT(sring_wait_any(&ring, &ticket, 1, 0, &which) == 0);
#endif
    sring_close(&ring);
    return 0;
}
