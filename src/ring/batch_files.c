/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The buffers and files that the batches of a ring still need.
 */
#include "ring/batch_graph.h"

bool sring_batches_hold(const struct sring_core_ *core, bool submitted,
                        bool (*is)(const struct sring_block_ *block, const void *arg),
                        const void *arg)
{
    for (const struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        for (uint32_t i = 0; i < batch->count && batch->submitted == submitted; i++) {
            const struct sring_batch_entry *entry = &batch->entries[i];
            const struct sring_block_ *block = entry->request.record_.block_;

            if (!(entry->flags & BEGUN) && block && is(block, arg)) {
                return true;
            }
        }
    }
    return false;
}

/* Returns whether an operation may still look up this file: it has not begun, or it is linked to a
 * predecessor and the kernel may begin it at any time. */
static bool is_to_use(const struct sring_batch *batch, uint32_t index, int fd, uint8_t flags)
{
    const struct sring_batch_entry *entry = &batch->entries[index];
    uint64_t mask = SRING_HEAD_(0, IOSQE_FIXED_FILE, 0, -1);
    bool begun = entry->flags & BEGUN && !(entry->flags & IN_KERNEL);

    return entry->chain & SRING_HAS_FILE_ && !(entry->flags & DONE) && !begun &&
           (!((entry->request.sqe_.head_ ^ SRING_HEAD_(0, flags, 0, fd)) & mask) ||
            sring_is_second_file(&entry->request.record_, fd, flags));
}

static bool is_before(const struct sring_closing *closing, const struct sring_batch *batch,
                      uint32_t index)
{
    return closing && closing->batch == batch && index >= closing->first && index <= closing->index;
}

/* Returns whether an operation closes a file. `*fd` becomes the descriptor, or the slot if `*flags`
 * has IOSQE_FIXED_FILE. */
bool sring_batch_closes(const struct sring_batch *batch, uint32_t index, int *fd, uint8_t *flags)
{
    const struct sring_slot_ *request = &batch->entries[index].request;
    uint32_t slot = SRING_INDEX_FILE_(request->sqe_.index_);

    if (SRING_HEAD_OPCODE_(request->sqe_.head_) != IORING_OP_CLOSE) {
        return false;
    }
    *fd = slot ? (int)slot - 1 : SRING_HEAD_FD_(request->sqe_.head_);
    *flags = slot ? IOSQE_FIXED_FILE : 0;
    return true;
}

/* Returns the index of the first operation that can still mean this file. After a close that has
 * begun, the same number means another file: a handle of that file can only exist if the kernel is
 * done with the old one, even if the completion of the close has not been taken yet. */
static uint32_t first_to_use(const struct sring_batch *batch, int fd, uint8_t flags)
{
    uint32_t index = batch->count;
    uint8_t found_flags;
    int found;

    while (index > 0 && !(batch->entries[index - 1].flags & BEGUN &&
                          sring_batch_closes(batch, index - 1, &found, &found_flags) &&
                          found == fd && found_flags == flags)) {
        index--;
    }
    return index;
}

void sring_batches_check_file(const struct sring_core_ *core, int fd, uint8_t flags,
                              const struct sring_closing *closing, const char *function)
{
    for (const struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        for (uint32_t i = first_to_use(batch, fd, flags); i < batch->count; i++) {
            if (is_to_use(batch, i, fd, flags) && !is_before(closing, batch, i)) {
                if (closing) { /* the report may leave the loop: the close is tried again */
                    sring_batch_make_due(closing->batch);
                }
                sring_misuse_(
                    function, "a file that no batch is still to use",
                    "one of an operation that has not begun, or is linked to one before it");
            }
        }
    }
}

void sring_batches_retry(struct sring_core_ *core)
{
    core->batches.held = false;
    for (struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        if (batch->ready_head) {
            sring_batch_make_due(batch);
        }
    }
}

void sring_batches_close(struct sring_core_ *core)
{
    while (core->batches.first) {
        sring_batch_end(core->batches.first);
    }
}
