/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins the operations of a batch in their order.
 *
 * The kernel keeps the order between two operations if the second waits for nothing else and the
 * kernel treats both as the library would (left_to_kernel). Linked requests that are read in one
 * system call run one after the other without the program. A linked chain longer than the queue is
 * cut.
 *
 * The library orders everything else. A result counts down what its dependents wait for
 * (src/ring/batch_graph.c). Operations that wait for nothing more begin at the end of a reap
 * (sring_advance), never in the middle of it.
 *
 * An operation that never begins also gets a number and a record. It completes at once, and its
 * request is not queued.
 */
#include "engine/fiber.h"
#include "ring/batch_graph.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

static const char submit[] = "sring_batch_submit"; /* in misuse reports */

/* The longest transfer that the kernel never shortens silently, in bytes. */
#define LONGEST (UINT32_C(1) << 30)

/* Completes an operation that has not begun with -ECANCELED. Does nothing if it has begun. This
 * closes the file of a close, so sring_batch_prepare_closes runs before. */
static void cancel_new(struct sring_batch *batch, uint32_t index)
{
    struct sring_batch_entry *entry = &batch->entries[index];
    struct sring_slot_ *request = &entry->request;
    struct sring_found found;
    uint64_t user_data;
    uint8_t flags;
    int fd;

    SRING_ASSERT(index < batch->count);
    if (entry->flags & BEGUN) {
        return;
    }
    if (sring_batch_closes(batch, index, &fd, &flags)) {
        sring_settle(batch->ring); /* queued operations still use the file */
    }
    user_data = sring_unqueued_number() | request->sqe_.user_data_;
    entry->flags |= BEGUN;
    entry->number = user_data & SRING_NUMBER_;
    request->record_.state_ &= ~SRING_LATE_;
    sring_lend(&request->record_, entry->number);
    found.parked = sring_park_new(batch->ring, user_data);
    found.parked->asked = sring_asked_in(request);
    found.record = &found.parked->record;
    found.user_data = user_data;
    *found.record = request->record_;
    sring_complete(batch->ring, found, -ECANCELED, 0, SRING_DEFER_CALLBACKS);
}

/* Returns the end of the piece that begins with `index`. A piece goes to the kernel in one call. */
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

        SRING_ASSERT(!(entry->flags & BEGUN) && !entry->waits_for);
        entry->request.record_.state_ |= i > index ? SRING_CHAINED_ : 0;
        entry->number =
            sring_queue_request(batch->ring, &entry->request, entry->request.sqe_.user_data_, link);
        sring_store_place(batch->ring, entry->number, entry->place);
        entry->flags |= BEGUN;
    }
    if (end - index > 1) {
        sring_bar_inlined(batch->ring);
    }
}

/* Returns whether an operation may begin: its buffer ring, if it uses one, must be open. */
static bool has_open_buf_ring(const struct sring_batch *batch, uint32_t index)
{
    const struct sring_record_ *record = &batch->entries[index].request.record_;

    return !(record->state_ & SRING_LENDS_) || sring_lent_open(batch->ring, record->block_);
}

/* For the operations that cancel those on their file. */
static void stop_streams(struct sring_batch *batch, uint32_t index, uint32_t end)
{
    for (uint32_t i = index; i < end; i++) {
        uint64_t head = batch->entries[i].request.sqe_.head_;

        if (SRING_HEAD_OPCODE_(head) == IORING_OP_ASYNC_CANCEL) {
            sring_file_cancelled_(batch->ring, SRING_HEAD_FD_(head), "sring_batch_submit");
        }
    }
}

static void begin_piece(struct sring_batch *batch, uint32_t index)
{
    uint32_t end = end_of_piece(batch, index);

    sring_batch_prepare_closes(batch, index, end, submit); /* may run free functions */
    if (batch->entries[index].flags & BEGUN) {
        return; /* completed meanwhile with -ECANCELED */
    }
    sring_make_room(batch->ring, end - index, submit);
    if (batch->entries[index].flags & CANCELLED || batch->failed || batch->ring->core_->closing ||
        !has_open_buf_ring(batch, index)) {
        for (uint32_t i = index; i < end; i++) {
            cancel_new(batch, i);
        }
    } else {
        stop_streams(batch, index, end);
        queue_piece(batch, index, end);
    }
}

/* Takes the first piece that may begin out of the queue. */
static bool pop_ready(struct sring_batch *batch, uint32_t *index)
{
    uint32_t before = 0, at = batch->ready_head;

    for (; at && sring_batch_closes_early(batch, at - 1); at = batch->entries[at - 1].next_ready) {
        batch->ring->core_->batches.held = true;
        before = at;
    }
    if (!at) {
        return false;
    }
    sring_batch_check_closes(batch, at - 1, at, NULL, submit);
    *(before ? &batch->entries[before - 1].next_ready : &batch->ready_head) =
        batch->entries[at - 1].next_ready;
    if (batch->ready_tail == at) {
        batch->ready_tail = before;
    }
    *index = at - 1;
    return true;
}

static void begin_ready(struct sring_batch *batch)
{
    uint32_t index;

    while (pop_ready(batch, &index)) {
        begin_piece(batch, index);
    }
}

/* Returns whether the kernel treats links before and behind this operation as the library would.
 * The spec says which operations may qualify (SRING_KERNEL_CUTS_). They do only if all of this is
 * true:
 * - The kernel reads requests only when it is entered. Its own thread (SQPOLL) may read a chain in
 *   parts.
 * - It is not for a worker (set_async), which looks up the file later.
 * - All flags are 0. The kernel refuses the whole chain because of one unknown flag, including the
 *   operations before it. With MSG_WAITALL a truncated datagram would count as a failure.
 * - The length is at most 1 GiB. The kernel shortens transfers above 2 GiB and does not treat that
 *   as a short one.
 * - It has no deadline, because the clock starts when the operation begins.
 * - The kernel looks up files when an operation begins (5.18). Older kernels look them up when they
 *   read the chain and would refuse all of it. They also treat a read in two attempts as a short
 *   one. */
static bool left_to_kernel(const struct sring_core_ *core, const struct sring_batch_entry *entry)
{
    return entry->chain & SRING_KERNEL_CUTS_ && !core->kernel.reads_alone &&
           !(entry->request.sqe_.head_ & SRING_HEAD_(0, IOSQE_ASYNC, 0, 0)) &&
           !sring_batch_requested(entry).flags && sring_batch_requested(entry).length <= LONGEST &&
           !entry->request.record_.timeout_ && core->kernel.features & IORING_FEAT_LINKED_FILE;
}

/* Decides which links the kernel handles, then begins the operations that wait for nothing. Hard
 * links stay with the library: the kernel would begin the operation behind a cancelled one. */
void sring_batch_begin_all(struct sring_batch *batch)
{
    uint32_t room = (uint32_t)(batch->ring->sq_mask_ / SRING_STEP_ + 1);
    uint32_t used = 0; /* slots used by the current piece */
    bool plain = false, plain_before;

    SRING_ASSERT(!batch->submitted);
    batch->submitted = true;
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
    begin_ready(batch);
}

static void cancel_begun(struct sring_batch *batch)
{
    struct sring *ring = batch->ring;

    for (uint32_t i = 0; i < batch->count; i++) {
        const struct sring_batch_entry *entry = &batch->entries[i];
        struct sring_found found;

        if (entry->flags & DONE || !(entry->flags & BEGUN) ||
            (entry->flags & IN_KERNEL && !(entry[-1].flags & DONE))) {
            continue; /* not in flight, or not begun by the kernel */
        }
        found = sring_find(ring, entry->number);
        if (found.record && !(found.record->state_ & (SRING_CLOSES_ | SRING_CANCELLING_))) {
            found.record->state_ |= SRING_CANCELLING_;
            sring_retry_cancels_from(ring, 0);
        }
    }
}

/* A close is left for its turn: others still have to look up its file. */
static void cancel_all_new_but_closes(struct sring_batch *batch)
{
    uint8_t flags;
    int fd;

    for (uint32_t i = 0; i < batch->count; i++) {
        if (!sring_batch_closes(batch, i, &fd, &flags)) {
            cancel_new(batch, i);
        }
    }
}

void sring_batch_go_on(struct sring_batch *batch)
{
    begin_ready(batch);
    if (batch->failed) {
        cancel_all_new_but_closes(batch);
        cancel_begun(batch);
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

    if (!sring_batch_is_done(batch) || !batch->submitted || record->state_ & SRING_DONE_) {
        return;
    }
    record->state_ |= SRING_RESULT_ | SRING_DONE_;
    batch->ring->core_->counts.completed++;
    sring_count_watched(batch->ring->core_, record);
    sring_wake_waiter(record);
    if (record->state_ & SRING_DETACHED_) {
        sring_batch_dispose(batch);
    } else if (batch->parked.user_data & SRING_CALLS_BACK_) {
        sring_defer(batch->ring, sring_batch_found(batch));
    }
}

void sring_batch_cancel_new(struct sring_batch *batch, const char *function)
{
    cancel_all_new_but_closes(batch);
    for (uint32_t i = 0; i < batch->count; i++) {
        sring_batch_prepare_closes(batch, i, i + 1, function);
        cancel_new(batch, i);
    }
}

void sring_batches_cancel_new(struct sring_core_ *core, const char *function)
{
    for (struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        cancel_all_new_but_closes(batch);
    }
    for (struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        sring_batch_cancel_new(batch, function);
    }
}
