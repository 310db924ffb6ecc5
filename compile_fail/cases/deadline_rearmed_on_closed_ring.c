/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A deadline on a closed ring gets no new time.
// expect gcc-O0: runtime "an open ring of the calling thread, but was given one that was closed"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifdef SRING_TWIN
    EXPECT(sring_deadline_rearm(&ring, SRING_NO_TICKET, 1) == -ENOENT);
#endif
    sring_close(&ring);
#ifndef SRING_TWIN
    /* error: L2 sring_error_ring_closed_ */
    /* error: L3 "'sring_deadline_rearm' requires holding {ring} 'ring'" */
    EXPECT(sring_deadline_rearm(&ring, SRING_NO_TICKET, 1) == -ENOENT);
#endif
    return 0;
}
