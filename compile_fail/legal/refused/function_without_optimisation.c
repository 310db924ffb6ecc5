/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A function without optimisation in an optimised unit: gcc does not remove the proof's dead calls
 * there. Instead: SRING_NO_PROOF for that unit.
 *
 * gcc: sring_error_buf_gone_
 */
#ifdef SRING_TWIN
#define SRING_NO_PROOF
#endif
#include "support.h"

#if defined(__GNUC__) && !defined(__clang__)
__attribute__((optimize("O0")))
#endif
static int
make_and_free(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 16)) {
        return 2;
    }
    sring_buf_free(&buf);
    return 0;
}

int main(void)
{
    return make_and_free();
}
