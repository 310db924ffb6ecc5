/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: reads and receives that take buffers out of a group.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <sys/stat.h>

#define BUFFER_GOES_ON 16u /* IORING_CQE_F_BUF_MORE, Linux 6.12 */
#define ITEMS_AT_ONCE 32   /* of one request, before others get their turn */

static struct sring_group *group_of(const struct sring_fallback *it,
                                    const struct sring_request *request)
{
    uint16_t id = request->sqe.buf_group;

    return id < it->group_count && it->groups[id].ring ? &it->groups[id] : NULL;
}

static struct io_uring_buf *first_of(const struct sring_group *group)
{
    return &group->ring->bufs[group->head & (group->count - 1)];
}

/* Returns whether there is a buffer. */
static bool choose(const struct sring_group *group, const struct sring_request *request,
                   struct iovec *buffer)
{
    uint16_t tail;

    if (!group) {
        return false;
    }
    tail = __atomic_load_n((const uint16_t *)&group->ring->tail, __ATOMIC_ACQUIRE);
    if (group->head == tail) {
        return false;
    }
    *buffer = (struct iovec){sring_pointer(first_of(group)->addr), first_of(group)->len};
    if (request->sqe.len && request->sqe.len < buffer->iov_len) {
        buffer->iov_len = request->sqe.len;
    }
    return true;
}

/* Takes the buffer with these bytes out of the group; in an incremental group only this part of
 * it. Returns the flags of the completion. */
static uint32_t use(struct sring_group *group, uint32_t bytes)
{
    struct io_uring_buf *buffer = first_of(group);
    uint32_t flags = IORING_CQE_F_BUFFER | (uint32_t)buffer->bid << IORING_CQE_BUFFER_SHIFT;

    if (group->incremental && bytes < buffer->len) {
        buffer->addr += bytes;
        buffer->len -= bytes;
        return flags | BUFFER_GOES_ON;
    }
    group->head++;
    return flags;
}

/* Receives or reads an item. Stores whether there is nothing more, if that is known. */
static int take_item(struct sring_fallback *it, struct sring_request *request, uint32_t ready,
                     bool *is_last)
{
    struct sring_group *group = group_of(it, request);
    bool receives = request->sqe.opcode == IORING_OP_RECV;
    struct iovec buffer;
    int result;

    if (!choose(group, request, &buffer)) {
        return -ENOBUFS;
    }
    request->moved = 0;
    result =
        receives ? sring_receive_into(it, request, &buffer) : sring_read_into(it, request, &buffer);
    if (result > 0 || (result == 0 && request->sqe.opcode == IORING_OP_READ)) {
        request->cqe_flags = use(group, (uint32_t)result);
    }
    *is_last = receives && sring_has_received_all(request, ready, buffer.iov_len);
    return result;
}

static bool can_wait(int fd)
{
    struct stat stat;

    return fstat(fd, &stat) || !(S_ISREG(stat.st_mode) || S_ISDIR(stat.st_mode));
}

int sring_run_provided(struct sring_fallback *it, struct sring_request *request)
{
    bool reads = request->sqe.opcode == SRING_CODE_READ_MULTISHOT;
    bool repeats = reads || (request->sqe.opcode == IORING_OP_RECV &&
                             request->sqe.ioprio & IORING_RECV_MULTISHOT);
    uint32_t ready = request->ready;
    bool is_last = false;

    if (reads && !request->begun && !can_wait(request->fd)) {
        return -EBADFD;
    }
    request->begun = true;
    request->ready = 0;
    for (uint32_t items = 0; !is_last; items++) {
        int result;

        request->cqe_flags = 0;
        if (items == ITEMS_AT_ONCE) {
            sring_fallback_postpone(it, request);
            return SRING_PENDING;
        }
        result = take_item(it, request, ready, &is_last);
        if (!repeats || result <= 0 || sring_fallback_is_crowded(it)) {
            return result;
        }
        sring_fallback_post_item(it, request, result, request->cqe_flags);
    }
    return SRING_PENDING; /* it waits still */
}

int sring_run_read(struct sring_fallback *it, struct sring_request *request)
{
    return request->sqe.flags & IOSQE_BUFFER_SELECT ? sring_run_provided(it, request)
                                                    : sring_run_transfer(it, request);
}

int sring_run_recv(struct sring_fallback *it, struct sring_request *request)
{
    return request->sqe.flags & IOSQE_BUFFER_SELECT ? sring_run_provided(it, request)
                                                    : sring_run_send(it, request);
}
