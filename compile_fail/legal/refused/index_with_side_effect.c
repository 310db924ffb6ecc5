/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * After an index with a side effect the analysis cannot find the handle again. Instead: increment in
 * a separate statement.
 *
 * clang-14: releasing mutex 'buf[#undefined]' that was not held
 * clang-14: mutex 'buf[#undefined]' is not held on every path through here
 * clang-19: releasing buffer 'buf[#undefined]' that was not held
 * clang-19: buffer 'buf[#undefined]' is not held on every path through here
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf[2];
    unsigned n = 0;

#ifndef SRING_TWIN
    if (sring_buf_alloc(&buf[n], 16)) {
        return 2;
    }
    sring_buf_stash(&buf[n++]);
    sring_buf_claim(&buf[--n]);
    sring_buf_free(&buf[n]);
#else
    if (sring_buf_alloc(&buf[n], 16)) {
        return 2;
    }
    sring_buf_stash(&buf[n]);
    n++;
    n--;
    sring_buf_claim(&buf[n]);
    sring_buf_free(&buf[n]);
#endif
    return 0;
}
