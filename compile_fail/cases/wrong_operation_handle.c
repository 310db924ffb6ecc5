/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle is valid only for its own operation.
// expect all: L1
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
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_submit(&ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "sring_timeout_submitted" "sring_nop_submitted" */
    (void)sring_timeout_ready(&ring, &inflight);
#else
    (void)sring_nop_ready(&ring, &inflight);
#endif
    sring_nop_wait(&ring, &inflight, &done);
    EXPECT(sring_nop_finish(&done) == 0);
    sring_close(&ring);
    return 0;
}
