/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * assert under -std=c11 (not gnu11) is a ternary, which the analysis does not understand.
 * Instead: an if, which also remains with NDEBUG.
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

#include <assert.h>

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

#ifndef SRING_TWIN
    assert(!rc);
#else
    if (rc) {
        abort();
    }
#endif
    sring_buf_free(&buf);
    return 0;
}
