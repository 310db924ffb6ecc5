/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations by their tickets: pending, cancel, rearm, wait_any.
 */
#include "api/api.h"
#include "ring/batch_graph.h"

#include <sring/ticket.h>

/* Returns whether the operation's result was taken from the queue, or there is no such operation.
 */
static bool is_over(struct sring_found found)
{
    return !found.record || found.record->state_ & (SRING_RESULT_ | SRING_DONE_);
}

bool sring_pending_(const struct sring *ring, struct sring_ticket ticket)
{
    struct sring *own;

    sring_check_owner_(ring, "sring_pending");
    own = ring->core_->ring;
    if (is_over(sring_find_number(own, ticket.number_))) {
        return false;
    }
    if (sring_cq_ready_(own)) {
        (void)sring_collect(own);
    }
    return !is_over(sring_find_number(own, ticket.number_));
}

int sring_cancel_(struct sring *ring, struct sring_ticket ticket)
{
    struct sring_found found;

    sring_check_owner_(ring, "sring_cancel");
    found = sring_find_number(ring, ticket.number_);
    if (is_over(found)) {
        return -ENOENT;
    }
    ring->core_->counts.stats.cancelled++;
    if (found.record->state_ & SRING_BATCH_) {
        sring_batch_stop(sring_batch_of(found.record->block_));
        (void)sring_advance(ring);
        (void)sring_hand_over(ring);
    } else {
        sring_request_cancel_number(ring, ticket.number_);
    }
    return 0;
}

/* Finds the operation, after the kernel has read its request. */
static struct sring_found find_handed_over(struct sring *ring, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (!is_over(found) && !found.parked && sring_queued_(ring)) {
        sring_settle(ring);
        found = sring_find_number(ring, number);
    }
    return found;
}

static bool is_ending(struct sring_found found)
{
    return is_over(found) || found.record->state_ & (SRING_CANCELLING_ | SRING_EXPIRED_);
}

/* Moves the time of an operation that has a deadline. Returns 0 or -ENOENT. */
static int move(struct sring *ring, struct sring_found found, uint64_t nanoseconds)
{
    if (is_ending(found) || !sring_deadline_move(ring, found, nanoseconds)) {
        return -ENOENT;
    }
    return 0;
}

static int rearm_deadline(struct sring *ring, uint64_t number, uint64_t nanoseconds)
{
    struct sring_found found = sring_find_number(ring, number);

    if (is_over(found)) {
        return -ENOENT;
    }
    if (!(found.user_data & SRING_TIMED_)) {
        return -EINVAL;
    }
    return move(ring, find_handed_over(ring, number), nanoseconds);
}

/* The kernel's own timer is replaced by a deadline. Its expiry may lie in the queue. */
static int rearm_first(struct sring *ring, uint64_t number, uint64_t nanoseconds)
{
    int rc = sring_deadline_room_(ring, "sring_timeout_rearm");
    struct sring_found found = find_handed_over(ring, number);

    if (!rc && sring_cq_ready_(ring)) {
        (void)sring_collect(ring);
        found = sring_find_number(ring, number);
    }
    if (is_ending(found)) {
        return -ENOENT;
    }
    if (!rc) {
        sring_deadline_replace_time(ring, found, nanoseconds);
    }
    return rc;
}

/* The alarm for sring_pollable_fd may have to ring earlier. */
static int alarmed(struct sring *ring, int rc)
{
    if (!rc && ring->core_->queues.event_fd >= 0) {
        (void)sring_hand_over(ring);
    }
    return rc;
}

int sring_timeout_rearm_(struct sring *ring, struct sring_ticket ticket, uint64_t nanoseconds)
{
    struct sring_found found;

    sring_check_owner_(ring, "sring_timeout_rearm");
    found = sring_find_number(ring, ticket.number_);
    if (is_over(found)) {
        return -ENOENT;
    }
    if (found.record->state_ & SRING_REARMED_) {
        return alarmed(ring, move(ring, found, nanoseconds));
    }
    if (sring_opcode_of(ring, found) != IORING_OP_TIMEOUT || found.user_data & SRING_TIMED_ ||
        found.record->state_ & SRING_STREAM_) {
        return -EINVAL;
    }
    return alarmed(ring, rearm_first(ring, ticket.number_, nanoseconds));
}

/* Returns 0 if one of the operations got the new deadline. */
static int rearm_batch(struct sring *ring, struct sring_batch *batch, uint64_t nanoseconds)
{
    int rc = -EINVAL;

    for (uint32_t i = 0; i < batch->count; i++) {
        struct sring_batch_entry *entry = &batch->entries[i];
        int one = -EINVAL;

        if (!(entry->flags & BEGUN) && entry->request.record_.timeout_) {
            entry->request.record_.timeout_ = nanoseconds + (nanoseconds != UINT64_MAX);
            one = 0;
        } else if (entry->flags & BEGUN && entry->number) {
            one = rearm_deadline(ring, entry->number, nanoseconds);
        }
        rc = !rc || one == -EINVAL ? rc : one;
    }
    return rc;
}

int sring_deadline_rearm_(struct sring *ring, struct sring_ticket ticket, uint64_t nanoseconds)
{
    struct sring_found found;

    sring_check_owner_(ring, "sring_deadline_rearm");
    found = sring_find_number(ring, ticket.number_);
    if (is_over(found)) {
        return -ENOENT;
    }
    if (found.record->state_ & SRING_BATCH_) {
        return alarmed(ring, rearm_batch(ring, sring_batch_of(found.record->block_), nanoseconds));
    }
    return alarmed(ring, rearm_deadline(ring, ticket.number_, nanoseconds));
}

struct any {
    const struct sring_ticket *tickets;
    uint32_t n;
    uint32_t which;
};

static bool one_is_over(struct sring *ring, void *arg)
{
    struct any *any = arg;

    for (uint32_t i = 0; i < any->n; i++) {
        if (is_over(sring_find_number(ring, any->tickets[i].number_))) {
            any->which = i;
            return true;
        }
    }
    return false;
}

int sring_wait_any_(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                    uint64_t timeout_ns, uint32_t *which)
{
    struct any any = {.tickets = tickets, .n = n};
    struct sring_until until = {.done = one_is_over,
                                .take = sring_reap,
                                .arg = &any,
                                .function = "sring_wait_any",
                                .interruptible = true};
    int rc;

    sring_check_owner_(ring, until.function);
    if (!n) {
        return -EINVAL;
    }
    until.end = sring_end_after(ring->core_->clock, timeout_ns);
    rc = sring_pump(ring, &until);
    if (!rc) {
        *which = any.which;
    }
    return rc;
}
