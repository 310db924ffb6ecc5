/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A callback declared without the macro also finishes its operation.
// expect gcc-O0 gcc clang: runtime "a callback of nop needs to finish the Completed handle that it receives"
// expect clang-tsa: not caught
#include "case.h"

#ifdef SRING_TWIN
SRING_NOP_CALLBACK(on_done);
#endif

static void on_done(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)ring;
    *(int *)arg += 1;
#ifdef SRING_TWIN
    EXPECT(sring_nop_finish(done) == 0);
#else
    (void)done;
#endif
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
