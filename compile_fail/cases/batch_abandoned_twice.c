/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A batch is abandoned once.
// expect gcc-O0: runtime "sring_batch_abandon needs a live batch"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
#ifndef SRING_TWIN
    struct sring_batch_completed again;
#endif

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_batch_init(&ring, &batch, 1)) {
        give_up("sring_batch_init");
    }
    sring_batch_abandon(&ring, &batch, &done);
#ifndef SRING_TWIN
    /* error: L2 sring_error_batch_building_gone_ */
    /* error: L3 "releasing {batch in state Building} 'batch' that was not held" */
    sring_batch_abandon(&ring, &batch, &again);
    sring_batch_finish(&ring, &again);
#endif
    EXPECT(sring_batch_count(&done) == 0);
    sring_batch_finish(&ring, &done);
    sring_close(&ring);
    return 0;
}
