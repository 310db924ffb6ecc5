/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * All batches of a ring: which of them have something to do, and what becomes of them in the end.
 */
#include "batch_internal.h"

/* Begins what may begin by now. Returns how many operations settled meanwhile: to make room for a
 * request may take completions, also that which the caller is about to wait for. */
unsigned sring_advance(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t settled = core->settled;

    while (core->due) {
        struct sring_batch *batch = core->due;

        core->due = batch->next_due;
        batch->due = false;
        sring_batch_go_on(batch);
    }
    if (core->late) {
        core->late = false;
        sring_ask_late(ring);
    }
    if (core->asking && core->internal < SRING_RESERVE) {
        core->asking = false;
        for (struct sring_batch *batch = core->batches; batch; batch = batch->next) {
            if (batch->failed) {
                sring_batch_ask(batch);
            }
        }
    }
    return (unsigned)(core->settled - settled);
}

/* For all of the ring's batches: nothing of them begins any more. The caller asks for what goes on.
 */
void sring_batches_stop(struct sring *ring)
{
    for (struct sring_batch *batch = ring->core_->batches; batch; batch = batch->next) {
        if (batch->submitted) {
            batch->failed = true;
            batch->asked = batch->count;
            sring_batch_make_due(batch);
        }
    }
    (void)sring_advance(ring);
}

bool sring_batches_hold(const struct sring_core_ *core, bool submitted,
                        bool (*is)(const struct sring_block_ *block, const void *arg),
                        const void *arg)
{
    for (const struct sring_batch *batch = core->batches; batch; batch = batch->next) {
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

/* Whether an operation that has not begun, or the kernel has perhaps not begun, uses this file: it
 * looks for the file when the operation begins. */
static bool is_to_use(const struct sring_batch *batch, uint32_t index, uint64_t file)
{
    const struct sring_batch_entry *entry = &batch->entries[index];
    uint64_t mask = SRING_HEAD_(0, IOSQE_FIXED_FILE, 0, -1);
    bool begun = entry->flags & BEGUN && !(entry->flags & IN_KERNEL && !(entry[-1].flags & DONE));

    return !(entry->flags & DONE) && !begun && !((entry->request.sqe_.head_ ^ file) & mask);
}

void sring_batches_check_file(const struct sring_core_ *core, int fd, uint8_t flags,
                              const char *function)
{
    for (const struct sring_batch *batch = core->batches; batch; batch = batch->next) {
        for (uint32_t i = 0; i < batch->count; i++) {
            if (is_to_use(batch, i, SRING_HEAD_(0, flags, 0, fd))) {
                sring_misuse_(function, "a file that no batch is still to use",
                              "one of an operation that has not begun");
            }
        }
    }
}

/* The ring is closing: nothing begins any more. */
void sring_batches_void(struct sring_core_ *core)
{
    for (struct sring_batch *batch = core->batches; batch; batch = batch->next) {
        for (uint32_t i = 0; i < batch->count; i++) {
            sring_batch_void(batch, i);
        }
    }
}

void sring_batches_close(struct sring_core_ *core)
{
    while (core->batches) {
        sring_batch_end(core->batches);
    }
}
