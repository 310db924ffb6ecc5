/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers: functions of the program with stacks of their own, which take turns on the ring's thread.
 *
 * A fiber has a parked record and a number, as an operation has. While the record is in the queue
 * of due callbacks, the fiber can go on: the loop on the thread's own stack resumes it as it calls
 * a callback. A fiber that has to wait parks: it switches back to that loop.
 */
#ifndef SRING_ENGINE_FIBER_H
#define SRING_ENGINE_FIBER_H

#include "base/context.h"
#include "engine/engine.h"

#include <sring/fiber.h>
#include <sring/sync.h>

struct sring_scope_state {
    struct sring *ring;
    struct sring_fiber_state *opener; /* the fiber that must close it, or NULL: none */
    struct sring_fiber_state *first;  /* its fibers that have not ended */
    int error;                        /* the first negative result */
    bool cancelled;
    bool unwinds;     /* the same, because its opener was cancelled */
    bool waits;       /* its opener waits for the end of all fibers, or did */
    uintptr_t closed; /* mark of that wait, see sring_call_marked; or 0 */
    struct sring_block_ *block;
    struct sring_scope_state *next, **link; /* in the list of the ring's scopes */
};

/* A fiber's stack, and what each switch uses, in the page of the stack that it uses, too. */
struct sring_fiber_stack {
    struct sring_stack base;
    /* In one cache line, up to the first fields of `context`. */
    _Alignas(SRING_CACHE_LINE) struct sring_taken_ taken; /* `awaits`: the number of the operation;
                                                             then its result */
    struct sring_fiber_state *fiber;
    bool awaits; /* the short way: whose completion it is writes `taken` and resets this */
    bool parks;  /* it waits */
    bool cancelled;
    struct sring_context context;
    struct sring_span span; /* with `taken`: of an item of a buffer ring */
};

struct sring_fiber_state {
    struct sring_parked parked; /* SRING_DUE_: it can go on; SRING_DONE_: it has ended */
    struct sring *ring;
    struct sring_fiber_stack *stack; /* NULL: it has ended */
    sring_fiber_fn *fn;
    void *arg;
    struct sring_block_ *block;                           /* of its handle */
    struct sring_scope_state *scope;                      /* that it was spawned into, or NULL */
    struct sring_fiber_state *next, **link;               /* in the list of the ring's fibers */
    struct sring_fiber_state *next_member, **member_link; /* in the list of the scope's fibers */
    struct sring_fiber_state *next_polled, **polled_link;
    uint64_t progress;           /* of a polled one: sring_progress when it last looked */
    uint64_t wake_at;            /* the same: when it goes on in any case; 0: never */
    uint32_t scopes;             /* that it has opened and not closed */
    uint32_t mutexes;            /* that it holds */
    uintptr_t joined;            /* mark of the wait for its end, see sring_call_marked; or 0 */
    struct sring_waiters_ *line; /* in which it waits, or NULL */
    bool handled;                /* it has a handle: it is not detached, and not of a scope */
};

static inline struct sring_fiber_state *sring_fiber_of(struct sring_parked *parked)
{
    return (struct sring_fiber_state *)(void *)parked; /* its first member */
}

/* --- fiber_stacks.c ------------------------------------------------------------------------- */

/* Returns a stack, or NULL without memory. */
struct sring_fiber_stack *sring_fiber_stack_take(struct sring_core_ *core);
void sring_fiber_stack_put(struct sring_core_ *core, struct sring_fiber_stack *stack);
void sring_fiber_stacks_close(struct sring_core_ *core);

/* --- fiber_memory.c ------------------------------------------------------------------------- */

/* Returns cleared memory for a fiber, or NULL. */
struct sring_fiber_state *sring_fiber_memory(struct sring_core_ *core);
void sring_fiber_memory_put(struct sring_core_ *core, struct sring_fiber_state *fiber);
/* The fiber has ended, and nothing refers to it. */
void sring_fiber_free(struct sring_fiber_state *fiber);
/* Puts away the stack of the fiber that has returned last, and the fiber if nobody will join it.
 * Called after each switch. */
void sring_fiber_bury_ended(struct sring_core_ *core);
static inline void sring_fiber_bury(struct sring_core_ *core)
{
    if (core->fibers.ended) {
        sring_fiber_bury_ended(core);
    }
}
void sring_fibers_close(struct sring_core_ *core);

/* --- fiber.c -------------------------------------------------------------------------------- */

/* Makes a fiber without a handle, which can go on. Returns 0, -ENOMEM or -ECANCELED (the ring is
 * closing). */
int sring_fiber_new(struct sring *ring, struct sring_fiber_state **fiber, sring_fiber_fn *fn,
                    void *arg);

/* --- fiber_turns.c -------------------------------------------------------------------------- */

/* Returns the stack of the fiber, of any ring, that makes this call, or NULL. */
static inline struct sring_fiber_stack *sring_fiber_running_stack(void)
{
    return (struct sring_fiber_stack *)(void *)sring_running_stack; /* its first member */
}

/* Returns the fiber, of any ring, that makes this call, or NULL. */
static inline struct sring_fiber_state *sring_fiber_caller(void)
{
    return sring_running_stack ? sring_fiber_running_stack()->fiber : NULL;
}

/* Returns the ring's fiber that makes this call, or NULL. A fiber that waits on another ring of the
 * thread is not the one that runs there. */
static inline struct sring_fiber_state *sring_fiber_current(const struct sring_core_ *core)
{
    struct sring_fiber_state *fiber = core->fibers.running;

    return fiber && fiber == sring_fiber_caller() ? fiber : NULL;
}

/* Returns whether a fiber of the ring makes this call, and may use the ring: it is not a copy of
 * it, nor the child of a fork, nor in the ring's audit function. */
static inline bool sring_fiber_uses(const struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;

    return core && sring_fiber_current(core) && ring->self_ == ring && !core->forked &&
           !core->observe.audits;
}

/* Returns whether a callback, or a free function, also one that runs in a fiber, makes this call.
 */
static inline bool sring_in_callback(struct sring_core_ *core)
{
    return sring_marked(&core->calls.free_mark) ||
           (!sring_fiber_current(core) && sring_inside(core));
}

/* Returns the same as sring_marked, but also finds in a fiber that a call on the thread's own stack
 * was left: the loop there checks the mark. */
bool sring_call_runs(struct sring_core_ *core, uintptr_t *mark);

/* Lets a fiber go on that is parked. */
static inline void sring_fiber_wake(struct sring_fiber_state *fiber)
{
    SRING_ASSERT(fiber->stack);
    if (fiber->stack->parks) {
        sring_defer_parked(fiber->ring, &fiber->parked);
    }
}

/* Lets the fiber go on that waits for the operation of this record, if there is one. */
static inline void sring_wake_waiter(struct sring_record_ *record)
{
    if (record->state_ & SRING_PARKS_) {
        record->state_ &= ~SRING_PARKS_;
        sring_fiber_wake(((struct sring_fiber_stack *)record->arg_)->fiber);
    }
}

/* The running fiber, on this stack, stops. Returns what runs next: another fiber, the loop, or
 * NULL, the fiber itself. */
struct sring_context *sring_fiber_next(struct sring *ring, const struct sring_fiber_stack *stack);

/* Parks the running fiber until it is woken: others that can go on run first, or the loop. */
static inline __attribute__((always_inline)) void sring_fiber_park(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_fiber_stack *stack = sring_fiber_running_stack();
    struct sring_context *next;

    SRING_ASSERT(stack->fiber == core->fibers.running);
    stack->parks = true;
    next = sring_fiber_next(ring, stack);
    if (next) {
        sring_context_switch(&stack->context, next, false);
        sring_fiber_bury(core);
    }
}

/* The same for one that can go on itself. */
void sring_fiber_yield(struct sring *ring);
/* Runs the fiber on this stack, and others that can go on, until none can. */
void sring_fiber_resume(struct sring *ring, struct sring_fiber_stack *stack);
/* Takes the completion at the head of the queue and returns the stack of the fiber that waits for
 * it in sring_fiber_take; or NULL, and does nothing, if there is none. */
struct sring_fiber_stack *sring_fiber_of_head(struct sring *ring);
/* Called in each turn: wakes the fibers whose condition may be met. Returns their number. */
unsigned sring_fibers_poll(struct sring *ring);

/* --- fiber_cancel.c ------------------------------------------------------------------------- */

/* While a cancelled fiber runs, init fails with -ECANCELED, because there is no budget. */
void sring_refuse_operations(struct sring *ring, bool refuses);
/* Cancels a fiber: what it waits for, and later waits. */
void sring_fiber_stop(struct sring_fiber_state *fiber);
/* The ring is closing: cancels all of its fibers. */
void sring_fibers_stop(struct sring *ring);

/* --- scope.c -------------------------------------------------------------------------------- */

/* The scopes of all rings for which there was no memory. It is cancelled, and has no list: a ring
 * counts the fibers that were given to it. */
extern struct sring_scope_state sring_scope_without_memory __attribute__((visibility("hidden")));
/* Puts the fiber into the scope; and takes it out again, with its result. */
void sring_scope_enter(struct sring_scope_state *scope, struct sring_fiber_state *fiber);
void sring_scope_leave(struct sring_fiber_state *fiber);
/* Puts the fiber into the scope without memory. It is cancelled by the caller. */
void sring_scope_enter_without_memory(struct sring_fiber_state *fiber);
/* Cancels the fibers of the scope. */
void sring_scope_stop(struct sring_scope_state *scope);
void sring_scope_free(struct sring_scope_state *scope);
/* The ring is being closed: frees the scopes that are open. */
void sring_scopes_close(struct sring_core_ *core);

/* --- fiber_wait.c --------------------------------------------------------------------------- */

/* The pump of a fiber: waits until the condition is met. Returns 0, -ETIME or -ECANCELED. */
int sring_fiber_wait(struct sring *ring, const struct sring_until *until);
/* Returns whether a fiber goes on at some time, whatever completes before. */
bool sring_fibers_have_time(const struct sring_core_ *core);
/* Returns whether something has completed since the last sring_fibers_poll, and a fiber must look
 * whether its wait is over. */
bool sring_fibers_must_look(const struct sring *ring);
/* What the record of a stream may have besides when a fiber takes its items at once. */
#define SRING_ITEMS_ (SRING_LENDS_ | SRING_AGAIN_)
/* The completion of this operation wakes the fiber no more. */
void sring_fiber_unwatch(struct sring *ring, const struct sring_fiber_stack *stack,
                         uint64_t number);

/* --- waiters.c ------------------------------------------------------------------------------ */

/* Reports a misuse if the call comes from a callback or a free function, not from a fiber. */
void sring_check_may_wait(struct sring *ring, const char *function);
/* Waits in the line until woken, or until the time `end` (0: none). Returns 0 (woken), -ETIME; or,
 * if `interruptible`, -ECANCELED (in a cancelled fiber), -EINTR or -EDEADLK. In a callback a
 * misuse. */
int sring_wait_in_line(struct sring *ring, struct sring_waiters_ *line, uint64_t end,
                       bool interruptible, const char *function);

/* --- lines.c -------------------------------------------------------------------------------- */

void sring_line_append(struct sring_waiters_ *line, struct sring_waiter_ *waiter);
void sring_line_take_out(struct sring_waiters_ *line, struct sring_waiter_ *waiter);
/* Takes the first out of the line and lets it go on. Returns false if there is none. `*caller`
 * (NULL: not wanted): the fiber, of any ring, that made the call, or NULL. */
bool sring_wake_first(struct sring_waiters_ *line, struct sring_fiber_state **caller);
void sring_wake_all(struct sring_waiters_ *line);
/* Returns whether a loop waited in the line and was left by longjmp, once for each such wait. */
bool sring_forget_left(struct sring_waiters_ *line);
/* The loop of the ring waits in a line, with this number; or in none any more. */
void sring_enter_wait(struct sring_core_ *core, uint64_t number);
void sring_leave_wait(struct sring_core_ *core);
/* Called by what runs callbacks outside of such a wait: if there was one it was left. */
void sring_forget_wait(struct sring_core_ *core);

/* --- cancel_awaited.c ----------------------------------------------------------------------- */

/* Cancels a fiber, work or batch that is not over. Returns false if it is an operation. */
bool sring_cancel_apart(struct sring *ring, struct sring_found found);
/* For sring_until: cancels the operation, batch, fiber or work with this number, unless it
 * is over. */
void sring_cancel_awaited(struct sring *ring, uint64_t number);

#endif /* SRING_ENGINE_FIBER_H */
