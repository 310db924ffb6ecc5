/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Assigns numbers of operations to rings. No number is used twice in a process.
 *
 * A ring takes its numbers from a range, and takes another range when that is nearly used up. The
 * unused rest of a closed ring's range goes to the next ring that is opened.
 */
#include "ring/ring.h"

#include <stdatomic.h>
#include <stdlib.h>

#define UPPER_HALF (UINT64_C(1) << 63)

/* First range, size of a range, and end of the last one; tests make these smaller. A value below
 * the first is no number: see posts_in_enter() in src/kernel/open.c. */
struct sring_number_space sring_number_space = {UINT64_C(1) << 40, UINT64_C(1) << 40, UPPER_HALF};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sring_range *unused_ranges; /* unused ranges of closed rings */

static uint64_t lap_size(const struct sring *ring)
{
    return ring->sq_mask_ + SRING_STEP_;
}

/* The most numbers that a ring can use between two checks of its range. The library checks when it
 * reads the completion queue, and changes the range when it next enters the kernel. */
static uint64_t most_between_checks(const struct sring *ring)
{
    return (uint64_t)4 * ring->core_->queues.cq_count * SRING_STEP_;
}

/* Returns the first number in the range at which a lap of the ring can begin, or 0 if too few
 * numbers are left. */
static uint64_t start_in(const struct sring_range *range, const struct sring *ring)
{
    uint64_t start = (range->next + lap_size(ring) - 1) & ~(lap_size(ring) - 1);

    return start < range->end && range->end - start >= 2 * most_between_checks(ring) ? start : 0;
}

/* Fills in a range: the rest of a closed ring's, or a new one. Returns the ring's first number in
 * it, or 0 if none are left. */
static uint64_t take_range(struct sring_range *range, const struct sring *ring)
{
    struct sring_number_space *space = &sring_number_space;
    uint64_t start = 0;

    pthread_mutex_lock(&lock);
    for (struct sring_range **link = &unused_ranges; *link && !start; link = &(*link)->link) {
        struct sring_range *rest = *link;

        start = start_in(rest, ring);
        if (start) {
            *range = *rest;
            *link = rest->link;
            free(rest);
            break;
        }
    }
    if (!start && space->end - space->next >= space->size) {
        range->next = space->next;
        range->end = space->next += space->size;
        start = start_in(range, ring);
    }
    pthread_mutex_unlock(&lock);
    return start;
}

static void begin_at(struct sring *ring, uint64_t start)
{
    struct sring_core_ *core = ring->core_;

    core->numbers.first = ring->next_ = start;
    core->numbers.last = core->numbers.range->end - most_between_checks(ring);
    SRING_ASSERT(ring->next_ < core->numbers.last);
}

int sring_numbers_open(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t start;

    core->numbers.range = calloc(1, sizeof(*core->numbers.range));
    if (!core->numbers.range) {
        return -ENOMEM;
    }
    start = take_range(core->numbers.range, ring);
    if (!start) {
        free(core->numbers.range);
        core->numbers.range = NULL;
        return -EOVERFLOW;
    }
    begin_at(ring, start);
    ring->base_ = start;
    return 0;
}

void sring_numbers_close(struct sring *ring)
{
    struct sring_range *range = ring->core_->numbers.range;

    if (range) {
        range->next = ring->next_;
        pthread_mutex_lock(&lock);
        range->link = unused_ranges;
        unused_ranges = range;
        pthread_mutex_unlock(&lock);
    }
}

void sring_numbers_renew(struct sring *ring)
{
    uint64_t before = ring->next_;
    uint64_t start;

    SRING_ASSERT(!sring_queued_(ring));
    if (before < ring->core_->numbers.last) {
        return;
    }
    for (uint64_t at = 0; at <= ring->sq_mask_; at += SRING_STEP_) {
        uint64_t user_data = sring_slot_of_(ring, at)->sqe_.user_data_;

        if (user_data != SRING_FREE_) {
            (void)sring_park(ring, user_data);
        }
    }
    start = take_range(ring->core_->numbers.range, ring);
    if (!start) {
        sring_misuse_("a ring", "numbers for its operations",
                      "a process that has used up all there are");
    }
    begin_at(ring, start + (before & ring->sq_mask_));
    ring->base_ += ring->next_ - before;
}

/* From the upper half of all numbers, which no range reaches. */
uint64_t sring_unqueued_number(void)
{
    static _Atomic uint64_t next = UPPER_HALF;

    return atomic_fetch_add_explicit(&next, SRING_STEP_, memory_order_relaxed);
}

void sring_numbers_lock(void)
{
    pthread_mutex_lock(&lock);
}

void sring_numbers_unlock(void)
{
    pthread_mutex_unlock(&lock);
}
