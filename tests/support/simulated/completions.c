/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The simulated kernel's completions: held for some time, then posted in any order.
 *
 * The kernel's guarantees hold. The completions of one request, those of one chain, and those that
 * hand out a buffer are posted in order. None is lost.
 */
#include "simulated.h"

#include <sys/eventfd.h>

bool simulated_ends;

void *more(void *array, uint32_t count, uint32_t *room, size_t size)
{
    if (count == *room) {
        *room = *room ? 2 * *room : 64;
        array = realloc(array, *room * size);
        if (!array) {
            abort();
        }
    }
    return array;
}

uint32_t ready(const struct simulated *it)
{
    return it->cq_tail - __atomic_load_n(&it->cq_head, __ATOMIC_ACQUIRE);
}

void hold(struct simulated *it, const struct request *request, int result, uint32_t flags)
{
    it->held = more(it->held, it->held_count, &it->held_room, sizeof(*it->held));
    it->held[it->held_count++] = (struct held){
        .cqe = {request->sqe.user_data, result, flags},
        .at = soon(2, 60),
        .order = request->chain,
        .number = request->number,
        .opcode = request->sqe.opcode,
    };
}

void hold_item(struct simulated *it, const struct request *request, int result, uint32_t flags)
{
    hold(it, request, result, flags | IORING_CQE_F_MORE);
}

/* Whether the completion queue has no room for more completions than are held. */
bool is_crowded(const struct simulated *it)
{
    return it->held_count + ready(it) >= it->kernel->cq_count;
}

bool ends_early(const struct simulated *it)
{
    return is_crowded(it) || (simulated_ends && !chance(8));
}

void tell(struct simulated *it)
{
    for (uint32_t i = 0; i < it->held_count; i++) {
        if (it->held[i].at <= clock_ns && !it->held[i].told) {
            it->held[i].told = true;
            if (it->event_fd >= 0) {
                (void)eventfd_write(it->event_fd, 1);
            }
        }
    }
}

/* Whether an earlier completion must be posted first. */
static bool is_behind(const struct simulated *it, uint32_t index)
{
    const struct held *held = &it->held[index];

    for (uint32_t i = 0; i < index; i++) {
        if (it->held[i].order == held->order ||
            it->held[i].cqe.flags_ & held->cqe.flags_ & IORING_CQE_F_BUFFER) {
            return true;
        }
    }
    return false;
}

static void post_one(struct simulated *it, uint32_t index)
{
    const struct held *held = &it->held[index];
    struct sring_kernel *kernel = it->kernel;

    trace("completion of %llu: opcode %u result %d flags %x\n", (unsigned long long)held->number,
          held->opcode, held->cqe.result_, held->cqe.flags_);
    memcpy(&kernel->cqes[it->cq_tail & (kernel->cq_count - 1)], &held->cqe, sizeof(held->cqe));
    __atomic_store_n(&it->cq_tail, it->cq_tail + 1, __ATOMIC_RELEASE);
    it->held_count--;
    memmove(&it->held[index], &it->held[index + 1], (it->held_count - index) * sizeof(*it->held));
}

/* The index of the first completion from `from` on that may be posted, or held_count. */
static uint32_t find_due(const struct simulated *it, uint32_t from)
{
    for (uint32_t i = 0; i < it->held_count; i++) {
        uint32_t index = (from + i) % it->held_count;

        if (it->held[index].told && !is_behind(it, index)) {
            return index;
        }
    }
    return it->held_count;
}

void post(struct simulated *it, uint32_t most)
{
    if (!simulated_sleeps) {
        tell(it);
    }
    while (most-- && it->held_count && ready(it) < it->kernel->cq_count) {
        uint32_t index = find_due(it, chance(4) ? 0 : chance(it->held_count));

        if (index == it->held_count) {
            return;
        }
        post_one(it, index);
    }
}

uint64_t next_post(const struct simulated *it)
{
    uint64_t at = NEVER;

    for (uint32_t i = 0; i < it->held_count; i++) {
        if (it->held[i].at > clock_ns && it->held[i].at < at) {
            at = it->held[i].at;
        }
    }
    return at;
}
