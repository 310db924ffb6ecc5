/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers: functions of the program that take turns on the ring's thread, each on a stack of its
 * own. A wait in a fiber (wait, await, next, await_each, wait_any, wait of a batch, release, join)
 * parks the fiber until it is over, and other fibers and callbacks run meanwhile. The code of a
 * fiber is the same as that of a thread which waits.
 *
 * Fibers run while the ring's thread waits, polls or runs outside of any fiber and callback. They
 * never run in parallel, and switch only where they wait. sring_run, sring_run_for, sring_run_once
 * in a fiber return -EDEADLK. A fiber must not be left by longjmp or by a C++ exception.
 *
 * Fibers do not count as operations: sring_run returns when nothing is in flight and no fiber can
 * go on.
 */
#ifndef SRING_FIBER_H
#define SRING_FIBER_H

#include <sring/detail/hot.h>
#include <sring/handles/fiber.h>
#include <sring/handles/scope.h>
#include <sring/ring.h>
#include <sring/ticket.h>

SRING_BEGIN_C_

/* The function of a fiber. Its result is that of join: 0, or -errno by custom. */
typedef int sring_fiber_fn(struct sring *ring, void *arg);

/* The head of such a function, for a declaration or a definition. */
#define SRING_FIBER(name)                                                                          \
    static int name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)

/* --- fibers ------------------------------------------------------------------------------- */

/* Makes a fiber, which will run fn(ring, arg) in the next turn, not yet in this call. What `arg`
 * points at must live until the fiber has ended. Returns 0, -ENOMEM, or -ECANCELED (the ring is
 * closing). */
SRING_COLD_ int sring_spawn_(struct sring *ring, struct sring_block_ **block, sring_fiber_fn *fn,
                             void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_spawn(struct sring *ring, struct sring_fiber *fiber,
                                             sring_fiber_fn *fn, void *arg) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*fiber);

/* Waits until the fiber has returned, and returns its result. In a fiber that is cancelled
 * meanwhile, or was before, the joined fiber is cancelled, too, and still waited for. A misuse in a
 * callback; and outside of fibers, if the fiber waits for something that cannot come any more. */
SRING_COLD_ int sring_join_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ int sring_join(struct sring *ring, struct sring_fiber *fiber) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*fiber);

/* Leaves the fiber to the ring. Its result is lost. */
SRING_COLD_ void sring_fiber_detach_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_fiber_detach(struct sring *ring, struct sring_fiber *fiber)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fiber);

/* Cancels the operation that the fiber waits for. From then on init, await, spawn, sring_sleep and
 * sring_wait_any in this fiber return -ECANCELED; what was begun before is cancelled when it is
 * waited for, unless it is done already. So the fiber ends by returning. Closing, joining and
 * scope_close still do what they do. */
SRING_COLD_ void sring_fiber_cancel_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_fiber_cancel(struct sring *ring, const struct sring_fiber *fiber)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fiber);

/* Returns the fiber's ticket, for sring_pending, sring_cancel and sring_wait_any. It is over when
 * the fiber has returned. */
SRING_API_ struct sring_ticket sring_fiber_ticket_(const struct sring_block_ *block);
SRING_INLINE_ struct sring_ticket sring_fiber_ticket(const struct sring_fiber *fiber)
    SRING_REQUIRES_SHARED(*fiber);

/* Lets the other fibers and callbacks that are due run. Outside of fibers it does nothing. */
SRING_API_ void sring_yield(struct sring *ring) SRING_REQUIRES(*ring);

/* Waits `nanoseconds`, with a timer. Returns 0; -ECANCELED, if the fiber is cancelled or the ring
 * is closing; or -EAGAIN, if the ring's capacity is in use. */
SRING_API_ SRING_FALLIBLE int sring_sleep(struct sring *ring, uint64_t nanoseconds)
    SRING_REQUIRES(*ring);

/* --- scopes ------------------------------------------------------------------------------- */

/* Opens a scope. It must be closed where it was opened: in the same fiber, or outside of fibers.
 * Without memory the scope has no fibers: sring_scope_spawn and sring_scope_close return -ENOMEM.
 */
SRING_COLD_ struct sring_block_ *sring_scope_open_(struct sring *ring);
SRING_INLINE_ void sring_scope_open(struct sring *ring, struct sring_scope *scope)
    SRING_REQUIRES(*ring) SRING_PRODUCES(*scope);

/* Makes a fiber that belongs to the scope. If a fiber of the scope returns a negative result, the
 * others are cancelled. Returns 0, -ENOMEM, or -ECANCELED (the scope was cancelled, or the ring is
 * closing). */
SRING_COLD_ int sring_scope_spawn_(struct sring *ring, struct sring_block_ *block,
                                   sring_fiber_fn *fn, void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_scope_spawn(struct sring *ring,
                                                   const struct sring_scope *scope,
                                                   sring_fiber_fn *fn, void *arg)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope);

/* Gives a fiber to the scope. If the scope was cancelled, or there was no memory for it, the fiber
 * is cancelled. */
SRING_COLD_ void sring_scope_adopt_(struct sring_block_ *block, struct sring_block_ *fiber);
SRING_INLINE_ void sring_scope_adopt(const struct sring_scope *scope, struct sring_fiber *fiber)
    SRING_REQUIRES_SHARED(*scope) SRING_CONSUMES(*fiber);

/* Cancels all fibers of the scope. */
SRING_COLD_ void sring_scope_cancel_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_scope_cancel(struct sring *ring, const struct sring_scope *scope)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope);

/* Waits until all fibers of the scope have returned. Returns the first negative result of one of
 * them, or 0; an -ECANCELED that follows from sring_scope_cancel or from another's error does not
 * count. Returns -ENOMEM if there was no memory for the scope. If the caller is a fiber that is
 * cancelled, it cancels the scope, and an -ECANCELED that follows from that counts. */
SRING_COLD_ int sring_scope_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ int sring_scope_close(struct sring *ring, struct sring_scope *scope)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*scope);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_spawn(struct sring *ring, struct sring_fiber *fiber, sring_fiber_fn *fn,
                              void *arg)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_spawn_(ring, &block, fn, arg);
    fiber->block_ = SRING_NOTHING_;
    fiber->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        fiber->block_ = block;
        fiber->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ int sring_join(struct sring *ring, struct sring_fiber *fiber)
{
    struct sring_block_ *block = sring_fiber_block_(fiber, __func__);
    int result;

    SRING_PROVE_RING_(ring);
    result = sring_join_(ring, block);
    fiber->block_ = NULL;
    return result;
}

SRING_INLINE_ void sring_fiber_detach(struct sring *ring, struct sring_fiber *fiber)
{
    struct sring_block_ *block = sring_fiber_block_(fiber, __func__);

    SRING_PROVE_RING_(ring);
    sring_fiber_detach_(ring, block);
    fiber->block_ = NULL;
}

SRING_INLINE_ void sring_fiber_cancel(struct sring *ring, const struct sring_fiber *fiber)
{
    SRING_PROVE_RING_(ring);
    sring_fiber_cancel_(ring, sring_fiber_block_(fiber, __func__));
}

SRING_INLINE_ struct sring_ticket sring_fiber_ticket(const struct sring_fiber *fiber)
{
    return sring_fiber_ticket_(sring_fiber_block_(fiber, __func__));
}

SRING_INLINE_ void sring_scope_open(struct sring *ring, struct sring_scope *scope)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    block = sring_scope_open_(ring);
    SRING_PRODUCED_(block);
    scope->block_ = block;
    scope->token_ = block->owner_;
}

SRING_INLINE_ int sring_scope_spawn(struct sring *ring, const struct sring_scope *scope,
                                    sring_fiber_fn *fn, void *arg)
{
    SRING_PROVE_RING_(ring);
    return sring_scope_spawn_(ring, sring_scope_block_(scope, __func__), fn, arg);
}

SRING_INLINE_ void sring_scope_adopt(const struct sring_scope *scope, struct sring_fiber *fiber)
{
    struct sring_block_ *block = sring_fiber_block_(fiber, __func__);

    sring_scope_adopt_(sring_scope_block_(scope, __func__), block);
    fiber->block_ = NULL;
}

SRING_INLINE_ void sring_scope_cancel(struct sring *ring, const struct sring_scope *scope)
{
    SRING_PROVE_RING_(ring);
    sring_scope_cancel_(ring, sring_scope_block_(scope, __func__));
}

SRING_INLINE_ int sring_scope_close(struct sring *ring, struct sring_scope *scope)
{
    struct sring_block_ *block = sring_scope_block_(scope, __func__);
    int error;

    SRING_PROVE_RING_(ring);
    error = sring_scope_close_(ring, block); /* meanwhile its fibers may spawn into it */
    scope->block_ = NULL;
    return error;
}

SRING_END_C_

#endif /* SRING_FIBER_H */
