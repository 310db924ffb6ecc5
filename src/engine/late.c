/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files that are about to be closed.
 *
 * The kernel looks up an operation's file when it begins the operation, and holds the file from
 * then on. If the file was closed before, the kernel would use whatever file has the same number or
 * slot. So sring_prepare_close runs before a file is closed, unregistered or taken out of a slot.
 * It hands queued requests to the kernel and waits for operations that a worker begins. An
 * operation of a batch that begins later is a misuse.
 *
 * Descriptors belong to the process and rings to threads: all rings of the calling thread are
 * checked.
 */
#include "engine/fiber.h"
#include "ring/batch_graph.h"

#include <unistd.h>

static bool is_late(const struct sring_found *found, int fd, uint8_t flags)
{
    const struct sring_record_ *record = found->record;

    return record->state_ & SRING_LATE_ && !(record->state_ & SRING_RESULT_) &&
           ((record->result_ == fd && !((record->flags_ ^ flags) & IOSQE_FIXED_FILE)) ||
            sring_is_second_file(record, fd, flags));
}

/* Returns whether an operation in flight on this ring still has to look up the file. */
static bool has_late(struct sring *ring, int fd, uint8_t flags)
{
    struct sring_found found = {NULL, NULL, 0};
    size_t at = 0;

    do {
        found = sring_next_operation(ring, &at, SRING_DONE_);
    } while (found.record && !is_late(&found, fd, flags));
    return found.record;
}

struct file {
    int fd;
    uint8_t flags;
};

static bool no_late(struct sring *ring, void *arg)
{
    const struct file *file = arg;

    return !ring->late_ || !has_late(ring, file->fd, file->flags);
}

/* Runs no function of the program. The operations that are waited for may have deadlines. Fibers
 * whose time has come are woken here: the time for which the loop would look at them is over. */
static unsigned collect_in_time(struct sring *ring)
{
    unsigned count = sring_collect(ring);

    if (ring->core_->deadlines.late) {
        sring_deadlines_check(ring);
        (void)sring_fibers_poll(ring);
    }
    return count;
}

/* Returns whether it has waited. */
static bool wait_for_late(struct sring *ring, int fd, uint8_t flags, const char *function)
{
    struct file file = {fd, flags};
    const struct sring_until until = {
        .done = no_late, .take = collect_in_time, .arg = &file, .function = function};

    if (no_late(ring, &file)) {
        return false;
    }
    sring_wait_until(ring, &until);
    SRING_ASSERT(no_late(ring, &file));
    return true;
}

/* Returns the i-th ring of the calling thread on which the file may be used: a slot is `ring`'s. */
static struct sring *ring_with_file(unsigned i, struct sring *ring, uint8_t flags)
{
    if (flags & IOSQE_FIXED_FILE) {
        return i ? NULL : ring;
    }
    return sring_ring_of_thread(i);
}

/* The check for one ring. Returns whether it has waited. */
static bool prepare_close_on(struct sring *ring, int fd, uint8_t flags,
                             const struct sring_closing *closing, const char *function)
{
    struct sring_kernel *kernel = &ring->core_->kernel;
    bool waited;

    sring_batches_check_file(ring->core_, fd, flags, closing, function);
    sring_streams_stop_on_file(ring, fd, flags);
    if (closing) {
        closing->batch->waits++; /* in a fiber others run meanwhile, which may cancel the batch */
    }
    waited = wait_for_late(ring, fd, flags, function);
    if (closing) {
        closing->batch->waits--;
    }
    if (kernel->backend->closes && !(flags & IOSQE_FIXED_FILE)) {
        kernel->backend->closes(kernel, fd);
    }
    return waited;
}

/* While a fiber waits, the program runs, and may begin more operations on the file: looks again. */
void sring_prepare_close(struct sring *ring, int fd, uint8_t flags,
                         const struct sring_closing *closing, const char *function)
{
    const struct sring *behind = ring; /* the caller handles what is queued there */
    struct sring *other;
    bool waited;

    do {
        waited = false;
        for (unsigned i = 0; (other = ring_with_file(i, ring, flags)); i++) {
            if (other->core_->observe.audits) { /* it is in the middle of a completion */
                sring_misuse_(function,
                              "all rings of the thread, which may be about to use the file",
                              "one whose audit function runs; close the file later");
            }
            if (other != behind && sring_queued_(other)) {
                sring_settle(other);
            }
        }
        for (unsigned i = 0; (other = ring_with_file(i, ring, flags)); i++) {
            waited |= prepare_close_on(other, fd, flags, closing, function);
        }
        behind = NULL;
    } while (waited);
}

void sring_file_closes_(struct sring *ring, int fd, uint8_t flags, const char *function)
{
    sring_check_owner_(ring, function);
    sring_prepare_close(ring, fd, flags, NULL, function);
}

/* --- members of batches --------------------------------------------------------------------- */

bool sring_batch_closes_early(const struct sring_batch *batch, uint32_t index)
{
    uint8_t flags;
    int fd;

    return batch->ring->late_ && sring_batch_closes(batch, index, &fd, &flags) &&
           has_late(batch->ring, fd, flags);
}

void sring_batch_check_closes(struct sring_batch *batch, uint32_t first, uint32_t end,
                              const struct sring *except, const char *function)
{
    const struct sring_closing closing = {batch, first, end - 1};

    for (uint32_t i = first; i < end; i++) {
        const struct sring *ring;
        uint8_t flags;
        int fd;

        if (batch->entries[i].flags & BEGUN || !sring_batch_closes(batch, i, &fd, &flags)) {
            continue;
        }
        for (unsigned k = 0; (ring = ring_with_file(k, batch->ring, flags)); k++) {
            if (ring != except) {
                sring_batches_check_file(ring->core_, fd, flags, &closing, function);
            }
        }
    }
}

void sring_batch_prepare_closes(struct sring_batch *batch, uint32_t first, uint32_t end,
                                const char *function)
{
    for (uint32_t i = first; i < end; i++) {
        const struct sring_closing closing = {batch, first, i};
        uint8_t flags;
        int fd;

        if (!(batch->entries[i].flags & BEGUN) && sring_batch_closes(batch, i, &fd, &flags)) {
            sring_prepare_close(batch->ring, fd, flags, &closing, function);
        }
    }
}
