/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber's function returns its result.
// expect all: L1
#include "case.h"

#ifdef SRING_TWIN
SRING_FIBER(child)
{
    return sring_sleep(ring, 1000);
}
#else
static void child(struct sring *ring, void *arg)
{
    (void)ring;
    (void)arg;
}
#endif

int main(void)
{
    struct sring ring;
    struct sring_scope scope;
    int rc;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_scope_open(&ring, &scope);
    /* error: L1[gcc-O0 gcc] incompatible-pointer-types "void (*)(struct sring *, void *)" */
    /* error: L1[clang clang-tsa] incompatible-function-pointer-types "sring_fiber_fn *" */
    rc = sring_scope_spawn(&ring, &scope, child, NULL);
    EXPECT(rc == 0);
    EXPECT(sring_scope_close(&ring, &scope) == 0);
    sring_close(&ring);
    return 0;
}
