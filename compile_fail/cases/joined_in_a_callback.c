/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A callback does not join a fiber: it cannot run before the callback has returned.
// expect gcc-O0 gcc clang: runtime "sring_join needs a call in a fiber, or outside of callbacks"
// expect clang-tsa: runtime "sring_join needs a call in a fiber, or outside of callbacks"
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

static struct sring_fiber fiber; /* stashed */

SRING_NOP_CALLBACK(on_done)
{
    EXPECT(sring_nop_finish(done) == 0);
    sring_fiber_claim(&fiber);
#ifdef SRING_TWIN
    sring_fiber_detach(ring, &fiber);
#else
    EXPECT(sring_join(ring, &fiber) == 0);
#endif
}

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_fiber spawned;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_spawn(&ring, &spawned, child, NULL)) {
        give_up("sring_spawn");
    }
    sring_fiber_move_stash(&fiber, &spawned);
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_start(&ring, &op, on_done, NULL);
    EXPECT(sring_run(&ring) == 0);
    sring_close(&ring);
    return 0;
}
