/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_dump: what is in flight, as text. Only reads. The format is in docs/OBSERVING.md.
 */
#include "api/api.h"

#include "base/opcodes.h"
#include "engine/fiber.h"
#include "engine/works.h"
#include "ring/batch_graph.h"

#include <sring/dump.h>

#include <inttypes.h>

static uint64_t number_of(const struct sring_parked *parked)
{
    return parked->user_data & SRING_NUMBER_;
}

static void print_name(uint8_t opcode, FILE *file)
{
    const char *name = sring_opcode_name(opcode);

    if (name) {
        fputs(name, file);
    } else {
        fprintf(file, "opcode-%u", opcode);
    }
}

static void print_asked(struct sring *ring, struct sring_found found, FILE *file)
{
    const struct sring_asked asked = sring_asked_of(ring, found);

    fprintf(file, "operation %" PRIu64 " ", found.user_data & SRING_NUMBER_);
    print_name(asked.opcode, file);
    if (sring_opcode_has_file(asked.opcode) && asked.fd >= 0) {
        fprintf(file, " %s=%d", asked.flags & IOSQE_FIXED_FILE ? "slot" : "fd", asked.fd);
    }
}

/* Who gets the result. */
static void print_receiver(const struct sring_found *found, FILE *file)
{
    const struct sring_record_ *record = found->record;

    if (record->state_ & SRING_MEMBER_) {
        const struct sring_batch *batch = record->arg_;

        fprintf(file, " batch=%" PRIu64 ":%" PRIu32, number_of(&batch->parked), record->index_);
    } else if (record->state_ & SRING_PARKS_) {
        const struct sring_fiber_stack *stack = record->arg_;

        fprintf(file, " fiber=%" PRIu64, number_of(&stack->fiber->parked));
    } else if (record->state_ & SRING_WAKER_) {
        fputs(" waker", file);
    } else if ((found->user_data | record->state_) & SRING_DETACHED_ ||
               record->state_ & SRING_ENDING_) {
        fputs(" detached", file);
    } else if (found->user_data & SRING_CALLS_BACK_) {
        fprintf(file, " callback=\"%s\"", record->delivery_ ? record->delivery_->callback : "");
    } else {
        fputs(" handle", file);
    }
}

static const char *state_of(const struct sring *ring, const struct sring_found *found)
{
    uint32_t state = found->record->state_;

    if (state & SRING_TAKEN_) {
        return "result-taken";
    }
    if (state & (SRING_RESULT_ | SRING_DONE_)) {
        return "result-not-taken";
    }
    return !found->parked && sring_is_queued(ring, found->user_data) ? "queued" : "in-flight";
}

static void print_deadline(struct sring *ring, const struct sring_record_ *record, FILE *file)
{
    uint64_t now = sring_time(ring);

    if (!(record->state_ & SRING_CLOCKED_)) {
        fprintf(file, " time-limit-ns=%" PRIu64, record->timeout_ - 1);
    } else {
        fprintf(file, " left-ns=%" PRIu64, record->timeout_ > now ? record->timeout_ - now : 0);
    }
}

/* How long ago it was handed to the kernel, and where it was begun, if that is stored; and the end
 * of the line. */
static void print_begun(struct sring *ring, struct sring_begun begun, FILE *file)
{
    if (begun.at) {
        fprintf(file, " age-ns=%" PRIu64, sring_time(ring) - begun.at);
    }
    if (begun.place) {
        fputs(" begun=", file);
        sring_print_place(begun.place, file);
    } else {
        fputc('\n', file);
    }
}

static void print_operation(struct sring *ring, struct sring_found found, FILE *file)
{
    uint32_t state = found.record->state_;

    print_asked(ring, found, file);
    print_receiver(&found, file);
    fprintf(file, " %s", state_of(ring, &found));
    if (state & (SRING_CANCELLING_ | SRING_VOID_)) {
        fputs(" cancelled", file);
    }
    if (state & SRING_EXPIRED_) {
        fputs(" expired", file);
    } else if (found.user_data & SRING_TIMED_ && !(state & (SRING_RESULT_ | SRING_DONE_))) {
        print_deadline(ring, found.record, file);
    }
    print_begun(ring, sring_begun(ring, found), file);
}

static void print_batches(struct sring *ring, FILE *file)
{
    const struct sring_core_ *core = ring->core_;

    for (const struct sring_batch *batch = core->batches.first; batch; batch = batch->next) {
        fprintf(file, "batch %" PRIu64 " operations=%" PRIu32 " left=%" PRIu32 " %s%s",
                number_of(&batch->parked), batch->count, batch->left,
                batch->submitted ? "submitted" : "not-submitted", batch->failed ? " failed" : "");
        print_begun(ring, batch->parked.begun, file);
    }
}

static const char *fiber_state(const struct sring_core_ *core,
                               const struct sring_fiber_state *fiber)
{
    uint32_t state = fiber->parked.record.state_;

    if (state & SRING_DONE_) {
        return "ended";
    }
    if (core->fibers.running == fiber) {
        return "runs";
    }
    return state & SRING_DUE_ ? "can-go-on" : "waits";
}

static void print_fibers(struct sring *ring, FILE *file)
{
    const struct sring_core_ *core = ring->core_;

    for (const struct sring_fiber_state *fiber = core->fibers.first; fiber; fiber = fiber->next) {
        fprintf(file, "fiber %" PRIu64 " %s", number_of(&fiber->parked), fiber_state(core, fiber));
        if (fiber->stack && fiber->stack->awaits) {
            fprintf(file, " operation=%" PRIu64, fiber->stack->taken.number);
        }
        fputs(fiber->stack && fiber->stack->cancelled ? " cancelled" : "", file);
        print_begun(ring, fiber->parked.begun, file);
    }
}

static void print_works(struct sring *ring, FILE *file)
{
    const struct sring_core_ *core = ring->core_;

    for (const struct sring_work *work = core->works.first; work; work = work->next) {
        fprintf(file, "work %" PRIu64 " %s %s", number_of(&work->parked),
                work->callback ? "callback" : "handle",
                work->parked.record.state_ & SRING_DONE_ ? "result-not-taken" : "in-flight");
        print_begun(ring, work->parked.begun, file);
    }
}

static void print_latency(const struct sring_core_ *core, FILE *file)
{
    for (unsigned opcode = 0; core->observe.latency && opcode <= UINT8_MAX; opcode++) {
        const struct sring_histogram *times = &core->observe.latency[opcode];

        if (times->count) {
            fputs("latency ", file);
            print_name((uint8_t)opcode, file);
            fprintf(file,
                    " count=%" PRIu64 " min-ns=%" PRIu64 " p50-ns=%" PRIu64 " p99-ns=%" PRIu64
                    " max-ns=%" PRIu64 "\n",
                    times->count, times->min, sring_histogram_percentile(times, 50),
                    sring_histogram_percentile(times, 99), times->max);
        }
    }
}

void sring_dump_(struct sring *ring, FILE *file)
{
    struct sring_found found;
    size_t at = 0;

    sring_check_owner_(ring, "sring_dump");
    fprintf(file, "ring in-flight=%" PRIu32 "\n", sring_in_flight_(ring));
    while ((found = sring_next_operation(ring, &at, SRING_COPY_)).record) {
        print_operation(ring, found, file);
    }
    print_batches(ring, file);
    print_fibers(ring, file);
    print_works(ring, file);
    print_latency(ring->core_, file);
}
