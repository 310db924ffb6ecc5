/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: requests that sleep, in a heap.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define MULTISHOT (1u << 6) /* IORING_TIMEOUT_MULTISHOT, Linux 6.4 */
#define KNOWN_FLAGS 0x6du   /* absolute, clocks, ETIME_SUCCESS, MULTISHOT */
#define CLOCKS 0xcu         /* both: -EINVAL */
#define INVALID SRING_NEVER /* in place of an interval */

/* --- the heap ------------------------------------------------------------------------------- */

static void put(struct sring_fallback *it, uint32_t place, struct sring_request *request)
{
    it->heap[place] = request;
    request->place = place;
}

static void sink(struct sring_fallback *it, uint32_t place, struct sring_request *request)
{
    for (;;) {
        uint32_t child = 2 * place + 1;

        if (child + 1 < it->sleeping && it->heap[child + 1]->at < it->heap[child]->at) {
            child++;
        }
        if (child >= it->sleeping || request->at <= it->heap[child]->at) {
            break;
        }
        put(it, place, it->heap[child]);
        place = child;
    }
    put(it, place, request);
}

static void rise(struct sring_fallback *it, uint32_t place, struct sring_request *request)
{
    while (place && request->at < it->heap[(place - 1) / 2]->at) {
        put(it, place, it->heap[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(it, place, request);
}

int sring_fallback_sleep(struct sring_fallback *it, struct sring_request *request, uint64_t at)
{
    if (!sring_fallback_grow(&it->heap, it->sleeping, &it->heap_room,
                             sizeof(struct sring_request *))) {
        return -ENOMEM;
    }
    request->at = at;
    request->where = SRING_REQUEST_SLEEPS;
    rise(it, it->sleeping++, request);
    return SRING_PENDING;
}

void sring_fallback_wake(struct sring_fallback *it, struct sring_request *request)
{
    struct sring_request *last = it->heap[--it->sleeping];
    uint32_t place = request->place;

    if (last != request) {
        sink(it, place, last);
        rise(it, last->place, last);
    }
    request->where = SRING_REQUEST_IS_TRIED;
}

uint64_t sring_fallback_check_time(struct sring_fallback *it)
{
    uint64_t now = it->sleeping ? sring_now() : 0;

    while (it->sleeping && it->heap[0]->at <= now) {
        struct sring_request *request = it->heap[0];

        sring_fallback_wake(it, request);
        sring_fallback_make_due(it, request);
    }
    return it->sleeping ? it->heap[0]->at : SRING_NEVER;
}

/* --- timeouts ------------------------------------------------------------------------------- */

void sring_prepare_timeout(struct sring_request *request)
{
    struct __kernel_timespec time;

    memcpy(&time, sring_pointer(request->sqe.addr), sizeof(time));
    request->times = (uint32_t)request->sqe.off;
    if (time.tv_sec < 0 || time.tv_nsec < 0) {
        request->interval = INVALID;
    } else if ((uint64_t)time.tv_sec > SRING_NEVER / 2 / SRING_SECOND) {
        request->interval = SRING_NEVER / 2;
    } else {
        request->interval = (uint64_t)time.tv_sec * SRING_SECOND + (uint64_t)time.tv_nsec;
    }
}

/* Returns the time at which a timeout that begins now has passed. */
static uint64_t end_of(const struct sring_request *request)
{
    uint32_t flags = request->sqe.timeout_flags;
    uint64_t now = sring_now(), then = now;

    if (!(flags & IORING_TIMEOUT_ABS)) {
        return now + request->interval;
    }
    if (flags & (IORING_TIMEOUT_BOOTTIME | IORING_TIMEOUT_REALTIME)) {
        then = sring_now_on(flags & IORING_TIMEOUT_BOOTTIME ? CLOCK_BOOTTIME : CLOCK_REALTIME);
    }
    return request->interval <= then ? now : now + (request->interval - then);
}

int sring_run_timeout(struct sring_fallback *it, struct sring_request *request)
{
    if (request->sqe.len != 1 || request->sqe.timeout_flags & ~KNOWN_FLAGS ||
        (request->sqe.timeout_flags & CLOCKS) == CLOCKS || request->interval == INVALID) {
        return -EINVAL;
    }
    if (!request->at) { /* it begins */
        return sring_fallback_sleep(it, request, end_of(request));
    }
    if (!(request->sqe.timeout_flags & MULTISHOT)) {
        return -ETIME;
    }
    if ((request->times && !--request->times) || sring_fallback_is_crowded(it)) {
        return -ETIME;
    }
    sring_fallback_post_item(it, request, -ETIME, 0);
    return sring_fallback_sleep(it, request, request->at + request->interval);
}
