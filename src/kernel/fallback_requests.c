/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: reads requests from the queue, begins them, tries them until they have a
 * result, and then begins or cancels the linked ones.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLOT_SIZE 128

/* --- memory --------------------------------------------------------------------------------- */

static struct sring_request *new_request(struct sring_fallback *it)
{
    struct sring_request *request = it->free;

    if (request) {
        it->free = request->linked;
    } else {
        request = malloc(sizeof(*request));
    }
    if (request) {
        memset(request, 0, sizeof(*request));
        request->fd = request->own = request->own_in = request->opened = -1;
        request->result = SRING_PENDING;
    }
    return request;
}

static void free_request(struct sring_fallback *it, struct sring_request *request)
{
    request->linked = it->free;
    it->free = request;
}

/* --- pending requests ----------------------------------------------------------------------- */

struct sring_request **sring_fallback_bucket(const struct sring_fallback *it, uint64_t user_data)
{
    uint64_t mixed = user_data * UINT64_C(0x9e3779b97f4a7c15);

    return &it->buckets[mixed >> 32 & it->bucket_mask];
}

static void remember(struct sring_fallback *it, struct sring_request *request)
{
    struct sring_request **bucket = sring_fallback_bucket(it, request->sqe.user_data);

    if (request->link) {
        return;
    }
    request->next = *bucket;
    request->link = bucket;
    if (request->next) {
        request->next->link = &request->next;
    }
    *bucket = request;
    it->pending++;
}

static void forget(struct sring_fallback *it, struct sring_request *request)
{
    if (request->link) {
        it->pending--;
        *request->link = request->next;
        if (request->next) {
            request->next->link = request->link;
        }
        request->link = NULL;
    }
}

void sring_fallback_leave(struct sring_fallback *it, struct sring_request *request)
{
    sring_fallback_make_undue(it, request);
    if (request->watch) {
        sring_fallback_unwatch(it, request);
    } else if (request->where == SRING_REQUEST_SLEEPS) {
        sring_fallback_wake(it, request);
    }
    request->where = SRING_REQUEST_IS_TRIED;
}

/* --- ending --------------------------------------------------------------------------------- */

static void cut(struct sring_fallback *it, struct sring_request *linked)
{
    while (linked) {
        struct sring_request *next = linked->linked;

        sring_fallback_post(it, linked, -ECANCELED, 0);
        free_request(it, linked);
        linked = next;
    }
}

static void close_own(const struct sring_request *request)
{
    const int fds[] = {request->own, request->own_in, request->opened};

    for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
}

/* Completes the request. Returns the next one of its chain, which is to be begun, or NULL. */
static struct sring_request *finish(struct sring_fallback *it, struct sring_request *request,
                                    int result)
{
    struct sring_request *linked = request->linked;

    if (linked && !(request->sqe.flags & IOSQE_IO_HARDLINK) &&
        sring_breaks_chain(&request->sqe, result, request->length, request->whole, request->fd)) {
        linked = NULL;
    }
    sring_fallback_leave(it, request);
    forget(it, request);
    close_own(request);
    if (request->notifies) {
        sring_fallback_post_item(it, request, result, request->cqe_flags);
        sring_fallback_post(it, request, 0, IORING_CQE_F_NOTIF);
    } else {
        sring_fallback_post(it, request, result, request->cqe_flags);
    }
    if (!linked) {
        cut(it, request->linked);
    }
    free_request(it, request);
    return linked;
}

/* --- trying --------------------------------------------------------------------------------- */

static int run(struct sring_fallback *it, struct sring_request *request)
{
    int result = it->carrier_of(request->sqe.opcode)->run(it, request);

    if (result == SRING_PENDING) {
        remember(it, request);
    }
    return result;
}

/* Returns the result, or SRING_PENDING. */
static int begin(struct sring_fallback *it, struct sring_request *request)
{
    const struct sring_carrier *carrier = it->carrier_of(request->sqe.opcode);
    uint32_t slot = (uint32_t)request->sqe.fd;

    request->seen = it->cancels;
    if (!carrier) {
        return -EINVAL;
    }
    if (sring_needs_file(request->sqe.opcode)) {
        request->fd = request->sqe.fd;
        if (request->sqe.flags & IOSQE_FIXED_FILE) {
            request->fd = slot < it->file_count ? it->files[slot] : -1;
        }
        if (request->fd < 0) {
            return -EBADF;
        }
    }
    return run(it, request);
}

void sring_fallback_end(struct sring_fallback *it, struct sring_request *request, int result)
{
    while (result != SRING_PENDING) {
        request = finish(it, request, result);
        if (!request) {
            return;
        }
        result = begin(it, request);
    }
}

static void try(struct sring_fallback *it, struct sring_request *request)
{
    int result = request->result;

    request->result = SRING_PENDING;
    sring_fallback_end(it, request, result == SRING_PENDING ? run(it, request) : result);
}

void sring_fallback_try_due(struct sring_fallback *it)
{
    while (it->due_count > it->postponed) {
        struct sring_request *request = it->due;

        sring_fallback_make_undue(it, request);
        try(it, request);
    }
    it->postponed = 0;
}

/* --- the queue ------------------------------------------------------------------------------ */

static struct sring_request *read_request(struct sring_fallback *it)
{
    const struct sring_kernel *kernel = it->kernel;
    struct sring_request *request = new_request(it);

    if (request) {
        memcpy(&request->sqe, kernel->slots + (it->sq_head & (kernel->entries - 1)) * SLOT_SIZE,
               sizeof(request->sqe));
        __atomic_store_n(&it->sq_head, it->sq_head + 1, __ATOMIC_RELEASE);
        if (request->sqe.opcode == IORING_OP_TIMEOUT) {
            sring_prepare_timeout(request);
        }
    }
    return request;
}

int sring_fallback_read(struct sring_fallback *it, uint32_t to_submit)
{
    struct sring_request *head = NULL, *last = NULL;
    uint32_t count = 0;

    while (count < to_submit) {
        struct sring_request *request = read_request(it);

        if (!request) {
            break;
        }
        count++;
        if (head) {
            last->linked = request;
        } else {
            head = request;
        }
        last = request;
        if (!(request->sqe.flags & (IOSQE_IO_LINK | IOSQE_IO_HARDLINK)) || count == to_submit) {
            sring_fallback_end(it, head, begin(it, head));
            head = NULL;
        }
    }
    if (head) { /* no memory: the library makes no-ops of the rest of the chain */
        sring_fallback_end(it, head, begin(it, head));
    }
    return count || !to_submit ? (int)count : -ENOMEM;
}

void sring_fallback_forget_all(struct sring_fallback *it)
{
    for (uint32_t i = 0; i <= it->bucket_mask && it->buckets; i++) {
        while (it->buckets[i]) {
            struct sring_request *request = it->buckets[i];

            cut(it, request->linked);
            sring_fallback_leave(it, request);
            forget(it, request);
            close_own(request);
            free_request(it, request);
        }
    }
    while (it->free) {
        struct sring_request *request = it->free;

        it->free = request->linked;
        free(request);
    }
}
