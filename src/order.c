/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * In which order the operations of a batch begin.
 *
 * A link to the operation behind goes to the kernel, if that waits for nothing else and the kernel
 * does with both as the library would (left_to_kernel): linked requests that are read in one system
 * call begin one after the other without the program. What is longer than the queue is cut.
 * Everything else is ordered here: an operation that has its result counts down what its dependents
 * wait for, and those that wait for nothing more are begun when the ring reaps (sring_advance),
 * never in the middle of it.
 *
 * An operation whose turn never comes gets a number and a record like all others, and completes
 * at once; its request is not queued.
 */
#include "batch_internal.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* A transfer of which the kernel does not move less than was asked for without saying so. */
#define LONGEST (UINT32_C(1) << 30)

void sring_batch_make_due(struct sring_batch *batch)
{
    struct sring_core_ *core = batch->ring->core_;

    if (!batch->due) {
        batch->due = true;
        batch->next_due = core->due;
        core->due = batch;
    }
    sring_leave_inlined(batch->ring);
}

static void make_ready(struct sring_batch *batch, uint32_t index)
{
    if (batch->ready_tail) {
        batch->entries[batch->ready_tail - 1].next_ready = index + 1;
    } else {
        batch->ready_head = index + 1;
    }
    batch->ready_tail = index + 1;
    sring_batch_make_due(batch);
}

/* --- what is done -------------------------------------------------------------------------- */

static uint64_t length_of_parts(const struct sring_block_ *vec)
{
    const struct iovec *parts = (const struct iovec *)(const void *)vec->data_;
    uint64_t length = 0;

    for (uint32_t i = 0; i < vec->length_; i++) {
        length += parts[i].iov_len;
    }
    return length;
}

struct asked {
    uint64_t length; /* in bytes, of an operation of which that is known */
    uint32_t flags;  /* of the operation: fsync_flags, msg_flags and so on */
};

static struct asked asked(const struct sring_batch_entry *entry)
{
    uint32_t pair[2]; /* see SRING_PAIR_ */

    memcpy(pair, &entry->request.sqe_.len_flags_, sizeof(pair));
    return (struct asked){
        .length = entry->chain & SRING_IN_PARTS_ ? length_of_parts(entry->request.record_.block_)
                                                 : pair[0],
        .flags = pair[1],
    };
}

/* Whether this result breaks a chain, as sring_batch_link says it. */
static bool has_failed(const struct sring_batch_entry *entry, int32_t result)
{
    uint32_t chain = entry->chain;
    uint32_t flags = asked(entry).flags;

    if (result < 0) {
        return !(chain & SRING_EXPIRY_SPARED_ && flags & IORING_TIMEOUT_ETIME_SUCCESS &&
                 result == -ETIME);
    }
    return (chain & SRING_SHORT_FAILS_ || (chain & SRING_WAITALL_FAILS_ && flags & MSG_WAITALL)) &&
           (uint32_t)result < asked(entry).length;
}

/* `index` has one operation less to wait for. */
static void count_down(struct sring_batch *batch, uint32_t index, bool cancelled)
{
    struct sring_batch_entry *entry = &batch->entries[index];

    entry->flags |= cancelled ? CANCELLED : 0;
    if (--entry->waits_for == 0) {
        make_ready(batch, index);
    }
}

/* The member of a batch that `record` is of has its result. */
void sring_batch_note(const struct sring_record_ *record)
{
    struct sring_batch *batch = record->arg_;
    uint32_t index = record->index_;
    struct sring_batch_entry *entry = &batch->entries[index];
    bool failed = has_failed(entry, record->result_);

    entry->flags |= DONE;
    if (entry->flags & (LINK | HARDLINK) && index + 1 < batch->count) {
        if (!(batch->entries[index + 1].flags & IN_KERNEL)) {
            count_down(batch, index + 1,
                       entry->flags & LINK ? failed : record->result_ == -ECANCELED);
        } else if (batch->failed) {
            sring_batch_make_due(batch); /* the kernel has begun what could not be asked before */
        }
    }
    for (uint32_t edge = entry->dependents; edge; edge = batch->edges[edge - 1].next) {
        count_down(batch, batch->edges[edge - 1].dependent, failed);
    }
    if (failed && batch->fail_fast && !batch->failed) {
        batch->failed = true;
        sring_batch_make_due(batch);
    }
}

/* --- what begins --------------------------------------------------------------------------- */

void sring_batch_void(struct sring_batch *batch, uint32_t index)
{
    struct sring_batch_entry *entry = &batch->entries[index];
    struct sring_slot_ *request = &entry->request;
    uint64_t user_data;

    if (entry->flags & BEGUN) {
        return;
    }
    if (request->record_.state_ & SRING_CLOSES_) {
        (void)sring_hand_over(batch->ring); /* what is queued still means the file */
    }
    user_data = sring_number_aside() | request->sqe_.user_data_;
    entry->flags |= BEGUN;
    entry->number = user_data & SRING_NUMBER_;
    request->record_.state_ &= ~SRING_LATE_;
    sring_lend(&request->record_, entry->number);
    sring_node(batch->ring, user_data)->record = request->record_;
    sring_settle(batch->ring, user_data, -ECANCELED, 0, SRING_DEFER_CALLBACKS);
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

static void begin(struct sring_batch *batch, uint32_t index)
{
    uint32_t end = end_of_piece(batch, index);

    sring_batch_check_closes(batch, index, end); /* may run free functions */
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
    return entry->chain & SRING_KERNEL_CUTS_ && !asked(entry).flags &&
           asked(entry).length <= LONGEST && !entry->request.record_.timeout_ &&
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
            make_ready(batch, i);
        }
    }
    batch->submitted = true;
    begin_ready(batch);
}

/* --- what is cancelled --------------------------------------------------------------------- */

static void ask(struct sring_batch *batch)
{
    struct sring *ring = batch->ring;

    for (uint32_t i = 0; i < batch->count; i++) {
        const struct sring_batch_entry *entry = &batch->entries[i];
        struct sring_place place;

        if (entry->flags & DONE || !(entry->flags & BEGUN) ||
            (entry->flags & IN_KERNEL && !(entry[-1].flags & DONE))) {
            continue; /* there is nothing to stop */
        }
        place = sring_find(ring, entry->number);
        if (place.record && !(place.record->state_ & (SRING_CLOSES_ | SRING_ASKED_))) {
            place.record->state_ |= SRING_ASKED_;
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
