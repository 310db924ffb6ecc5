/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Nothing is waited for on a closed ring.
// expect gcc-O0: runtime "an open ring of the calling thread, but was given one that was closed"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    const struct sring_ticket ticket = SRING_NO_TICKET;
    uint32_t which;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifdef SRING_TWIN
    EXPECT(sring_wait_any(&ring, &ticket, 1, 0, &which) == 0);
#endif
    sring_close(&ring);
#ifndef SRING_TWIN
    /* error: L2 sring_error_ring_closed_ */
    /* error: L3 "'sring_wait_any' requires holding {ring} 'ring'" */
    EXPECT(sring_wait_any(&ring, &ticket, 1, 0, &which) == 0);
#endif
    return 0;
}
