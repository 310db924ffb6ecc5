/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Closes a ring: cancels what is in flight, waits for all of it, and frees everything.
 */
#include "api/api.h"
#include "engine/fiber.h"
#include "engine/observe.h"
#include "engine/works.h"
#include "ring/batch_graph.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLOSED_BUDGET (INT64_MIN / 2) /* init fails with it */
#define MOST_VAIN_TURNS 10000         /* of the loop in sring_close: no fiber ends in them */

void sring_destroy(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    sring_numbers_close(ring);
    sring_ring_unmaps();
    core->kernel.backend->close(&core->kernel);
    if (core->queues.event_fd >= 0) {
        close(core->queues.event_fd);
    }
    free(core->staged_item);
    sring_deadlines_close(core);
    sring_records_close(core);
    sring_observe_close(core);
    sring_point_nowhere(ring);
    ring->core_ = NULL;
    ring->live_ = 0;
    free(core);
}

/* The kernel cannot be entered any more, not even to cancel. Leaves the memory of operations in
 * flight allocated. */
static void leave_in_flight_allocated(struct sring *ring, int error)
{
    struct sring_found found;
    size_t at = 0;

    while ((found = sring_next_operation(ring, &at, SRING_DONE_)).record) {
        struct sring_taken_ taken;

        sring_observe_lost(ring, found, error);
        taken = sring_release(ring, found);
        if (taken.block) {
            sring_block_keep(taken.block);
        }
        if (taken.scratch) {
            sring_block_keep(taken.scratch);
        }
    }
}

/* Disposes of completed operations, which nobody can wait for any more. */
static void dispose_of_done(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    for (uint64_t at = 0; at <= ring->sq_mask_; at += SRING_STEP_) {
        struct sring_slot_ *slot = sring_slot_of_(ring, at);

        if (slot->record_.state_ & SRING_DONE_) {
            core->counts.stats.detached++;
            sring_dispose(ring, (struct sring_found){&slot->record_, NULL, slot->sqe_.user_data_});
        }
    }
    for (size_t i = 0; i <= core->operations.bucket_mask; i++) {
        struct sring_parked *next;

        for (struct sring_parked *parked = core->operations.buckets[i]; parked; parked = next) {
            next = parked->next;
            if ((parked->record.state_ & (SRING_DONE_ | SRING_APART_)) == SRING_DONE_) {
                core->counts.stats.detached++;
                sring_dispose(ring,
                              (struct sring_found){&parked->record, parked, parked->user_data});
            }
        }
    }
}

static bool is_drained(struct sring *ring, void *arg)
{
    const struct sring_core_ *core = ring->core_;

    (void)arg;
    return !sring_in_flight_(ring) && !core->fibers.active && !core->works.out &&
           !core->calls.ready_head && !core->batches.due && !core->calls.to_free;
}

/* If only fibers are left, the pump may find that they wait for each other. */
static unsigned request_all_cancels(struct sring *ring, void *arg, bool *again)
{
    (void)arg;
    sring_request_cancel_all(ring, false);
    *again = sring_in_flight_(ring) || !ring->core_->fibers.active;
    return 1;
}

/* In a development build: reports once that the fibers that are left do not end. */
static unsigned reap_and_look(struct sring *ring)
{
    struct sring_fibers *fibers = &ring->core_->fibers;

    if (fibers->active != fibers->left) {
        fibers->left = fibers->active;
        fibers->vain_turns = 0;
    } else if (fibers->left && ++fibers->vain_turns == MOST_VAIN_TURNS && sring_is_development()) {
        fprintf(stderr, "sring: sring_close waits for %u cancelled %s not end\n", fibers->left,
                fibers->left == 1 ? "fiber, which does" : "fibers, which do");
        sring_print_calls();
    }
    return sring_reap(ring);
}

/* In a development build: reports operations that were begun and neither submitted nor abandoned.
 * The ring does not know them; they are what has not given back its share of the capacity. */
static void report_building(const struct sring *ring, int64_t before)
{
    const int64_t returned = ring->budget_ - CLOSED_BUDGET;
    const int64_t building = ring->core_->capacity - before - returned;

    if (building > 0 && sring_is_development()) {
        fprintf(stderr, "sring: sring_close leaves %" PRId64 " %s before\n", building,
                building == 1 ? "operation that was not submitted; what it holds is not released: "
                                "abandon it"
                              : "operations that were not submitted; what they hold is not "
                                "released: abandon them");
        sring_print_calls();
    }
}

/* Batches of this ring are cancelled before their files are closed; those of others are not. */
static void check_batches(const struct sring *ring)
{
    for (struct sring_batch *batch = ring->core_->batches.first; batch; batch = batch->next) {
        sring_batch_check_closes(batch, 0, batch->count, ring, "sring_close");
    }
}

/* Cancels and waits for everything. Returns 0, or -errno if the kernel cannot be entered any more:
 * operations are then still in flight. */
static int drain(struct sring *ring)
{
    static const char function[] = "sring_close";
    const struct sring_until until = {.done = is_drained,
                                      .take = reap_and_look,
                                      .prepare = request_all_cancels,
                                      .function = function};
    const int64_t budget = ring->budget_;
    int rc;

    ring->budget_ = CLOSED_BUDGET;
    ring->refusal_ = -ECANCELED;
    ring->core_->closing = true;
    sring_fibers_stop(ring);
    sring_works_stop(ring);
    do {
        rc = sring_pump(ring, &until);
        sring_batches_cancel_new(ring->core_, function);
        dispose_of_done(ring);
        sring_message_queues_close(ring);
        (void)sring_free_due(ring);
    } while (!rc && !is_drained(ring, NULL));
    if (!rc) {
        report_building(ring, budget);
    }
    return rc;
}

void sring_close_(struct sring *ring)
{
    int rc;

    if (ring->live_ && ring->self_ == ring && ring->core_->forked) {
        /* The ring is the parent's: only the child's copies of descriptors are closed. */
        sring_cookies_detach(ring->core_);
        ring->core_->kernel.backend->leave(&ring->core_->kernel);
        if (ring->core_->queues.event_fd >= 0) {
            close(ring->core_->queues.event_fd);
        }
        if (ring->core_->works.threads) {
            close(ring->core_->works.event_fd);
        }
        return;
    }
    sring_check_owner_(ring, "sring_close");
    if (sring_inside(ring->core_)) {
        sring_misuse_("sring_close", "a ring none of whose callbacks is running",
                      "a call from a callback or a free function; use sring_stop");
    }
    check_batches(ring);
    sring_forget_wait(ring->core_);
    sring_leave_wait(ring->core_);
    rc = drain(ring);
    sring_works_close(ring->core_);
    sring_fork_remove(ring->core_);
    sring_cookies_detach(ring->core_);
    sring_fibers_close(ring->core_); /* it needs the records of batches, too */
    sring_scopes_close(ring->core_);
    sring_batches_close(ring->core_);
    sring_byte_streams_close(ring->core_);
    sring_buf_rings_close(ring);
    sring_registered_pools_close(ring->core_);
    sring_registry_close(ring->core_);
    sring_direct_close(ring->core_);
    sring_root_remove(ring->slots_, ring->sq_mask_ + SRING_STEP_);
    if (rc) {
        leave_in_flight_allocated(ring, rc);
    }
    sring_destroy(ring);
    sring_live_closed();
    if (rc) {
        sring_report_lost(rc, "sring_close");
    }
}

enum sring_backend_kind sring_backend_(const struct sring *ring)
{
    sring_check_owner_(ring, "sring_backend");
    return ring->core_->kernel.backend->kind;
}

int sring_backend_reason_(const struct sring *ring)
{
    sring_check_owner_(ring, "sring_backend_reason");
    return ring->core_->kernel.forbidden;
}
