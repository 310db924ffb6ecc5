/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings in a forked child.
 *
 * The queues are not mapped in the child: it could otherwise submit requests in the parent's name.
 * The child's copies of the rings point at nothing and know that they are the parent's.
 */
#include "base/list.h"
#include "ring/ring.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sring_core_ *open_rings;
static uint32_t forks;

static void prepare(void)
{
    pthread_mutex_lock(&lock);
    sring_registry_lock();
    sring_numbers_lock();
}

static void parent(void)
{
    sring_numbers_unlock();
    sring_registry_unlock();
    pthread_mutex_unlock(&lock);
}

static void child(void)
{
    for (struct sring_core_ *core = open_rings; core; core = core->next_open) {
        core->forked = true;
        sring_point_nowhere(core->ring);
    }
    open_rings = NULL;
    forks++;
    sring_numbers_unlock();
    sring_registry_unlock();
    pthread_mutex_unlock(&lock);
}

static void install(void)
{
    (void)pthread_atfork(prepare, parent, child);
}

void sring_fork_add(struct sring_core_ *core)
{
    (void)pthread_once(&once, install);
    pthread_mutex_lock(&lock);
    SRING_LIST_INSERT(&open_rings, core, next_open, previous_open);
    pthread_mutex_unlock(&lock);
}

void sring_fork_remove(struct sring_core_ *core)
{
    pthread_mutex_lock(&lock);
    SRING_LIST_REMOVE(core, next_open, previous_open);
    pthread_mutex_unlock(&lock);
}

struct sring *sring_ring_of_thread(unsigned index)
{
    struct sring_core_ *core;

    pthread_mutex_lock(&lock);
    for (core = open_rings; core; core = core->next_open) {
        if (pthread_equal(core->owner, pthread_self()) && index-- == 0) {
            break;
        }
    }
    pthread_mutex_unlock(&lock);
    return core ? core->ring : NULL;
}

uint32_t sring_forks(void)
{
    return forks;
}
