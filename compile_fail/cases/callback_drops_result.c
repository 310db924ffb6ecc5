/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A callback finishes the operation that it receives.
// expect gcc-O0 gcc clang: runtime "a callback of nop needs to finish the Completed handle that it receives"
// expect clang-tsa: L3
#include "case.h"

SRING_NOP_CALLBACK(on_done)
{
    *(int *)arg += 1;
#ifdef SRING_TWIN
    EXPECT(sring_nop_finish(done) == 0);
#else
    (void)done;
#endif
    /* error: L3 "{nop in state Completed} 'done' is still held at the end of function" */
}

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    int calls = 0;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_start(&ring, &op, on_done, &calls);
    EXPECT(sring_run(&ring) == 0);
    EXPECT(calls == 1);
    sring_close(&ring);
    return 0;
}
