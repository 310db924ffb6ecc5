/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library: a ring and a waker for each thread.
 */
#include "ping.h"

#include <sring/sring.h>

static struct sring rings[2];
static struct sring_waker wakers[2]; /* stashed */

SRING_WAKER_CALLBACK(on_wake)
{
    int thread = ring == &rings[1];

    if (!was_woken(thread)) {
        sring_stop(ring);
    }
}

void contestant_open(int thread)
{
    struct sring_waker waker;
    int rc = sring_open(&rings[thread], NULL);

    if (rc) {
        bench_need_feature(rc, "io_uring");
        return;
    }
    rc = sring_waker_open(&rings[thread], &waker, on_wake, NULL);
    if (rc) {
        bench_need(rc, "waker");
        return;
    }
    sring_waker_move_stash(&wakers[thread], &waker);
}

void contestant_run(int thread)
{
    bench_need(sring_run(&rings[thread]), "run");
}

void contestant_wake(int thread)
{
    sring_wake(&wakers[thread]);
}
