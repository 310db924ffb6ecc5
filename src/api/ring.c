/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Opens a ring.
 */
#include "api/api.h"
#include "engine/observe.h"
#include "engine/works.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OFFLOAD_THREADS 16 /* the default */

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
    sring_ring_mapped();
    ring->core_ = core;
    begin(ring, options, &sizes);
    rc = sring_observe_open(core, options);
    rc = rc ? rc : sring_records_open(core);
    if (!rc) {
        sring_point_at_queues(ring);
        rc = sring_numbers_open(ring);
    }
    if (rc) {
        sring_destroy(ring);
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
