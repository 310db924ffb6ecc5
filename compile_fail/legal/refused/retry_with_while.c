/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A call that is repeated at the end of a while loop: two calls, one result. Instead: a do/while
 * loop with one call (retry_until_it_begins.c).
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf;
    int rc;

#ifndef SRING_TWIN
    rc = sring_buf_alloc(&buf, 16);
    while (rc == -EINTR) {
        rc = sring_buf_alloc(&buf, 16);
    }
#else
    do {
        rc = sring_buf_alloc(&buf, 16);
    } while (rc == -EINTR);
#endif
    if (rc) {
        return 2;
    }
    sring_buf_free(&buf);
    return 0;
}
