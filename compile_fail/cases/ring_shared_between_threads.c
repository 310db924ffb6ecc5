/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A thread cannot use a ring that another thread has opened.
// expect gcc-O0 gcc clang: runtime "but was given the ring of another thread"
// expect clang-tsa: L3
#include "case.h"

#include <pthread.h>

static void *worker(void *arg)
{
#ifndef SRING_TWIN
    struct sring *ring = arg;

    /* error: L3 "'sring_poll' requires holding {ring} 'ring'" */
    EXPECT(sring_poll(ring) >= 0);
#else
    struct sring ring;

    (void)arg;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(sring_poll(&ring) >= 0);
    sring_close(&ring);
#endif
    return NULL;
}

int main(void)
{
    struct sring ring;
    pthread_t thread;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (pthread_create(&thread, NULL, worker, &ring) || pthread_join(thread, NULL)) {
        give_up("pthread_create");
    }
    sring_close(&ring);
    return 0;
}
