/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: With SRING_AUTO a path that forgets an operation is reported when it runs.
// expect gcc-O0 gcc clang: runtime "a handle that was consumed before its scope ended"
// expect clang-tsa: L3
#include "case.h"

static void send_off(struct sring *ring, int wait) SRING_REQUIRES(*ring);

static void send_off(struct sring *ring, int wait)
{
    struct sring_nop_building op;
    struct sring_nop_completed done;
    SRING_AUTO struct sring_nop_submitted inflight = SRING_NONE;

    if (sring_nop_init(ring, &op)) {
        give_up("sring_nop_init");
    }
    sring_nop_submit(ring, &op, &inflight);
    if (wait) {
        sring_nop_wait(ring, &inflight, &done);
        EXPECT(sring_nop_finish(&done) == 0);
    }
#ifdef SRING_TWIN
    else {
        sring_nop_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{nop in state Submitted} 'inflight' is not held on every path through here" */
}

int main(int argc, char **argv)
{
    struct sring ring;

    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    send_off(&ring, 1);
    send_off(&ring, argc > 1);
    sring_close(&ring);
    return 0;
}
