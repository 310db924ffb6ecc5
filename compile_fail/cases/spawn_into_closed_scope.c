/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Fibers are spawned into an open scope.
// expect gcc-O0: runtime "sring_scope_spawn needs an open scope"
// expect gcc clang: L2
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
    EXPECT(sring_scope_close(&ring, &scope) == 0);
#ifdef SRING_TWIN
    sring_scope_open(&ring, &scope);
#endif
    /* error: L2 sring_error_scope_gone_ */
    /* error: L3 "'sring_scope_spawn' requires holding {scope} 'scope'" */
    EXPECT(sring_scope_spawn(&ring, &scope, child, NULL) == 0);
#ifdef SRING_TWIN
    EXPECT(sring_scope_close(&ring, &scope) == 0);
#endif
    sring_close(&ring);
    return 0;
}
