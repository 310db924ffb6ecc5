/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An assignment in the condition hides the call. Instead: two statements.
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
    if ((rc = sring_buf_alloc(&buf, 16)) != 0) {
#else
    rc = sring_buf_alloc(&buf, 16);
    if (rc) {
#endif
        printf("%s\n", strerror(-rc));
        return 2;
    }
    sring_buf_free(&buf);
    return 0;
}
