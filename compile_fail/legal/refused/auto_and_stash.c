/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A stashed handle is still live in its variable, and SRING_AUTO checks that variable. Instead: move
 * it into the container first, and stash it there.
 *
 * gcc: sring_error_handle_left_live_
 */
#include "support.h"

static void keep(struct sring_buf *slot)
{
    SRING_AUTO struct sring_buf buf = SRING_NONE;

    if (sring_buf_alloc(&buf, 16)) {
        abort();
    }
#ifndef SRING_TWIN
    sring_buf_stash(&buf);
    *slot = buf;
#else
    sring_buf_move(slot, &buf);
    sring_buf_stash(slot);
#endif
}

int main(void)
{
    struct sring_buf slot;

    keep(&slot);
    sring_buf_claim(&slot);
    sring_buf_free(&slot);
    return 0;
}
