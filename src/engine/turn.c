/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One turn: what has come is taken, what is due is run, and what waited for it begins.
 */
#include "engine/engine.h"
#include "ring/batch_graph.h"

#include <sys/eventfd.h>

unsigned sring_advance(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t completed = core->counts.completed;

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
    return (unsigned)(core->counts.completed - completed);
}

unsigned sring_reap(struct sring *ring)
{
    unsigned count = sring_take_due(ring);

    count += sring_advance(ring);
    sring_free_due(ring);
    return count;
}

/* From Linux 6.11 on a signal that the kernel puts off is the last one that it puts off for this
 * registration: what would be put off later is lost. It puts off what is completed by a write to
 * another eventfd, and newer kernels much more. So the eventfd is registered anew for each signal.
 */
static void renew_eventfd(struct sring_core_ *core)
{
    if (core->kernel.backend->register_eventfd(&core->kernel, core->queues.event_fd)) {
        (void)eventfd_write(core->queues.event_fd,
                            1); /* no memory: it is tried again by the next poll */
    }
}

/* Has the kernel post what is due and takes back its signals. What came between the two is posted
 * by the second call; what comes later signals anew. */
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

int sring_look(struct sring *ring)
{
    unsigned count;
    int rc;

    if (ring->core_->queues.event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (!sring_cq_ready_(ring)) {
        rc = sring_enter_now(ring);
    } else {
        rc = sring_hand_over(ring);
    }
    count = sring_take_due(ring);
    if ((sring_advance(ring) || ring->core_->deadlines.timed) && !rc) {
        rc = sring_hand_over(ring);
    }
    sring_free_due(ring);
    return rc ? rc : (int)count;
}
