/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One result from either of two calls. Instead: a function that makes the choice and states what
 * it produces.
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

#ifdef SRING_TWIN
static int make(struct sring_buf *buf, bool large) SRING_PRODUCES_ON_SUCCESS(*buf);

static int make(struct sring_buf *buf, bool large)
{
    if (large) {
        return sring_buf_alloc(buf, 4096);
    }
    return sring_buf_alloc(buf, 16);
}
#endif

int main(int argc, char **argv)
{
    struct sring_buf buf;
    int rc;

    (void)argv;
#ifndef SRING_TWIN
    rc = argc > 1 ? sring_buf_alloc(&buf, 4096) : sring_buf_alloc(&buf, 16);
#else
    rc = make(&buf, argc > 1);
#endif
    if (rc) {
        return 2;
    }
    sring_buf_free(&buf);
    return 0;
}
