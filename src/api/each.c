/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waiting for many operations whose numbers follow each other.
 */
#include "api/api.h"

/* Those that were completed in passing. Returns how many. */
static uint32_t take_completed(struct sring *ring, uint64_t first, uint32_t n, int *results,
                               size_t stride)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        struct sring_found found = sring_find(ring, first + (uint64_t)i * SRING_STEP_);

        if (found.record && found.record->state_ & SRING_DONE_) {
            *(int *)(void *)((char *)results + i * stride) = sring_release(ring, found).result;
            count++;
        }
    }
    return count;
}

struct each {
    uint64_t first;
    uint32_t n, left;
    int *results;
    size_t stride;
};

/* Takes what is there, in a row or completed in passing. */
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
        each->left -= take_completed(ring, each->first, each->n, each->results, each->stride);
    }
    ring->budget_ += before - each->left;
    return !each->left;
}

static unsigned how_many_left(struct sring *ring, void *arg, bool *again)
{
    const struct each *each = arg;

    (void)ring;
    (void)again;
    return each->left;
}

/* The rest of sring_take_each_, with `left` results to come: not in a row, or not there yet. What
 * is taken gives its budget back at once, in case that a callback leaves for good; the caller gives
 * back all of them. */
void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left, int *results,
                      size_t stride)
{
    struct each each = {first, n, left, results, stride};
    const struct sring_until until = {.done = take_more,
                                      .take = sring_reap,
                                      .prepare = how_many_left,
                                      .arg = &each,
                                      .function = "await_each"};

    ring->budget_ += n - left;
    sring_wait_until(ring, &until);
    (void)sring_reap(ring); /* the callbacks of what has come before */
    ring->budget_ -= n;
}
