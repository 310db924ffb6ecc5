/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the completion queue to the operations: taking completions, running callbacks and
 * free functions, the loop.
 */
#include "internal.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Runs the callbacks that were kept, but not those that are kept meanwhile: whoever called this
 * looks whether it has what it waits for. */
static unsigned call_kept(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    const struct sring_node *last = core->ready_tail;
    unsigned count = 0;

    while (last) {
        struct sring_node *node = core->ready_head;
        struct sring_place place = {&node->record, node, node->user_data};

        core->ready_head = node->next_ready;
        if (!core->ready_head) {
            core->ready_tail = NULL;
        }
        last = node == last ? NULL : last;
        count++;
        sring_deliver(ring, place);
    }
    return count;
}

/* The completion at the head of the queue, if there is one. */
struct sring_cqe_ *sring_head(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_cqe_ *end = core->cqes + core->cq_count;

    if (ring->next_ >= core->last) {
        sring_leave_inlined(ring); /* sring_enter sees to it, see src/numbers.c */
    }
    if (ring->head_ == (uintptr_t)end) {
        ring->head_ = (uintptr_t)core->cqes;
        ring->origin_ -= (uintptr_t)end - (uintptr_t)core->cqes;
    }
    return &core->cqes[sring_completed_(ring) & (core->cq_count - 1)];
}

void sring_step(struct sring *ring)
{
    if (ring->core_->trusts_head) {
        ring->head_ += SRING_CQE_SIZE_;
    } else {
        ring->origin_ -= SRING_CQE_SIZE_;
    }
}

/* Runs callbacks for as long as the completion at the head is for one, with nothing out of the
 * ordinary about it, and none was kept that is older. Is to sring_settle what the inlined wait is
 * to sring_wait_: if the record that the completion names is in its slot, it is a new one (see
 * sring_head_). Returns their number. */
static uint32_t call_quick(struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;
    uint32_t before = sring_completed_(ring);

    while (!core->ready_head) {
        const struct sring_cqe_ *cqe = sring_head_(ring);
        struct sring_slot_ *slot = sring_slot_of_(ring, cqe->user_data_);
        struct sring_taken_ done;

        if (slot->sqe_.user_data_ != cqe->user_data_ || !(cqe->user_data_ & SRING_QUICK_) ||
            SRING_IS_INTERNAL_ERROR_(cqe->result_)) {
            break;
        }
        done.number = cqe->user_data_ ^ (SRING_CALLS_BACK_ | SRING_QUICK_);
        memcpy(&done.result, &cqe->result_, sizeof(done.result) + sizeof(done.flags));
        memcpy(&done.block, &slot->record_.block_, sizeof(done.block) + sizeof(done.scratch));
        slot->sqe_.user_data_ = SRING_FREE_;
        ring->head_ += SRING_CQE_SIZE_;
        ring->credits_++;
        sring_call(ring, &done, &slot->record_);
    }
    return sring_completed_(ring) - before;
}

/* Settles what the completion at the head of the queue is for. Returns 1 if that was an operation,
 * 0 if it was a request of the library's own, or -1 if there is no memory to keep an item in: it
 * stays where it is. */
static int settle_head(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_cqe_ *head = sring_head(ring);
    struct sring_cqe_ cqe = *head;

    if (cqe.flags_ & IORING_CQE_F_MORE && !sring_item_room(ring, cqe.user_data_)) {
        return -1;
    }
    head->user_data_ = 0; /* see sring_head_ */
    sring_step(ring);
    if (cqe.user_data_ & SRING_INTERNAL_) {
        sring_settle_internal(ring, cqe.user_data_);
        return 0;
    }
    sring_settle(ring, cqe.user_data_, cqe.result_, cqe.flags_, callbacks);
    return 1;
}

unsigned sring_collect(struct sring *ring)
{
    unsigned count = 0;

    while (sring_cq_ready_(ring)) {
        int settled = settle_head(ring, SRING_DEFER_CALLBACKS);

        if (settled < 0) {
            break;
        }
        count += (unsigned)settled;
    }
    sring_note_waiter(ring);
    return count;
}

/* Runs what is due, in the order in which it completed: where a callback has waited and others were
 * kept meanwhile, those in the queue are newer. Nothing is remembered across a callback. */
static unsigned run_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = call_kept(ring);

    while (!core->ready_head) {
        uint32_t called = call_quick(ring);
        int settled;

        core->passed += called;
        count += called;
        if (core->ready_head || !sring_cq_ready_(ring)) {
            break;
        }
        settled = settle_head(ring, SRING_RUN_CALLBACKS);
        if (settled < 0) {
            break;
        }
        count += (unsigned)settled;
    }
    sring_note_waiter(ring);
    return count;
}

static unsigned take(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    return sring_inside(core) ? sring_collect(ring)
                              : sring_call_marked(ring, &core->callback_mark, run_due);
}

static unsigned free_kept(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    while (core->to_free) {
        struct sring_block_ *block = core->to_free;

        core->to_free = block->next_;
        if (!core->to_free) {
            core->to_free_end = &core->to_free;
        }
        sring_block_free_(block);
    }
    return 0;
}

void sring_free_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    if (core->to_free && !sring_marked(&core->free_mark)) {
        (void)sring_call_marked(ring, &core->free_mark, free_kept);
    }
}

unsigned sring_reap(struct sring *ring)
{
    unsigned count = take(ring);

    count += sring_advance(ring);
    sring_free_due(ring);
    return count;
}

/* Those that were settled in passing. Returns how many. */
static uint32_t take_settled(struct sring *ring, uint64_t first, uint32_t n, int *results,
                             size_t stride)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        struct sring_place place = sring_find(ring, first + (uint64_t)i * SRING_STEP_);

        if (place.record && place.record->state_ & SRING_DONE_) {
            *(int *)(void *)((char *)results + i * stride) = sring_release(ring, place).result;
            count++;
        }
    }
    return count;
}

struct each {
    uint64_t first;
    uint32_t n, left;
    int *results;
    size_t stride;
};

/* Takes what is there, in a row or settled in passing. */
static bool take_more(struct sring *ring, void *arg)
{
    struct each *each = arg;

    uint32_t before = each->left;

    do {
        each->left -=
            sring_take_ready_(ring, each->first, each->n, each->left, each->results, each->stride);
    } while (each->left && sring_cq_ready_(ring) && settle_head(ring, SRING_DEFER_CALLBACKS) >= 0);
    if (each->left) {
        each->left -= take_settled(ring, each->first, each->n, each->results, each->stride);
    }
    ring->credits_ += before - each->left;
    return !each->left;
}

static unsigned how_many_left(struct sring *ring, void *arg, bool *again)
{
    const struct each *each = arg;

    (void)ring;
    (void)again;
    return each->left;
}

/* The rest of sring_take_each_, with `left` results to come: not in a row, or not there yet. What
 * is taken gives its credit back at once, in case that a callback leaves for good; the caller gives
 * back all of them. */
void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left, int *results,
                      size_t stride)
{
    struct each each = {first, n, left, results, stride};
    const struct sring_until until = {take_more, how_many_left, &each, "await_each"};

    ring->credits_ += n - left;
    sring_wait_until(ring, &until);
    (void)sring_reap(ring); /* the callbacks of what has come before */
    ring->credits_ -= n;
}

/* An enter that is not to wait posts only a part of what is due (20 completions on Linux 6.18), and
 * what is left then does not signal again. One that is to wait, for no time, posts all. */
int sring_post_all(struct sring *ring)
{
    static const struct __kernel_timespec none = {0, 0};

    return sring_enter(ring, ring->core_->cq_count, &none);
}

/* From Linux 6.11 on a signal that the kernel puts off is the last one that it puts off for this
 * registration: what would be put off later is lost. It puts off what is completed by a write to
 * another eventfd, and newer kernels much more. So the eventfd is registered anew for each signal.
 */
static void renew_eventfd(struct sring_core_ *core)
{
    if (core->kernel.backend->register_eventfd(&core->kernel, core->event_fd)) {
        (void)eventfd_write(core->event_fd, 1); /* no memory: it is tried again by the next poll */
    }
}

/* Has the kernel post what is due and takes back its signals. What came between the two is posted
 * by the second call; what comes later signals anew. */
static int collect_signalled(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    eventfd_t signals;
    int rc = sring_post_all(ring);

    if (!eventfd_read(core->event_fd, &signals) && core->kernel.features & SRING_FEATURE_BUNDLES) {
        renew_eventfd(core);
    }
    return rc ? rc : sring_post_all(ring);
}

int sring_look(struct sring *ring)
{
    unsigned count;
    int rc;

    if (ring->core_->event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (!sring_cq_ready_(ring)) {
        rc = sring_enter(ring, 0, NULL);
    } else {
        rc = sring_hand_over(ring);
    }
    count = take(ring);
    if ((sring_advance(ring) || ring->core_->timed) && !rc) {
        rc = sring_hand_over(ring);
    }
    sring_free_due(ring);
    return rc ? rc : (int)count;
}

/* The caller knows what was called back: sring_flush_and_wait need not say so. */
static void say_called(struct sring *ring)
{
    ring->core_->passed = 0;
    sring_note_waiter(ring);
}

int sring_poll_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_poll");
    rc = sring_look(ring);
    say_called(ring);
    return rc;
}

/* Sleeps for the next completion. */
static int sleep_on(struct sring *ring)
{
    int rc;

    if (sring_enter_inline_(ring, sring_completed_(ring), 1) && sring_cq_ready_(ring)) {
        return 0;
    }
    rc = sring_enter(ring, 1, NULL);
    return !rc && sring_is_lost(ring, 0) ? -EIO : rc;
}

/* The body of sring_run_: 0 or -errno. */
static unsigned run(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    int rc = 0;

    for (;;) {
        bool stop;

        (void)call_quick(ring);
        stop = core->stop;
        if (core->ready_head || core->to_free || core->due || core->late || sring_cq_ready_(ring)) {
            (void)run_due(ring);
            (void)sring_advance(ring);
            sring_free_due(ring);
        } else if (rc || !sring_in_flight_(ring)) {
            break;
        } else if (!stop) {
            rc = sleep_on(ring); /* what has been refused is reaped before the end */
        }
        if (stop) {
            break;
        }
    }
    return (unsigned)rc;
}

int sring_run_(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    int rc;

    sring_check_owner_(ring, "sring_run");
    if (sring_inside(core)) {
        return -EDEADLK;
    }
    rc = (int)sring_call_marked(ring, &core->callback_mark, run);
    core->stop = false;
    say_called(ring);
    return rc;
}

void sring_stop_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_stop");
    ring->core_->stop = true;
}
