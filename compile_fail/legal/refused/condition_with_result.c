/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A result tested again together with something else: the analysis forgets the first test where the
 * paths join. Instead: test the result alone, once, and the rest inside.
 *
 * clang-14: mutex 'buf' is not held on every path through here
 * clang-19: buffer 'buf' is not held on every path through here
 * clang-23: no error
 */
#include "support.h"

int main(int argc, char **argv)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

    (void)argv;
#ifndef SRING_TWIN
    if (!rc && argc > 1) {
        puts("with arguments");
        sring_buf_free(&buf);
    } else if (!rc) {
        sring_buf_free(&buf);
    }
#else
    if (!rc) {
        if (argc > 1) {
            puts("with arguments");
        }
        sring_buf_free(&buf);
    }
#endif
    return rc ? 2 : 0;
}
