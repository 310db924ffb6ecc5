/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation in flight cannot be linked.
// expect gcc-O0: runtime "sring_batch_link needs a live batch"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building first, second;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_batch_init(&ring, &batch, 2)) {
        give_up("sring_batch_init");
    }
    if (sring_nop_init(&ring, &first)) {
        give_up("sring_nop_init");
    }
    if (sring_nop_init(&ring, &second)) {
        give_up("sring_nop_init");
    }
    sring_nop_add(&ring, &batch, &first);
#ifdef SRING_TWIN
    sring_batch_link(&batch);
#endif
    sring_nop_add(&ring, &batch, &second);
    sring_batch_submit(&ring, &batch, &inflight);
#ifndef SRING_TWIN
    /* error: L2 sring_error_batch_building_gone_ */
    /* error: L3 "'sring_batch_link' requires holding {batch in state Building} 'batch'" */
    sring_batch_link(&batch);
#endif
    sring_batch_wait(&ring, &inflight, &done);
    EXPECT(sring_batch_count(&done) == 2);
    sring_batch_finish(&ring, &done);
    sring_close(&ring);
    return 0;
}
