/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The analysis takes two elements of an array for one handle, even with constant indices.
 * Instead: a variable for each, or stash and claim (array_of_handles.c).
 *
 * clang-14: acquiring mutex 'buf[1]' that is already held
 * clang-14: releasing mutex 'buf[0]' that was not held
 * clang-19: acquiring buffer 'buf[1]' that is already held
 * clang-19: releasing buffer 'buf[0]' that was not held
 * clang-23: no error
 */
#include "support.h"

int main(void)
{
#ifndef SRING_TWIN
    struct sring_buf buf[2];

    if (sring_buf_alloc(&buf[0], 16)) {
        return 2;
    }
    if (sring_buf_alloc(&buf[1], 16)) {
        sring_buf_free(&buf[0]);
        return 3;
    }
    sring_buf_free(&buf[1]);
    sring_buf_free(&buf[0]);
#else
    struct sring_buf first;
    struct sring_buf second;

    if (sring_buf_alloc(&first, 16)) {
        return 2;
    }
    if (sring_buf_alloc(&second, 16)) {
        sring_buf_free(&first);
        return 3;
    }
    sring_buf_free(&second);
    sring_buf_free(&first);
#endif
    return 0;
}
