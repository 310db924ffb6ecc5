/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Opens and closes a ring.
 */
#include "api/api.h"
#include "engine/fiber.h"
#include "engine/observe.h"
#include "engine/works.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OFFLOAD_THREADS 16    /* the default */
#define MOST_VAIN_TURNS 10000 /* of the loop in sring_close: no fiber ends in them */

/* Frees a ring that may be incomplete. */
static void destroy(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    sring_numbers_close(ring);
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

/* Opens the kernel's part of the ring. With SRING_PRESET_AUTO it tries smaller sizes if there is no
 * memory. */
static int open_kernel(struct sring_core_ *core, const struct sring_options *options,
                       struct sring_sizes *sizes)
{
    struct sring_wishes wishes = {
        .options = options,
        .attach_to = options->attach_to ? &options->attach_to->core_->kernel : NULL,
    };
    int rc;

    core->kernel.wishes = &wishes;
    do {
        rc = sring_kernel_open(&core->kernel, sizes->entries, sizes->cq_entries);
    } while (rc == -ENOMEM && sring_sizes_shrink(options, sizes));
    core->kernel.wishes = NULL;
    sring_options_refused(options, wishes.refused);
    if (!rc && options->interruptible) {
        core->kernel.enter_fd = -1; /* the inlined system call does not look at its error */
    }
    return rc;
}

/* Fills in what is not zero in a ring that was just opened. */
static void begin(struct sring *ring, const struct sring_options *options,
                  const struct sring_sizes *sizes)
{
    struct sring_core_ *core = ring->core_;

    core->ring = ring;
    core->queues.event_fd = -1;
    core->deadlines.alarm_at = core->deadlines.retry_at = UINT64_MAX;
    core->calls.to_free_end = &core->calls.to_free;
    core->owner = pthread_self();
    core->capacity = sizes->capacity;
    core->files.count = sizes->direct_fds;
    core->buffers.count = sizes->registered_buffers;
    core->clock = options->clock ? options->clock : CLOCK_MONOTONIC;
    core->interruptible = options->interruptible;
    core->fibers.stack_size = options->fiber_stack;
    core->works.most = options->offload_threads ? options->offload_threads : OFFLOAD_THREADS;
}

int sring_open_(struct sring *ring, const struct sring_options *options)
{
    static const struct sring_options defaults;
    struct sring_core_ *core;
    struct sring_sizes sizes;
    int rc;

    _Static_assert(sizeof(struct sring_sqe_) == sizeof(struct io_uring_sqe), "SQE layout");
    _Static_assert(sizeof(struct sring_cqe_) == sizeof(struct io_uring_cqe), "CQE layout");
    _Static_assert(sizeof(struct sring_slot_) == 2 * sizeof(struct io_uring_sqe) &&
                       sizeof(struct sring_slot_) == SRING_STEP_,
                   "two entries of the queue, and the step of numbers");
    _Static_assert(sizeof(struct sring_cqe_) == SRING_CQE_SIZE_, "the step of completions");

    memset(ring, 0, sizeof(*ring));
    sring_point_nowhere(ring);
    options = options ? options : &defaults;
    rc = sring_options_check(options, &sizes);
    if (rc) {
        return rc;
    }
    core = calloc(1, sizeof(*core));
    if (!core) {
        return -ENOMEM;
    }
    rc = open_kernel(core, options, &sizes);
    if (rc) {
        free(core);
        return rc;
    }
    ring->core_ = core;
    begin(ring, options, &sizes);
    rc = sring_observe_open(core, options);
    rc = rc ? rc : sring_records_open(core);
    if (!rc) {
        sring_point_at_queues(ring);
        rc = sring_numbers_open(ring);
    }
    if (rc) {
        destroy(ring);
        return rc;
    }
    ring->staging_ = &core->staging;
    ring->budget_ = sizes.capacity;
    ring->refusal_ = -EAGAIN;
    ring->self_ = ring;
    ring->live_ = sring_token_new();
    sring_root_add(ring->slots_, ring->sq_mask_ + SRING_STEP_);
    sring_fork_add(core);
    sring_live_opened();
    return 0;
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
        fprintf(stderr, "sring: sring_close waits for %u cancelled fibers, which do not end\n",
                fibers->left);
        sring_print_calls();
    }
    return sring_reap(ring);
}

/* Cancels and waits for everything. Returns 0, or -errno if the kernel cannot be entered any more:
 * operations are then still in flight. */
static int drain(struct sring *ring)
{
    const struct sring_until until = {.done = is_drained,
                                      .take = reap_and_look,
                                      .prepare = request_all_cancels,
                                      .function = "sring_close"};
    int rc;

    ring->budget_ = INT64_MIN / 2; /* init fails from here on */
    ring->refusal_ = -ECANCELED;
    ring->core_->closing = true;
    sring_fibers_stop(ring);
    sring_works_stop(ring);
    do {
        rc = sring_pump(ring, &until);
        sring_batches_void(ring->core_);
        dispose_of_done(ring);
        sring_message_queues_close(ring);
        sring_free_due(ring);
    } while (!rc && !is_drained(ring, NULL));
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
    destroy(ring);
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
