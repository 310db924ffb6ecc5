/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations by their tickets: pending, cancel, wait_any.
 */
#include "api/api.h"
#include "engine/fiber.h"

#include <sring/ticket.h>

bool sring_pending_(const struct sring *ring, struct sring_ticket ticket)
{
    struct sring *own;

    sring_check_owner_(ring, "sring_pending");
    own = ring->core_->ring;
    if (sring_is_over(sring_find_number(own, ticket.number_))) {
        return false;
    }
    if (sring_cq_ready_(own)) {
        (void)sring_collect(own);
    }
    return !sring_is_over(sring_find_number(own, ticket.number_));
}

int sring_cancel_(struct sring *ring, struct sring_ticket ticket)
{
    struct sring_found found;

    sring_check_owner_(ring, "sring_cancel");
    found = sring_find_number(ring, ticket.number_);
    if (sring_is_over(found)) {
        return -ENOENT;
    }
    ring->core_->counts.stats.cancelled++;
    if (!sring_cancel_apart(ring, found)) {
        sring_request_cancel_number(ring, ticket.number_);
    }
    return 0;
}

struct any {
    const struct sring_ticket *tickets;
    uint32_t n;
    uint32_t which;
    bool looked;
    bool watches;      /* all operations have SRING_WATCHED_ */
    uint64_t progress; /* progress_of at the last look */
};

/* Returns a number that changes when one of the operations may be over since the last look. */
static uint64_t progress_of(const struct sring *ring, const struct any *any)
{
    const struct sring_counts *counts = &ring->core_->counts;

    return any->watches ? counts->watched : sring_progress(ring);
}

/* Marks the operations and parks them: the inlined functions, which do not know the mark, then
 * leave them to the library. Returns false if the kernel has not read all of the requests yet. */
static bool watch_all(struct sring *ring, const struct any *any)
{
    for (uint32_t i = 0; i < any->n; i++) {
        struct sring_found found = sring_find_number(ring, any->tickets[i].number_);

        if (!found.parked && sring_is_queued(ring, found.user_data)) {
            return false;
        }
        sring_park_found(ring, found)->record.state_ |= SRING_WATCHED_;
    }
    return true;
}

/* Looks at first, after the first completions, and from then on only after one of the operations is
 * over. */
static bool one_is_over(struct sring *ring, void *arg)
{
    struct any *any = arg;

    if (any->looked && progress_of(ring, any) == any->progress) {
        return false;
    }
    any->which = sring_first_over(ring, any->tickets, any->n);
    if (any->which < any->n) {
        return true;
    }
    any->watches = any->watches || (any->looked && watch_all(ring, any));
    any->looked = true;
    any->progress = progress_of(ring, any);
    return false;
}

int sring_wait_any_(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                    uint64_t timeout_ns, uint32_t *which)
{
    struct any any = {.tickets = tickets, .n = n};
    struct sring_until until = {.done = one_is_over,
                                .take = sring_reap,
                                .arg = &any,
                                .tickets = tickets,
                                .n = n,
                                .shared = true,
                                .function = "sring_wait_any",
                                .interruptible = true};
    const struct sring_fiber_state *fiber;
    int rc;

    sring_check_owner_(ring, until.function);
    if (!n) {
        return -EINVAL;
    }
    fiber = sring_fiber_current(ring->core_);
    if (fiber && fiber->stack->cancelled) {
        return -ECANCELED; /* even if one is over: the fiber is to end */
    }
    until.end = sring_end_after(ring->core_->clock, timeout_ns);
    rc = sring_pump(ring, &until);
    if (!rc) {
        *which = any.which;
    }
    return rc;
}
