/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A scope is closed on every path.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_scope scope;

    (void)argc;
    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_scope_open(&ring, &scope);
    EXPECT(sring_scope_spawn(&ring, &scope, child, NULL) == 0);
    if (argc > 1) {
        EXPECT(sring_scope_close(&ring, &scope) == 0);
    }
#ifdef SRING_TWIN
    else {
        EXPECT(sring_scope_close(&ring, &scope) == 0);
    }
#endif
    /* error: L3 "{scope} 'scope' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
