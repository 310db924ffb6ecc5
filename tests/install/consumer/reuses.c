/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Must not compile, by any compiler that optimises: the buffer is used after it was freed.
 */
#include <sring/sring.h>

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 4096);

    if (rc) {
        return 1;
    }
    sring_buf_free(&buf);
    sring_buf_set_length(&buf, 1);
    return 0;
}
