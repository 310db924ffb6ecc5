/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits for many operations with consecutive numbers (await_each).
 */
#include "api/api.h"
#include "engine/fiber.h"

struct each {
    uint64_t first;
    uint32_t n, left;
    int *results;
    size_t stride;
    struct sring_ticket next; /* one that is not over */
};

/* Takes the results of operations that another call has completed. */
static void take_completed(struct sring *ring, struct each *each)
{
    for (uint32_t i = each->n; i-- > 0;) {
        struct sring_found found = sring_find(ring, each->first + (uint64_t)i * SRING_STEP_);

        if (found.record && found.record->state_ & SRING_DONE_) {
            *(int *)(void *)((char *)each->results + i * each->stride) =
                sring_release(ring, found).result;
            each->left--;
        } else if (found.record) {
            each->next.number_ = found.user_data & SRING_NUMBER_;
        }
    }
}

/* Takes the results that are there: at the head of the queue, or completed by another call. */
static bool take_more(struct sring *ring, void *arg)
{
    struct each *each = arg;

    uint32_t before = each->left;

    do {
        each->left -=
            sring_take_ready_(ring, each->first, each->n, each->left, each->results, each->stride);
    } while (each->left && sring_cq_ready_(ring) &&
             sring_complete_head(ring, SRING_DEFER_CALLBACKS) >= 0);
    if (each->left) {
        take_completed(ring, each);
    }
    ring->budget_ += before - each->left;
    return !each->left;
}

static unsigned count_left(struct sring *ring, void *arg, bool *again)
{
    const struct each *each = arg;

    (void)ring;
    (void)again;
    return each->left;
}

/* The slow path of sring_take_each_: `left` results are not at the head of the queue yet. Taken
 * operations give back their budget at once, because a callback may leave by longjmp. At the end
 * the budget is taken again: the caller gives back all of it. */
void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left, int *results,
                      size_t stride)
{
    struct each each = {first, n, left, results, stride, {0}};
    const struct sring_until until = {.done = take_more,
                                      .take = sring_reap,
                                      .prepare = count_left,
                                      .arg = &each,
                                      .tickets = &each.next,
                                      .n = 1,
                                      .cancel = sring_cancel_awaited,
                                      .first = first,
                                      .count = n,
                                      .function = "await_each"};

    ring->budget_ += n - left;
    sring_wait_until(ring, &until);
    (void)sring_reap(ring); /* runs the callbacks of earlier completions */
    ring->budget_ -= n;
}
