/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Deadlines: an operation whose deadline has passed is cancelled. Its result is -ETIME.
 *
 * The library keeps the deadlines itself. IORING_OP_LINK_TIMEOUT of the kernel never cancels what a
 * worker has begun: an open that creates a file, a splice, or anything linked behind an fsync.
 *
 * The deadlines are in a heap, the earliest at the top. The earliest limits every wait in the
 * kernel. If the program uses sring_pollable_fd, a timeout request for it is also queued: the
 * alarm. A completed operation stays in the heap until it reaches the top or the heap is full.
 *
 * A deadline that is moved to a later time keeps its entry, which is moved when its time comes. One
 * that is moved to an earlier time gets a new entry; the old one is no longer valid. So each
 * operation has one valid entry, at its deadline or before it.
 *
 * A timer that is re-armed gets a deadline, and the kernel's timer goes on. If that is over first,
 * its completion is dropped (src/engine/complete.c): the timer is held until its deadline.
 *
 * The inlined system call does not know about deadlines. It is barred while there is a deadline or
 * a cancel request to repeat (src/engine/cancel_requests.c).
 */
#include "ring/ring.h"

#include <sys/mman.h>
#include <time.h>

const struct __kernel_timespec sring_retry_interval = {0, 10 * 1000 * 1000};

/* Entries of the heap: for every operation in flight, and the same number of completed ones. */
static size_t room(const struct sring_core_ *core)
{
    return 2 * (size_t)core->capacity;
}

/* --- the heap ------------------------------------------------------------------------------- */

int sring_deadline_room_(struct sring *ring, const char *function)
{
    struct sring_core_ *core = ring->core_;
    void *memory;

    sring_check_owner_(ring, function);
    if (core->deadlines.heap) {
        return 0;
    }
    memory = mmap(NULL, room(core) * sizeof(*core->deadlines.heap), PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return -ENOMEM;
    }
    core->deadlines.heap = memory;
    return 0;
}

void sring_deadlines_close(struct sring_core_ *core)
{
    if (core->deadlines.heap) {
        munmap(core->deadlines.heap, room(core) * sizeof(*core->deadlines.heap));
    }
}

/* Puts the deadline into the heap at or below `at`. */
static void sift_down(struct sring_core_ *core, size_t at, struct sring_deadline deadline)
{
    for (;;) {
        size_t child = 2 * at + 1;

        if (child + 1 < core->deadlines.count &&
            core->deadlines.heap[child + 1].at < core->deadlines.heap[child].at) {
            child++;
        }
        if (child >= core->deadlines.count || core->deadlines.heap[child].at >= deadline.at) {
            break;
        }
        core->deadlines.heap[at] = core->deadlines.heap[child];
        at = child;
    }
    core->deadlines.heap[at] = deadline;
}

static void pop(struct sring_core_ *core)
{
    struct sring_deadline last = core->deadlines.heap[--core->deadlines.count];

    if (core->deadlines.count) {
        sift_down(core, 0, last);
    }
}

/* Returns the time of the operation's valid entry. */
static uint64_t entry_time(struct sring_found found)
{
    return found.parked && found.parked->checked_at ? found.parked->checked_at
                                                    : found.record->timeout_;
}

/* Finds the operation of an entry. `record` is NULL if it has its result or another entry. */
static struct sring_found find_waiting(struct sring *ring, struct sring_deadline deadline)
{
    struct sring_found found = sring_find_number(ring, deadline.number);

    if (found.record &&
        (found.record->state_ & SRING_RESULT_ || deadline.at != entry_time(found))) {
        found.record = NULL;
    }
    return found;
}

/* Removes the entries of completed operations, and those that are not valid. */
static void remove_completed(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    size_t count = 0;

    for (size_t i = 0; i < core->deadlines.count; i++) {
        if (find_waiting(ring, core->deadlines.heap[i]).record) {
            core->deadlines.heap[count++] = core->deadlines.heap[i];
        }
    }
    core->deadlines.count = count;
    for (size_t i = count / 2; i-- > 0;) {
        sift_down(core, i, core->deadlines.heap[i]);
    }
}

static void push(struct sring *ring, struct sring_deadline deadline)
{
    struct sring_core_ *core = ring->core_;
    size_t at;

    if (core->deadlines.count == room(core)) {
        remove_completed(ring);
    }
    SRING_ASSERT(core->deadlines.heap && core->deadlines.count < room(core));
    at = core->deadlines.count++;
    while (at && core->deadlines.heap[(at - 1) / 2].at > deadline.at) {
        core->deadlines.heap[at] = core->deadlines.heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    core->deadlines.heap[at] = deadline;
}

/* Gives the operation a deadline with an entry of its own. */
static void enter(struct sring *ring, struct sring_found found, uint64_t at)
{
    found.record->timeout_ = at;
    if (found.parked) {
        found.parked->checked_at = 0;
    }
    push(ring, (struct sring_deadline){at, found.user_data & SRING_NUMBER_});
}

/* Returns the time of the earliest valid entry, or UINT64_MAX. */
static uint64_t earliest_deadline(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    while (core->deadlines.count && !find_waiting(ring, core->deadlines.heap[0]).record) {
        pop(core);
    }
    return core->deadlines.count ? core->deadlines.heap[0].at : UINT64_MAX;
}

/* Returns the time of the next cancel request, or UINT64_MAX. */
uint64_t sring_next_cancel_time(struct sring *ring)
{
    uint64_t at = earliest_deadline(ring);

    return at < ring->core_->deadlines.retry_at ? at : ring->core_->deadlines.retry_at;
}

void sring_retry_cancels_from(struct sring *ring, uint64_t at)
{
    struct sring_core_ *core = ring->core_;

    if (core->deadlines.retry_at == UINT64_MAX) {
        core->deadlines.timed++;
        sring_bar_inlined(ring);
    }
    if (at < core->deadlines.retry_at) {
        core->deadlines.retry_at = at;
    }
    SRING_ASSERT(core->deadlines.timed && core->deadlines.retry_at <= at);
}

/* --- clocks --------------------------------------------------------------------------------- */

static uint64_t later(uint64_t now, uint64_t nanoseconds)
{
    return nanoseconds < UINT64_MAX - now ? now + nanoseconds : UINT64_MAX;
}

/* Starts the clocks of the queued operations, which the kernel is about to read. */
static void start_clocks(struct sring *ring)
{
    uint64_t now = sring_time(ring);

    for (uint64_t at = ring->next_ - (uint64_t)sring_queued_(ring) * SRING_STEP_; at != ring->next_;
         at += SRING_STEP_) {
        struct sring_slot_ *slot = sring_slot_of_(ring, at);
        uint64_t user_data = slot->sqe_.user_data_;

        if (user_data & SRING_TIMED_ && !(slot->record_.state_ & SRING_CLOCKED_)) {
            slot->record_.state_ |= SRING_CLOCKED_;
            enter(ring, (struct sring_found){&slot->record_, NULL, user_data},
                  later(now, slot->record_.timeout_ - 1));
        }
    }
    ring->core_->deadlines.unclocked = false;
}

const struct __kernel_timespec *sring_deadline_limit(struct sring *ring,
                                                     const struct __kernel_timespec *timeout,
                                                     struct __kernel_timespec *limit)
{
    uint64_t at, now, left;

    if (ring->core_->deadlines.unclocked) {
        start_clocks(ring);
    }
    at = sring_next_cancel_time(ring);
    if (at == UINT64_MAX) {
        return timeout;
    }
    now = sring_time(ring);
    left = at > now ? at - now : 0;
    if (timeout && (uint64_t)timeout->tv_sec * SRING_SECOND + (uint64_t)timeout->tv_nsec <= left) {
        return timeout;
    }
    *limit = sring_timespec(left);
    return limit;
}

struct sring_found sring_deadline_next(struct sring *ring, uint64_t now, uint64_t again)
{
    struct sring_core_ *core = ring->core_;

    while (earliest_deadline(ring) <= now) {
        struct sring_found found = find_waiting(ring, core->deadlines.heap[0]);
        bool moved = found.record->timeout_ > now;

        pop(core);
        enter(ring, found, moved ? found.record->timeout_ : again);
        if (!moved) {
            return found;
        }
    }
    return (struct sring_found){NULL, NULL, 0};
}

bool sring_deadline_move(struct sring *ring, struct sring_found found, uint64_t nanoseconds)
{
    uint64_t now = sring_time(ring), at = later(now, nanoseconds);
    uint64_t checked_at = entry_time(found);

    SRING_ASSERT(found.record->state_ & (SRING_CLOCKED_ | SRING_REARMED_));
    if (found.record->timeout_ <= now) {
        return false;
    }
    if (at < checked_at) {
        enter(ring, found, at);
    } else {
        found.parked = sring_park_found(ring, found);
        found.parked->record.timeout_ = at;
        found.parked->checked_at = checked_at;
    }
    return true;
}

void sring_deadline_replace_time(struct sring *ring, struct sring_found found, uint64_t nanoseconds)
{
    /* Parked: the inlined functions would take the kernel's completion as the result. */
    found.parked = sring_park_found(ring, found);
    found.record = &found.parked->record;
    SRING_ASSERT(!(found.record->state_ & SRING_REARMED_) && !(found.user_data & SRING_TIMED_));
    found.record->state_ |= SRING_REARMED_;
    ring->core_->deadlines.timed++;
    ring->core_->deadlines.rearmed++;
    sring_bar_inlined(ring);
    enter(ring, found, later(sring_time(ring), nanoseconds));
}
