/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One turn of the loop: takes completions, runs callbacks, begins operations that waited for
 * them.
 */
#include "engine/fiber.h"
#include "ring/batch_graph.h"

#include <sys/eventfd.h>

unsigned sring_advance(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t completed = core->counts.completed;
    unsigned woken = 0;

    while (core->batches.due) {
        struct sring_batch *batch = core->batches.due;

        core->batches.due = batch->next_due;
        batch->due = false;
        sring_batch_go_on(batch);
        sring_batch_conclude(batch);
    }
    if (core->deadlines.timed || core->deadlines.late) {
        sring_deadlines_check(ring);
    }
    if (core->streams.first) {
        sring_streams_begin(ring);
    }
    if (core->fibers.polled || core->fibers.timed) {
        woken = sring_fibers_poll(ring);
    }
    return (unsigned)(core->counts.completed - completed) + woken;
}

unsigned sring_reap(struct sring *ring)
{
    unsigned count = sring_take_due(ring);

    count += sring_advance(ring);
    return count + sring_free_due(ring);
}

unsigned sring_take_turn(struct sring *ring)
{
    unsigned count = sring_run_due(ring);

    return count + sring_advance(ring);
}

/* From Linux 6.11 on an eventfd registration delivers one delayed signal and loses all later ones.
 * The kernel delays the signal of a completion that was caused by a write to another eventfd, and
 * newer kernels delay many more. So the eventfd is registered again after each signal. */
static void renew_eventfd(struct sring_core_ *core)
{
    if (core->kernel.backend->register_eventfd(&core->kernel, core->queues.event_fd)) {
        (void)eventfd_write(core->queues.event_fd, 1); /* no memory: the next poll tries again */
    }
}

/* Makes the kernel post all completions, and resets the eventfd. The second call posts completions
 * that came before the reset; later ones signal again. */
static int collect_signalled(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    eventfd_t signals;
    int rc = sring_post_all(ring);

    if (!eventfd_read(core->queues.event_fd, &signals) &&
        core->kernel.features & SRING_FEATURE_BUNDLES) {
        renew_eventfd(core);
    }
    return rc ? rc : sring_post_all(ring);
}

/* sring_take_due may stop at each completion that a fiber waits for, to resume the fiber first. */
static unsigned take_all_due(struct sring *ring)
{
    unsigned count = 0;

    for (uint32_t turns = sring_cq_ready_(ring) + 1; turns; turns--) {
        count += sring_take_due(ring);
        if (!ring->core_->calls.ready_head || sring_inside(ring->core_)) {
            break;
        }
    }
    return count;
}

int sring_poll_turn(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    const bool nested = core->calls.polls && sring_inside(core);
    unsigned count;
    int rc;

    core->calls.polls = true;
    if (core->queues.event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (!sring_cq_ready_(ring)) {
        rc = sring_enter_now(ring);
    } else {
        rc = sring_hand_over(ring);
    }
    count = take_all_due(ring);
    if ((sring_advance(ring) || core->deadlines.timed || sring_must_listen(core)) && !rc) {
        rc = sring_hand_over(ring);
    }
    (void)sring_free_due(ring);
    core->calls.polls = nested;
    sring_signal_rest(ring);
    return rc ? rc : (int)count;
}
