/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A callback that is called through a pointer: a pointer has no annotations. Instead:
 * sring_OP_call.
 *
 * clang-14: mutex 'done' is still held at the end of function
 * clang-19: nop in state Completed 'done' is still held at the end of function
 */
#include "support.h"

SRING_NOP_CALLBACK(on_nop)
{
    *(int *)arg = sring_nop_finish(done) + 1;
}

static sring_nop_callback *const table[] = {on_nop};

SRING_NOP_CALLBACK(dispatch)
{
#ifndef SRING_TWIN
    table[0](ring, done, arg);
#else
    sring_nop_call(table[0], ring, done, arg);
#endif
}

int main(void)
{
    struct sring ring;
    int seen = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_nop_launch(&ring, NULL, dispatch, &seen, NULL);
    if (!rc) {
        rc = sring_run(&ring);
    }
    sring_close(&ring);
    return !rc && seen == 1 ? 0 : 2;
}
