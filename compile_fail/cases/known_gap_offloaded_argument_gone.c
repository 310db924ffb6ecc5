/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: What a launched work uses lives until its callback has run.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect clang-tsa: not caught
#include "case.h"

static int count;

static int work(void *arg)
{
#ifdef SRING_TWIN
    return ++*(int *)arg;
#else
    return arg ? ++count : 0; /* it would write to a stack frame that is gone */
#endif
}

SRING_OFFLOAD_CALLBACK(on_done)
{
    EXPECT(result == 1);
}

/* The variable is gone when this returns. */
static int begin(struct sring *ring) SRING_REQUIRES(*ring)
{
#ifdef SRING_TWIN
    return sring_offload_launch(ring, work, on_done, &count, NULL);
#else
    int local = 0;

    return sring_offload_launch(ring, work, on_done, &local, NULL);
#endif
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (begin(&ring)) {
        give_up("sring_offload_launch");
    }
    EXPECT(sring_run(&ring) == 0);
    sring_close(&ring);
    return 0;
}
