/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One handle under two names, a variable and a pointer to it. Instead: one name throughout.
 *
 * clang-14: calling function 'sring_buf_set_length' requires holding mutex 'p' exclusively
 * clang-19: calling function 'sring_buf_set_length' requires holding buffer 'p' exclusively
 */
#include "support.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_buf *p = &buf;

#ifndef SRING_TWIN
    if (sring_buf_alloc(&buf, 16)) {
        return 2;
    }
    sring_buf_set_length(p, 4);
    sring_buf_free(&buf);
#else
    if (sring_buf_alloc(p, 16)) {
        return 2;
    }
    sring_buf_set_length(p, 4);
    sring_buf_free(p);
#endif
    return 0;
}
