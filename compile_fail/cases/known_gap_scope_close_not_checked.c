/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The result of sring_scope_close is checked: it is the first error of the fibers.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect clang-tsa: not caught
#include "case.h"

SRING_FIBER(fails)
{
    (void)ring;
    (void)arg;
    return -EIO;
}

int main(void)
{
    struct sring ring;
    struct sring_scope scope;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_scope_open(&ring, &scope);
    if (sring_scope_spawn(&ring, &scope, fails, NULL)) {
        give_up("sring_scope_spawn");
    }
#ifndef SRING_TWIN
    sring_scope_close(&ring, &scope);
#else
    EXPECT(sring_scope_close(&ring, &scope) == -EIO);
#endif
    sring_close(&ring);
    return 0;
}
