/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Must not compile with clang and the package's options: the buffer is forgotten.
 */
#include <sring/sring.h>

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 4096);

    if (rc) {
        return 1;
    }
    sring_buf_set_length(&buf, 1);
    return 0;
}
