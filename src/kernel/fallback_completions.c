/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the completion queue. Completions without room there are kept.
 */
#include "fallback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool sring_fallback_grow(void *array, uint32_t count, uint32_t *room, size_t size)
{
    void **old = array;
    uint32_t wished = *room ? 2 * *room : 64;
    void *larger;

    if (count < *room) {
        return true;
    }
    larger = realloc(*old, wished * size);
    if (!larger) {
        return false;
    }
    memset((char *)larger + *room * size, 0, (wished - *room) * size);
    *old = larger;
    *room = wished;
    return true;
}

uint32_t sring_fallback_ready(const struct sring_fallback *it)
{
    return it->cq_tail - __atomic_load_n(&it->cq_head, __ATOMIC_ACQUIRE);
}

bool sring_fallback_is_crowded(const struct sring_fallback *it)
{
    return it->overflow_count || sring_fallback_ready(it) >= it->kernel->cq_count;
}

static void put(struct sring_fallback *it, const struct sring_cqe_ *cqe)
{
    memcpy(&it->kernel->cqes[it->cq_tail & (it->kernel->cq_count - 1)], cqe, sizeof(*cqe));
    __atomic_store_n(&it->cq_tail, it->cq_tail + 1, __ATOMIC_RELEASE);
    it->posted = true;
}

void sring_fallback_post(struct sring_fallback *it, const struct sring_request *request, int result,
                         uint32_t flags)
{
    const struct sring_cqe_ cqe = {request->sqe.user_data, result, flags};

    if (!sring_fallback_is_crowded(it)) {
        put(it, &cqe);
        return;
    }
    if (!sring_fallback_grow(&it->overflow, it->overflow_first + it->overflow_count,
                             &it->overflow_room, sizeof(*it->overflow))) {
        fputs("sring: no memory to keep a completion; none may be lost, so the process ends\n",
              stderr);
        abort();
    }
    it->overflow[it->overflow_first + it->overflow_count++] = cqe;
}

void sring_fallback_post_item(struct sring_fallback *it, const struct sring_request *request,
                              int result, uint32_t flags)
{
    sring_fallback_post(it, request, result, flags | IORING_CQE_F_MORE);
}

void sring_fallback_post_overflow(struct sring_fallback *it)
{
    while (it->overflow_count && sring_fallback_ready(it) < it->kernel->cq_count) {
        put(it, &it->overflow[it->overflow_first++]);
        it->overflow_count--;
    }
    if (!it->overflow_count) {
        it->overflow_first = 0;
    }
}
