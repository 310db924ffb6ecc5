/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A handle that exists in every round of a loop but the first. Instead: make the first one before
 * the loop (double_buffering.c), or stash it (window_of_reads.c).
 *
 * clang-14: expecting mutex 'buf' to be held at start of each loop
 * clang-14: releasing mutex 'buf' that was not held
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: expecting buffer 'buf' to be held at start of each loop
 * clang-19: releasing buffer 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf;
#ifndef SRING_TWIN
    bool have = false;

    for (int i = 0; i < 3; i++) {
        if (have) {
            sring_buf_free(&buf);
            have = false;
        }
        if (sring_buf_alloc(&buf, 16)) {
            break;
        }
        have = true;
    }
    if (have) {
        sring_buf_free(&buf);
    }
#else
    if (sring_buf_alloc(&buf, 16)) {
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        sring_buf_free(&buf);
        if (sring_buf_alloc(&buf, 16)) {
            return 3;
        }
    }
    sring_buf_free(&buf);
#endif
    return 0;
}
