/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Observes the operations of a ring: stores when they are handed to the kernel, and calls the audit
 * function with their completions.
 */
#include "engine/observe.h"
#include "base/opcodes.h"

#include <string.h>
#include <sys/mman.h>

#define OPCODES 256
#define HISTOGRAMS (OPCODES * sizeof(struct sring_histogram))

/* Memory is taken only by the opcodes that are used. */
static struct sring_histogram *map_histograms(void)
{
    void *memory = mmap(NULL, HISTOGRAMS, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

int sring_observe_open(struct sring_core_ *core, const struct sring_options *options)
{
    struct sring_observe *observe = &core->observe;

    observe->latency = options->latency ? map_histograms() : NULL;
    if (options->latency && !observe->latency) {
        return -ENOMEM;
    }
    observe->audit = options->audit;
    observe->arg = options->audit_arg;
    observe->completions = options->audit || options->latency;
    observe->times = observe->completions || sring_is_development();
    if (observe->completions) {
        core->kernel.enter_fd = -1;
        core->kernel.posts_in_enter = false;
    }
    return 0;
}

void sring_observe_close(struct sring_core_ *core)
{
    if (core->observe.latency) {
        (void)munmap(core->observe.latency, HISTOGRAMS);
    }
}

void sring_observe_reset(struct sring_core_ *core)
{
    for (size_t i = 0; core->observe.latency && i < OPCODES; i++) {
        if (core->observe.latency[i].count) {
            memset(&core->observe.latency[i], 0, sizeof(core->observe.latency[i]));
        }
    }
}

void sring_observe_time(struct sring *ring)
{
    struct sring_observe *observe = &ring->core_->observe;
    const uint32_t slots = ring->core_->kernel.entries;
    uint32_t count = sring_tail_(ring) - observe->handed;
    uint64_t at, now;

    if (!count) {
        return;
    }
    /* Some may have been read: those of the library's own, and those of a file that is not of a
     * development build, which has made inlined system calls. */
    count = count < slots ? count : slots;
    at = ring->next_ - (uint64_t)count * SRING_STEP_;
    now = sring_time(ring);
    for (; at != ring->next_; at += SRING_STEP_) {
        observe->begun[(at & ring->sq_mask_) / SRING_STEP_] = now;
    }
    observe->handed = sring_tail_(ring);
}

static int64_t bytes_of(uint8_t opcode, int32_t result)
{
    return !sring_opcode_transfers(opcode) ? -1 : result > 0 ? result : 0;
}

static enum sring_audit_begun begun_by(struct sring_found found)
{
    return found.record->state_ & SRING_MEMBER_  ? SRING_AUDIT_BATCH
           : found.user_data & SRING_CALLS_BACK_ ? SRING_AUDIT_START
                                                 : SRING_AUDIT_SUBMIT;
}

struct times {
    uint64_t begun;    /* 0: it never began */
    uint64_t duration; /* until now */
};

static struct times times_of(struct sring *ring, struct sring_found found)
{
    const uint64_t begun = sring_begun(ring, found).at;

    return (struct times){begun, begun ? sring_time(ring) - begun : 0};
}

static void audit(struct sring *ring, struct sring_found found, struct times times, int32_t result,
                  bool more, bool lost)
{
    const struct sring_asked asked = sring_asked_of(ring, found);
    const uint64_t flags = found.user_data | found.record->state_;
    const bool direct = asked.flags & IOSQE_FIXED_FILE;
    const int32_t file = sring_opcode_has_file(asked.opcode) && asked.fd >= 0 ? asked.fd : -1;
    struct sring_observe *observe = &ring->core_->observe;
    const struct sring_audit_record record = {
        .ticket = found.user_data & SRING_NUMBER_,
        .begun_ns = times.begun,
        .duration_ns = times.duration,
        .clock = ring->core_->clock,
        .name = sring_opcode_name(asked.opcode),
        .opcode = asked.opcode,
        .begun = begun_by(found),
        .fd = direct ? -1 : file,
        .slot = direct ? file : -1,
        .result = result,
        .bytes = bytes_of(asked.opcode, result),
        .more = more,
        .cancelled = found.record->state_ & (SRING_CANCELLING_ | SRING_VOID_) ||
                     (result == -ECANCELED && !lost),
        .expired = found.record->state_ & SRING_EXPIRED_,
        .detached = flags & SRING_DETACHED_ || found.record->state_ & SRING_ENDING_,
        .lost = lost,
    };

    sring_forbid_use(ring);
    observe->audit(&record, observe->arg);
    sring_allow_use(ring);
}

void sring_observe_completion(struct sring *ring, struct sring_found found, int32_t result,
                              bool more)
{
    struct sring_histogram *latency = ring->core_->observe.latency;
    struct times times;

    if (found.record->state_ & SRING_WAKER_) {
        return;
    }
    times = times_of(ring, found);
    if (latency && !more && times.begun) {
        sring_histogram_add(&latency[sring_asked_of(ring, found).opcode], times.duration);
    }
    if (ring->core_->observe.audit) {
        audit(ring, found, times, result, more, false);
    }
}

void sring_observe_lost(struct sring *ring, struct sring_found found, int32_t error)
{
    if (ring->core_->observe.audit && !(found.record->state_ & SRING_WAKER_)) {
        audit(ring, found, times_of(ring, found), error, false, true);
    }
}
