/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Checks the thread that uses a ring, and bars the inlined system call.
 */
#include "ring/ring.h"

/* A closed ring points at these: a slot that is always busy, and a completion that matches no
 * number. The hot path then ends in the misuse report without a check of its own. */
static struct sring_slot_ dead_slot = {.sqe_ = {.user_data_ = 2}};
static struct sring_slot_ dead_staging; /* written, never read */
static struct sring_cqe_ dead_cqe = {.user_data_ = 2};
static uint32_t dead_word;

void sring_point_nowhere(struct sring *ring)
{
    ring->next_ = ring->base_ = 0;
    ring->sq_mask_ = 0;
    ring->slots_ = (unsigned char *)&dead_slot;
    ring->staging_ = &dead_staging;
    ring->budget_ = 0;
    ring->head_ = ring->origin_ = (uintptr_t)&dead_cqe;
    ring->kernel_sq_head_ = &dead_word;
    ring->kernel_sq_tail_ = &dead_word;
    ring->kernel_cq_head_ = &dead_word;
    ring->kernel_cq_tail_ = &dead_word;
    ring->enter_fd_ = -1;
    ring->enter_flags_ = 0;
    ring->owner_ = 0;
    ring->waiter_ = 0;
    ring->not_counted_ = 0;
    ring->refusal_ = 0;
    ring->direct_count_ = 0;
    ring->window_count_ = 0;
}

void sring_point_at_queues(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    const struct sring_kernel *kernel = &core->kernel;

    ring->sq_mask_ = (uint64_t)(kernel->entries - 1) * SRING_STEP_;
    ring->slots_ = kernel->slots;
    for (uint64_t at = 0; at <= ring->sq_mask_; at += SRING_STEP_) {
        sring_slot_of_(ring, at)->sqe_.user_data_ = SRING_FREE_;
    }
    core->queues.cqes = (struct sring_cqe_ *)kernel->cqes;
    core->queues.cq_count = kernel->cq_count;
    core->queues.trusts_head = kernel->posts_in_enter;
    if (core->queues.trusts_head) {
        ring->head_ = ring->origin_ = (uintptr_t)core->queues.cqes;
    }
    ring->kernel_sq_head_ = kernel->sq_head;
    ring->kernel_sq_tail_ = kernel->sq_tail;
    ring->kernel_cq_head_ = kernel->cq_head;
    ring->kernel_cq_tail_ = kernel->cq_tail;
    ring->enter_fd_ = kernel->enter_fd;
    ring->enter_flags_ = kernel->enter_flags;
#if defined(SRING_INLINE_ENTER_)
    if (ring->enter_fd_ >= 0) {
        ring->owner_ = sring_thread_() ^ (uintptr_t)ring;
        ring->waiter_ = ring->owner_;
    }
#endif
}

/* Returns what is wrong with the ring in this process, or NULL. */
static const char *find_fault(const struct sring *ring)
{
    if (!ring->live_) {
        return "one that was closed";
    }
    if (ring->self_ != ring) {
        return "a copy of a ring";
    }
    if (ring->core_->observe.audits) {
        return "one whose audit function runs, or was left without a return";
    }
    return ring->core_->forked ? "the parent process's ring" : NULL;
}

/* Init finds no budget, submit a busy slot, and wait no operation: they call the library, which
 * reports it. */
void sring_forbid_use(struct sring *ring)
{
    struct sring_observe *observe = &ring->core_->observe;

    SRING_ASSERT(!observe->audits);
    observe->slots = ring->slots_;
    observe->sq_mask = ring->sq_mask_;
    observe->refusal = ring->refusal_;
    observe->audits = true;
    ring->slots_ = (unsigned char *)&dead_slot;
    ring->sq_mask_ = 0;
    ring->refusal_ = 0;
    ring->budget_ -= ring->core_->capacity + 1;
}

void sring_allow_use(struct sring *ring)
{
    struct sring_observe *observe = &ring->core_->observe;

    ring->slots_ = observe->slots;
    ring->sq_mask_ = observe->sq_mask;
    ring->refusal_ = observe->refusal;
    ring->budget_ += ring->core_->capacity + 1;
    observe->audits = false;
}

void sring_check_open(const struct sring *ring, const char *function)
{
    const char *found = find_fault(ring);

    if (found) {
        sring_misuse_(function, "an open ring to attach to", found);
    }
}

/* Reports a misuse unless this is the ring itself, open, and used by the thread that opened it. */
void sring_check_owner_(const struct sring *ring, const char *function)
{
    const char *found = find_fault(ring);

    if (!found && !pthread_equal(ring->core_->owner, pthread_self())) {
        found = "the ring of another thread";
    }
    if (found) {
        sring_misuse_(function, "an open ring of the calling thread", found);
    }
}

/* Called when init finds a ring without any budget. Does not return. */
void sring_not_open_(const struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    sring_misuse_(function, "an open ring of the calling thread", "one that is not open");
}

void sring_not_begun_here_(const struct sring *ring, uint64_t live, const char *expected,
                           const char *function)
{
    if (live) {
        sring_check_owner_(ring, function);
    }
    sring_misuse_(function, expected, live ? "one that was begun on another ring" : "a dead one");
}

void sring_bar_inlined(struct sring *ring)
{
    ring->core_->queues.barred_owner |= ring->owner_;
    ring->owner_ = 0;
    ring->waiter_ = 0;
}

/* Called when the queue is empty, so no chain is in it. */
void sring_allow_inlined(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    SRING_ASSERT(!sring_queued_(ring));
    if (core->queues.barred_owner && !core->batches.due && !core->deadlines.timed &&
        !core->calls.ready_head && !core->fibers.running && !sring_must_listen(core)) {
        ring->owner_ = core->queues.barred_owner;
        core->queues.barred_owner = 0;
        sring_update_waiter(ring);
    }
}
