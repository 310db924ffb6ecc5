/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A fiber gives back what it owns, also when it is cancelled.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(child)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

    if (rc) {
        return rc;
    }
    rc = sring_sleep(ring, 1000);
    if (rc) {
#ifdef SRING_TWIN
        sring_buf_free(&buf);
#endif
        return rc;
    }
    sring_buf_free(&buf);
    return 0;
    /* error: L3 "{buffer} 'buf' is not held on every path through here" */
}

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_fiber fiber;

    (void)argc;
    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_spawn(&ring, &fiber, child, NULL)) {
        give_up("sring_spawn");
    }
    EXPECT(sring_join(&ring, &fiber) == 0);
    sring_close(&ring);
    return 0;
}
