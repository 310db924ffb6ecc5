/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Gives operations in flight another time, or other events.
 */
#include "api/api.h"
#include "ring/batch_graph.h"

#include <sring/ticket.h>

/* Finds the operation, after the kernel has read its request. */
static struct sring_found find_handed_over(struct sring *ring, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (!sring_is_over(found) && !found.parked && sring_queued_(ring)) {
        sring_settle(ring);
        found = sring_find_number(ring, number);
    }
    return found;
}

static bool is_ending(struct sring_found found)
{
    return sring_is_over(found) || found.record->state_ & (SRING_CANCELLING_ | SRING_EXPIRED_);
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

    if (sring_is_over(found)) {
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
    if (sring_is_over(found)) {
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
            entry->request.record_.timeout_ = sring_time_limit_(nanoseconds);
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
    if (sring_is_over(found)) {
        return -ENOENT;
    }
    if (found.record->state_ & SRING_BATCH_) {
        return alarmed(ring, rearm_batch(ring, sring_batch_of(found.record->block_), nanoseconds));
    }
    return alarmed(ring, rearm_deadline(ring, ticket.number_, nanoseconds));
}

/* --- polls ---------------------------------------------------------------------------------- */

#define NO_ANSWER 1 /* the kernel answers 0 or -errno */

static bool is_answered(struct sring *ring, void *arg)
{
    (void)sring_collect(ring);
    return *(int32_t *)arg != NO_ANSWER;
}

/* Asks the kernel to change the events of a poll, and waits for its answer, which it gives at once.
 * Returns the answer, or -errno if the kernel cannot be entered any more. */
static int update_poll(struct sring *ring, struct sring_found found, uint32_t events)
{
    int32_t answer = NO_ANSWER;
    const struct sring_until until = {
        .done = is_answered, .arg = &answer, .function = "sring_poll_rearm", .fails_at_once = true};
    struct sring_found request;
    uint64_t number;
    int rc;

    if (!sring_make_internal_room(ring)) {
        return -EIO;
    }
    sring_make_room(ring, 1, until.function);
    number = sring_queue_poll_update(ring, found.user_data, events, &answer);
    rc = sring_pump(ring, &until);
    request = sring_find(ring, number);
    if (request.record) {
        request.record->arg_ = NULL; /* nobody waits for the answer any more */
    }
    return rc ? rc : answer;
}

/* A stream that begins again does so with the new events. */
static void keep_events(struct sring *ring, struct sring_found found, uint32_t events)
{
    if (found.record && found.record->state_ & SRING_AGAIN_) {
        sring_again_request(ring, found.record)->len_flags_ =
            SRING_PAIR_(IORING_POLL_ADD_MULTI, SRING_POLL_MASK_(events));
    }
}

/* Asks again if the kernel did not find the poll (-ENOENT), or found that its file has just become
 * ready (-EALREADY): its completion is on its way, or it goes on. */
static int rearm_poll(struct sring *ring, uint64_t number, uint32_t events)
{
    struct sring_found found = find_handed_over(ring, number);

    while (!is_ending(found)) {
        bool held = found.record->state_ & SRING_HELD_;
        int rc = held ? 0 : update_poll(ring, found, events);

        if (!rc) {
            keep_events(ring, sring_find_number(ring, number), events);
        }
        if (rc != -ENOENT && rc != -EALREADY) {
            return rc == -EINVAL ? -EOPNOTSUPP : rc; /* before Linux 5.13 */
        }
        found = sring_find_number(ring, number);
    }
    return -ENOENT;
}

int sring_poll_rearm_(struct sring *ring, struct sring_ticket ticket, uint32_t events)
{
    struct sring_found found;

    sring_check_owner_(ring, "sring_poll_rearm");
    found = sring_find_number(ring, ticket.number_);
    if (is_ending(found)) {
        return -ENOENT;
    }
    if (sring_opcode_of(ring, found) != IORING_OP_POLL_ADD) {
        return -EINVAL;
    }
    return rearm_poll(ring, ticket.number_, events);
}
