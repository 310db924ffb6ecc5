/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A thread cannot assert that it has another thread's ring.
// expect gcc-O0 gcc clang clang-tsa: runtime "but was given the ring of another thread"
#include "case.h"

#include <pthread.h>

static void callback(void *arg)
{
    struct sring *ring = arg;

    sring_assert_owner(ring);
    EXPECT(sring_poll(ring) >= 0);
}

static void *worker(void *arg)
{
#ifndef SRING_TWIN
    callback(arg);
#else
    (void)arg;
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
    callback(&ring);
    if (pthread_create(&thread, NULL, worker, &ring) || pthread_join(thread, NULL)) {
        give_up("pthread_create");
    }
    sring_close(&ring);
    return 0;
}
