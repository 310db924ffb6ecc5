/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A batch that is built is submitted or abandoned.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_batch_building batch = SRING_NONE;
#ifdef SRING_TWIN
    struct sring_batch_completed done;
#endif

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_batch_init(&ring, &batch, 1)) {
        give_up("sring_batch_init");
    }
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_add(&ring, &batch, &op);
#ifdef SRING_TWIN
    sring_batch_abandon(&ring, &batch, &done);
    EXPECT(sring_batch_count(&done) == 1);
    sring_batch_finish(&ring, &done);
#endif
    sring_close(&ring);
    return 0;
    /* error: L3 "{batch in state Building} 'batch' is still held at the end of function" */
}
