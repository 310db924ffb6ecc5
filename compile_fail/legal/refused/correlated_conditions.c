/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Two tests of the same condition: the analysis does not know that they have the same result.
 * Instead: nest, or move the part between them into a function.
 *
 * clang-14: mutex 'buf' is not held on every path through here
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: buffer 'buf' is not held on every path through here
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

int main(int argc, char **argv)
{
    struct sring_buf buf;
    bool wanted = argc == 1;

    (void)argv;
#ifndef SRING_TWIN
    if (wanted && sring_buf_alloc(&buf, 16)) {
        return 2;
    }
    puts("between");
    if (wanted) {
        sring_buf_free(&buf);
    }
#else
    if (wanted) {
        if (sring_buf_alloc(&buf, 16)) {
            return 2;
        }
        puts("between");
        sring_buf_free(&buf);
    } else {
        puts("between");
    }
#endif
    return 0;
}
