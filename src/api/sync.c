/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mutexes and events between fibers.
 */
#include "engine/fiber.h"

#include <sring/sync.h>

/* --- mutexes ------------------------------------------------------------------------------ */

/* Who holds a mutex: the fiber or, NULL, the thread outside of fibers, whichever ring it calls. */
static const void *holder_of(const struct sring_fiber_state *fiber)
{
    static _Thread_local const char thread;

    return fiber ? (const void *)fiber : &thread;
}

static void hold(struct sring_mutex *mutex, struct sring_fiber_state *fiber)
{
    mutex->holder_ = holder_of(fiber);
    if (fiber) {
        fiber->mutexes++;
    }
}

/* Unlocks what the fiber holds, or, NULL, the thread. */
static void pass_on(struct sring_mutex *mutex, struct sring_fiber_state *fiber)
{
    if (fiber) {
        fiber->mutexes--;
    }
    mutex->holder_ = NULL;
    if (sring_wake_first(&mutex->waiters_, &fiber)) {
        hold(mutex, fiber);
    }
}

/* Called first by each function. Unlocks a mutex that was given to a wait which was then left by
 * longjmp. */
static void settle(struct sring_mutex *mutex)
{
    if (sring_forget_left(&mutex->waiters_) && mutex->waiters_.loop_.woken_) {
        pass_on(mutex, mutex->waiters_.loop_.caller_);
    }
}

SRING_TRUSTED void sring_mutex_lock(struct sring *ring, struct sring_mutex *mutex)
{
    const char *function = "sring_mutex_lock";

    sring_check_owner_(ring, function);
    sring_check_may_wait(ring, function);
    settle(mutex);
    if (mutex->holder_ == holder_of(sring_fiber_caller())) {
        sring_misuse_(function, "a mutex that the caller does not hold",
                      "one that it has locked already");
    }
    while (mutex->holder_) {
        (void)sring_wait_in_line(ring, &mutex->waiters_, 0, false, function);
        if (mutex->holder_ == holder_of(sring_fiber_caller())) {
            return; /* it was passed on */
        }
        settle(mutex); /* it may have been passed on to a wait that was left */
    }
    hold(mutex, sring_fiber_caller());
}

SRING_TRUSTED int sring_mutex_try_lock(struct sring *ring, struct sring_mutex *mutex)
{
    sring_check_owner_(ring, "sring_mutex_try_lock");
    settle(mutex);
    if (mutex->holder_) {
        return -EBUSY;
    }
    hold(mutex, sring_fiber_caller());
    return 0;
}

SRING_TRUSTED void sring_mutex_unlock(struct sring *ring, struct sring_mutex *mutex)
{
    struct sring_fiber_state *fiber = sring_fiber_caller();

    sring_check_owner_(ring, "sring_mutex_unlock");
    settle(mutex);
    if (mutex->holder_ != holder_of(fiber)) {
        sring_misuse_("sring_mutex_unlock", "a mutex that the caller holds",
                      mutex->holder_ ? "one that another fiber holds" : "one that is not locked");
    }
    pass_on(mutex, fiber);
}

/* --- events ------------------------------------------------------------------------------- */

void sring_event_set(struct sring *ring, struct sring_event *event)
{
    sring_check_owner_(ring, "sring_event_set");
    event->set_ = true;
    sring_wake_all(&event->waiters_);
}

void sring_event_reset(struct sring *ring, struct sring_event *event)
{
    sring_check_owner_(ring, "sring_event_reset");
    event->set_ = false;
}

static int wait_for(struct sring *ring, struct sring_event *event, uint64_t end,
                    const char *function)
{
    const struct sring_fiber_state *fiber = sring_fiber_current(ring->core_);

    if (fiber && fiber->stack->cancelled) {
        return -ECANCELED;
    }
    return event->set_ ? 0 : sring_wait_in_line(ring, &event->waiters_, end, true, function);
}

int sring_event_wait(struct sring *ring, struct sring_event *event)
{
    sring_check_owner_(ring, "sring_event_wait");
    return wait_for(ring, event, 0, "sring_event_wait");
}

int sring_event_wait_for(struct sring *ring, struct sring_event *event, uint64_t nanoseconds)
{
    sring_check_owner_(ring, "sring_event_wait_for");
    return wait_for(ring, event, sring_end_after(ring->core_->clock, nanoseconds),
                    "sring_event_wait_for");
}
