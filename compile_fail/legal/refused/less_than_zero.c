/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A failure tested with `< 0`. Instead: `if (rc)`; the result is never positive.
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

#ifndef SRING_TWIN
    if (rc < 0) {
#else
    if (rc) {
#endif
        return 2;
    }
    sring_buf_free(&buf);
    return 0;
}
