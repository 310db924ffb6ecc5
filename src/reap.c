/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the kernel back to the program: completions, waiting, callbacks, detaching, cancelling.
 */
#include "internal.h"

#include <sys/eventfd.h>
#include <unistd.h>

/* How long a cancellation is waited for before it is asked for again. The kernel may answer that
 * it did not find an operation which is just then on its way from one place to another. */
static const struct __kernel_timespec again = {0, 10 * 1000 * 1000};

bool sring_cq_empty(const struct sring *ring)
{
    return __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE) == (uint32_t)ring->cq_next_;
}

/* Disposes of what came out of an operation that nobody finishes. */
static void discard(const struct sring_op_ *op, const struct sring_taken_ *taken)
{
    uint64_t lent = taken->number & SRING_NUMBER_;

    if (taken->scratch) {
        if (taken->scratch->owner_ != lent) {
            return; /* it was finished after all, through a copy */
        }
        sring_scratch_put_(taken->scratch);
    }
    if (taken->block && taken->block->owner_ == lent) {
        sring_block_free_(taken->block);
    }
    if (op && op->makes_fd && taken->result >= 0) {
        close(taken->result);
    }
}

static void dispose(struct sring *ring, uint64_t number, struct sring_place place)
{
    const struct sring_op_ *op = place.record->op_;
    struct sring_taken_ taken = sring_release(ring, number, place);

    if (taken.block || (op && op->makes_fd && taken.result >= 0)) {
        ring->core_->stats.reclaimed++;
    }
    discard(op, &taken);
    ring->credits_++;
}

static void deliver(struct sring *ring, uint64_t number, struct sring_place place)
{
    struct sring_core_ *core = ring->core_;
    struct sring_record_ record = *place.record;
    struct sring_taken_ taken = sring_release(ring, number, place);

    ring->credits_++;
    core->delivering++;
    record.deliver_(ring, &taken, record.callback_, record.arg_);
    core->delivering--;
}

/* Keeps a completed callback until it may run. It needs a node, to be queued. */
static void defer(struct sring *ring, uint64_t number, struct sring_place place)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node = place.node ? place.node : sring_spill(ring, number);

    node->next_ready = NULL;
    if (core->ready_tail) {
        core->ready_tail->next_ready = node;
    } else {
        core->ready_head = node;
    }
    core->ready_tail = node;
}

/* The kernel is done with operation `number`. */
void sring_settle(struct sring *ring, uint64_t number, int32_t result, uint32_t flags,
                  enum sring_callbacks callbacks)
{
    struct sring_place place = sring_find(ring, number);

    if (!place.record) {
        ring->core_->stats.dropped++;
        return;
    }
    place.record->result_ = result;
    place.record->flags_ = flags;
    place.record->state_ |= SRING_DONE_;
    if (place.record->state_ & SRING_DETACHED_) {
        dispose(ring, number, place);
    } else if (number & SRING_CALLS_BACK_) {
        if (callbacks == SRING_RUN_CALLBACKS) {
            deliver(ring, number, place);
        } else {
            defer(ring, number, place);
        }
    }
}

static void settle_internal(struct sring *ring, uint64_t number)
{
    struct sring_place place = sring_find(ring, number);

    if (!place.record) {
        ring->core_->stats.dropped++;
        return;
    }
    (void)sring_release(ring, number, place);
    ring->core_->internal--;
}

static unsigned run_deferred(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    while (core->ready_head) {
        struct sring_node *node = core->ready_head;
        struct sring_place place = {&node->record, node};

        core->ready_head = node->next_ready;
        if (!core->ready_head) {
            core->ready_tail = NULL;
        }
        deliver(ring, node->number, place);
        count++;
    }
    return count;
}

/* Takes every completion that is there. Callbacks may wait, and so reap, in the middle of it:
 * nothing is kept across one. Returns how many operations were settled. */
unsigned sring_reap(struct sring *ring, enum sring_callbacks callbacks)
{
    unsigned count = callbacks == SRING_RUN_CALLBACKS ? run_deferred(ring) : 0;

    while (!sring_cq_empty(ring)) {
        struct sring_cqe_ cqe = ring->cqes_[ring->cq_next_ & ring->cq_mask_];

        __atomic_store_n(ring->kernel_cq_head_, (uint32_t)++ring->cq_next_, __ATOMIC_RELEASE);
        if (cqe.user_data_ & SRING_INTERNAL_) {
            settle_internal(ring, cqe.user_data_);
        } else {
            sring_settle(ring, cqe.user_data_, cqe.result_, cqe.flags_, callbacks);
            count++;
        }
    }
    return count;
}

/* The record of a live handle's operation. */
static struct sring_place find_live(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place;

    sring_check_owner_(ring, function);
    place = sring_find(ring, number);
    if (place.record && !(place.record->state_ & SRING_DETACHED_)) {
        return place;
    }
    if (number >> 44 == ring->core_->base >> 44) {
        sring_misuse_(function, "an operation that is in flight on this ring",
                      "a copy of a handle that was consumed before");
    }
    sring_misuse_(function, "an operation that is in flight on this ring",
                  number ? "a handle of another ring" : "a dead handle");
}

/* After an enter that returned `rc`, and with the operation still not done: if the kernel does not
 * know the ring any more, it would be waited for in vain. */
void sring_check_lost(int rc, const char *function)
{
    if (rc == -EBADF || rc == -EOPNOTSUPP || rc == -ENXIO) {
        sring_misuse_(function, "a ring whose descriptor is open",
                      "one whose descriptor was closed by someone else");
    }
}

struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number, const char *function)
{
    int rc = 0;

    for (;;) {
        struct sring_place place = find_live(ring, number, function);

        if (place.record->state_ & SRING_DONE_) {
            ring->credits_++;
            return sring_release(ring, number, place);
        }
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            rc = sring_enter(ring, 1, NULL);
        }
    }
}

struct sring_taken_ sring_cancel_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = find_live(ring, number, function);
    int rc = 0;

    ring->core_->stats.cancelled++;
    while (!(place.record->state_ & SRING_DONE_)) {
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            (void)sring_queue_cancel(ring, number, 0);
            rc = sring_enter(ring, 2, &again);
        }
        place = find_live(ring, number, function);
    }
    ring->credits_++;
    return sring_release(ring, number, place);
}

bool sring_ready_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = find_live(ring, number, function);

    if (!(place.record->state_ & SRING_DONE_)) {
        (void)sring_poll_(ring);
        place = find_live(ring, number, function);
    }
    return place.record->state_ & SRING_DONE_;
}

void sring_detach_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = find_live(ring, number, function);

    ring->core_->stats.detached++;
    if (place.record->state_ & SRING_DONE_) {
        dispose(ring, number, place);
    } else {
        place.record->state_ |= SRING_DETACHED_;
    }
}

/* Has the kernel post what is due and takes back its signals. What came between the two is posted
 * by the second call; what comes later signals anew. */
static int collect_signalled(struct sring *ring)
{
    eventfd_t signals;
    int rc = sring_enter(ring, 0, NULL);

    (void)eventfd_read(ring->core_->event_fd, &signals);
    return rc ? rc : sring_enter(ring, 0, NULL);
}

int sring_poll_(struct sring *ring)
{
    unsigned count;
    int rc;

    sring_check_owner_(ring, "sring_poll");
    if (ring->core_->event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (sring_cq_empty(ring)) {
        rc = sring_enter(ring, 0, NULL);
    } else {
        rc = sring_flush_(ring);
    }
    count = sring_reap(ring, SRING_RUN_CALLBACKS);
    return rc ? rc : (int)count;
}

int sring_run_(struct sring *ring)
{
    int rc = 0;

    sring_check_owner_(ring, "sring_run");
    ring->core_->stop = false;
    while (!rc && !ring->core_->stop) {
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            if (sring_in_flight(ring) == 0) {
                break;
            }
            rc = sring_enter(ring, 1, NULL);
        }
    }
    if (rc) {
        (void)sring_reap(ring, SRING_RUN_CALLBACKS); /* of what has been refused */
    }
    return rc;
}

void sring_stop_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_stop");
    ring->core_->stop = true;
}
