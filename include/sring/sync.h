/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mutexes and events between the fibers of a ring. A fiber that has to wait is parked, and the
 * thread goes on with others. Threads do not exclude each other with these: one thread runs all
 * fibers of a ring, and only that thread may use them.
 *
 * A mutex or event is a variable of the program, in memory that is 0 at first (SRING_NONE, or
 * calloc), and needs no close. It must live until no fiber waits for it or holds it. Two
 * rings of a thread cannot wait for it outside of their fibers at a time: that is a misuse.
 */
#ifndef SRING_SYNC_H
#define SRING_SYNC_H

#include <sring/ring.h>

SRING_BEGIN_C_

struct sring_fiber_state;

/* Private. A wait in a line. */
struct sring_waiter_ {
    struct sring_waiter_ *next_, *previous_;
    struct sring_fiber_state *fiber_;  /* of the ring that is waited on; NULL: its loop waits */
    struct sring_fiber_state *caller_; /* the fiber of any ring that made the call, or NULL */
    uint64_t number_;                  /* of a loop's wait, which may be left by longjmp */
    bool in_line_, woken_;
};

/* Private. Who waits, in order. The wait of a loop lies here, because its stack frame may be left
 * by longjmp: that wait is taken out when the line is next used. */
struct sring_waiters_ {
    struct sring_waiter_ *first_, *last_;
    struct sring_waiter_ loop_; /* its number is 0: not used */
};

/* --- mutexes ------------------------------------------------------------------------------ */

/* Fibers switch only where they wait. So a mutex is needed only if a fiber waits while it holds
 * it: two fibers that send parts of a message to one socket, for example. Its holder is the fiber
 * or, outside of fibers, the thread, whichever of the thread's rings is passed. */
struct SRING_CAPABILITY("mutex") sring_mutex {
    const void *holder_;
    struct sring_waiters_ waiters_;
};

/* Locks the mutex. If it is held, waits for it: those who wait get it in the order of their calls.
 * A fiber that is cancelled waits, too. Locking a mutex that the caller holds, or locking in a
 * callback, is a misuse; so is a fiber that returns while it holds one. */
SRING_API_ void sring_mutex_lock(struct sring *ring, struct sring_mutex *mutex)
    SRING_REQUIRES(*ring) SRING_PRODUCES(*mutex);
/* Locks it if that needs no wait. Returns 0, or -EBUSY. */
SRING_API_ SRING_FALLIBLE int sring_mutex_try_lock(struct sring *ring, struct sring_mutex *mutex)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*mutex);
/* Unlocks the mutex, and gives it to the first who waits. Only its holder may do that. Never
 * waits. */
SRING_API_ void sring_mutex_unlock(struct sring *ring, struct sring_mutex *mutex)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*mutex);

/* --- events ------------------------------------------------------------------------------- */

/* Something that has happened, or has not. A callback may set and reset it, but not wait. */
struct sring_event {
    bool set_;
    struct sring_waiters_ waiters_;
};

/* Sets the event: all that wait for it go on. It stays set until it is reset. */
SRING_API_ void sring_event_set(struct sring *ring, struct sring_event *event)
    SRING_REQUIRES(*ring);
/* Resets the event: who waits for it from then on waits until it is set again. */
SRING_API_ void sring_event_reset(struct sring *ring, struct sring_event *event)
    SRING_REQUIRES(*ring);
/* Returns whether the event is set. */
SRING_INLINE_ bool sring_event_is_set(const struct sring_event *event);

/* Waits until the event is set. Returns 0; -ECANCELED in a fiber that is cancelled; outside of
 * fibers -EINTR, if the ring is interruptible, or -EDEADLK, if nothing is left that could set it.
 * In a callback a misuse. */
SRING_API_ SRING_FALLIBLE int sring_event_wait(struct sring *ring, struct sring_event *event)
    SRING_REQUIRES(*ring);
/* The same for at most `nanoseconds`; then returns -ETIME. */
SRING_API_ SRING_FALLIBLE int sring_event_wait_for(struct sring *ring, struct sring_event *event,
                                                   uint64_t nanoseconds) SRING_REQUIRES(*ring);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ bool sring_event_is_set(const struct sring_event *event)
{
    return event->set_;
}

SRING_END_C_

#endif /* SRING_SYNC_H */
