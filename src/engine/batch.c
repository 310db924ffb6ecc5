/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * In which order the operations of a batch begin.
 *
 * A link to the operation behind goes to the kernel, if that waits for nothing else and the kernel
 * does with both as the library would (left_to_kernel): linked requests that are read in one system
 * call begin one after the other without the program. What is longer than the queue is cut.
 * Everything else is ordered here: an operation that has its result counts down what its dependents
 * wait for (src/ring/batch_graph.c), and those that wait for nothing more are begun when the ring
 * reaps (sring_advance), never in the middle of it.
 *
 * An operation whose turn never comes gets a number and a record like all others, and completes
 * at once; its request is not queued.
 */
#include "engine/engine.h"
#include "ring/batch_graph.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* A transfer of which the kernel does not move less than was asked for without saying so. */
#define LONGEST (UINT32_C(1) << 30)

void sring_batch_void(struct sring_batch *batch, uint32_t index)
{
    struct sring_batch_entry *entry = &batch->entries[index];
    struct sring_slot_ *request = &entry->request;
    struct sring_found found;
    uint64_t user_data;

    if (entry->flags & BEGUN) {
        return;
    }
    if (request->record_.state_ & SRING_CLOSES_) {
        (void)sring_hand_over(batch->ring); /* what is queued still means the file */
    }
    user_data = sring_unqueued_number() | request->sqe_.user_data_;
    entry->flags |= BEGUN;
    entry->number = user_data & SRING_NUMBER_;
    request->record_.state_ &= ~SRING_LATE_;
    sring_lend(&request->record_, entry->number);
    found.parked = sring_park_new(batch->ring, user_data);
    found.record = &found.parked->record;
    found.user_data = user_data;
    *found.record = request->record_;
    sring_complete(batch->ring, found, -ECANCELED, 0, SRING_DEFER_CALLBACKS);
}

/* Where the piece that begins with `index` ends: all of it goes to the kernel in one call. */
static uint32_t end_of_piece(const struct sring_batch *batch, uint32_t index)
{
    uint32_t end = index + 1;

    while (end < batch->count && batch->entries[end].flags & IN_KERNEL) {
        end++;
    }
    return end;
}

static void queue_piece(struct sring_batch *batch, uint32_t index, uint32_t end)
{
    for (uint32_t i = index; i < end; i++) {
        struct sring_batch_entry *entry = &batch->entries[i];
        uint32_t link = i + 1 == end ? 0 : IOSQE_IO_LINK;

        entry->request.record_.state_ |= i > index ? SRING_CHAINED_ : 0;
        entry->number =
            sring_queue_request(batch->ring, &entry->request, entry->request.sqe_.user_data_, link);
        entry->flags |= BEGUN;
    }
    if (end - index > 1) {
        sring_leave_inlined(batch->ring);
    }
}

/* Whether the buffer ring that the operation works on, if it does on one, is still open. */
static bool may_begin(const struct sring_batch *batch, uint32_t index)
{
    const struct sring_record_ *record = &batch->entries[index].request.record_;

    return !(record->state_ & SRING_LENDS_) || sring_lent_open(batch->ring, record->block_);
}

/* These operations begin now: what one of them closes must not be still to be looked for. */
static void check_closes(const struct sring_batch *batch, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct sring_closing closing = {batch, first, i};
        uint8_t flags;
        int fd;

        if (!(batch->entries[i].flags & BEGUN) && sring_batch_closes(batch, i, &fd, &flags)) {
            sring_file_goes(batch->ring, fd, flags, &closing, "sring_batch_submit");
        }
    }
}

static void begin(struct sring_batch *batch, uint32_t index)
{
    uint32_t end = end_of_piece(batch, index);

    check_closes(batch, index, end); /* may run free functions */
    if (batch->entries[index].flags & BEGUN) {
        return; /* given up meanwhile */
    }
    sring_make_room(batch->ring, end - index, "sring_batch_submit");
    if (batch->entries[index].flags & CANCELLED || batch->failed ||
        batch->ring->refusal_ == -ECANCELED || !may_begin(batch, index)) {
        for (uint32_t i = index; i < end; i++) {
            sring_batch_void(batch, i);
        }
    } else {
        queue_piece(batch, index, end);
    }
}

static void begin_ready(struct sring_batch *batch)
{
    while (batch->ready_head) {
        uint32_t index = batch->ready_head - 1;

        batch->ready_head = batch->entries[index].next_ready;
        if (!batch->ready_head) {
            batch->ready_tail = 0;
        }
        begin(batch, index);
    }
}

/* Whether the kernel does with a link before and behind this operation as the library would. It
 * does so only where the spec says it, and there only:
 * - With all flags 0. An unknown flag makes it refuse the whole chain, also what stands before; and
 *   with MSG_WAITALL a datagram that was cut off counts as a failure.
 * - Up to 1 GiB. Of more than 2 GiB it moves less, and does not call that short.
 * - Without a deadline, whose clock starts when the operation begins.
 * - If it looks for a file when the operation begins. Kernels that do so when they read the chain
 *   (before 5.18) would refuse all of it; and they take a read in two attempts for a short one. */
static bool left_to_kernel(const struct sring_core_ *core, const struct sring_batch_entry *entry)
{
    return entry->chain & SRING_KERNEL_CUTS_ && !sring_batch_asked(entry).flags &&
           sring_batch_asked(entry).length <= LONGEST && !entry->request.record_.timeout_ &&
           core->kernel.features & IORING_FEAT_LINKED_FILE;
}

/* Decides what the kernel orders, and begins what waits for nothing. A hard link is never the
 * kernel's: it would begin what stands behind a cancelled operation. */
void sring_batch_begin_all(struct sring_batch *batch)
{
    uint32_t room = (uint32_t)(batch->ring->sq_mask_ / SRING_STEP_ + 1);
    uint32_t used = 0; /* by the piece that the operation is in */
    bool plain = false, plain_before;

    for (uint32_t i = 0; i < batch->count; i++) {
        struct sring_batch_entry *entry = &batch->entries[i];
        uint32_t link = i > 0 ? batch->entries[i - 1].flags & (LINK | HARDLINK) : 0;

        plain_before = plain;
        plain = left_to_kernel(batch->ring->core_, entry);
        if (link == LINK && plain_before && plain && !entry->waits_for && used < room) {
            entry->flags |= IN_KERNEL;
            used++;
            continue;
        }
        used = 1;
        entry->waits_for += link != 0;
        if (!entry->waits_for) {
            sring_batch_make_ready(batch, i);
        }
    }
    batch->submitted = true;
    begin_ready(batch);
}

static void ask(struct sring_batch *batch)
{
    struct sring *ring = batch->ring;

    for (uint32_t i = 0; i < batch->count; i++) {
        const struct sring_batch_entry *entry = &batch->entries[i];
        struct sring_found found;

        if (entry->flags & DONE || !(entry->flags & BEGUN) ||
            (entry->flags & IN_KERNEL && !(entry[-1].flags & DONE))) {
            continue; /* there is nothing to stop */
        }
        found = sring_find(ring, entry->number);
        if (found.record && !(found.record->state_ & (SRING_CLOSES_ | SRING_ASKED_))) {
            found.record->state_ |= SRING_ASKED_;
            sring_ask_from(ring, 0);
        }
    }
}

/* A close of what others are still to look for is given up when its turn comes. */
static void stop(struct sring_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        if (!sring_batch_closes_early(batch, i)) {
            sring_batch_void(batch, i);
        }
    }
    ask(batch);
}

void sring_batch_go_on(struct sring_batch *batch)
{
    begin_ready(batch);
    if (batch->failed) {
        stop(batch);
    }
}

void sring_batch_dispose(struct sring_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].number) {
            sring_dispose(batch->ring, sring_find(batch->ring, batch->entries[i].number));
        }
    }
    (void)sring_release(batch->ring, sring_batch_found(batch));
    sring_batch_end(batch);
}

void sring_batch_conclude(struct sring_batch *batch)
{
    struct sring_record_ *record = &batch->parked.record;

    if (batch->left || !batch->submitted || record->state_ & SRING_DONE_) {
        return;
    }
    record->state_ |= SRING_RESULT_ | SRING_DONE_;
    batch->ring->core_->counts.completed++;
    if (record->state_ & SRING_DETACHED_) {
        sring_batch_dispose(batch);
    } else if (batch->parked.user_data & SRING_CALLS_BACK_) {
        sring_defer(batch->ring, sring_batch_found(batch));
    }
}

void sring_batches_void(struct sring_core_ *core)
{
    for (struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        for (uint32_t i = 0; i < batch->count; i++) {
            sring_batch_void(batch, i);
        }
    }
}
