/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A switch over the result of a fallible call, even after a test that it failed: the analysis takes
 * the cases for the branches of an if. Instead: switch over the negated result, inside the if.
 *
 * clang-14: mutex 'buf' is not held on every path through here
 * clang-19: buffer 'buf' is not held on every path through here
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

    if (rc) {
#ifndef SRING_TWIN
        switch (rc) {
        case -ENOMEM:
            return 2;
        default:
            return 3;
        }
#else
        switch (-rc) {
        case ENOMEM:
            return 2;
        default:
            return 3;
        }
#endif
    }
    sring_buf_free(&buf);
    return 0;
}
