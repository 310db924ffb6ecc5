/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a ring does not submit: wait checks that, init and submit do not.
// expect gcc-O0 gcc-asan gcc clang: runtime "but was given a copy of a ring"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_nop_await(&ring)) { /* warm up: from here on all calls are inlined */
        give_up("sring_nop_await");
    }
#ifndef SRING_TWIN
    struct sring copy = ring;

    /* error: L3 "'sring_nop_init' requires holding {ring} 'copy'" */
    if (sring_nop_init(&copy, &op)) {
        give_up("sring_nop_init");
    }
    /* error: L3 "'sring_nop_submit' requires holding {ring} 'copy'" */
    sring_nop_submit(&copy, &op, &inflight);
    /* error: L3 "'sring_nop_wait' requires holding {ring} 'copy'" */
    sring_nop_wait(&copy, &inflight, &done);
#else
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_submit(&ring, &op, &inflight);
    sring_nop_wait(&ring, &inflight, &done);
#endif
    EXPECT(sring_nop_finish(&done) == 0);
    sring_close(&ring);
    return 0;
}
