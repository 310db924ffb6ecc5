/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation is not forgotten on any path.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_submit(&ring, &op, &inflight);
    if (argc > 1) {
        sring_nop_wait(&ring, &inflight, &done);
        EXPECT(sring_nop_finish(&done) == 0);
    }
#ifdef SRING_TWIN
    else {
        sring_nop_detach(&ring, &inflight);
    }
#endif
    /* error: L3 "{nop in state Submitted} 'inflight' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
