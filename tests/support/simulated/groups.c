/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Requests of the simulated kernel that take buffers out of a group.
 */
#include "simulated.h"

#define BUNDLE 16u         /* IORING_RECVSEND_BUNDLE, in ioprio */
#define BUFFER_GOES_ON 16u /* IORING_CQE_F_BUF_MORE */
#define MOST_BUFFERS 64

static struct group *group_of(const struct simulated *it, const struct request *request)
{
    uint16_t id = request->sqe.buf_group;

    return id < it->group_count && it->groups[id].ring ? &it->groups[id] : NULL;
}

static struct io_uring_buf *buffer_of(const struct group *group, uint16_t place)
{
    return &group->ring->bufs[place & (group->count - 1)];
}

/* Lists one buffer, or with bundles all that are there. Returns their number. */
static uint32_t list_buffers(const struct group *group, const struct request *request,
                             struct iovec buffers[MOST_BUFFERS])
{
    uint16_t tail = __atomic_load_n((const uint16_t *)&group->ring->tail, __ATOMIC_ACQUIRE);
    uint32_t most =
        request->sqe.opcode == IORING_OP_RECV && request->sqe.ioprio & BUNDLE ? MOST_BUFFERS : 1;
    uint32_t count = 0;

    for (uint16_t at = group->head; at != tail && count < most; at++) {
        const struct io_uring_buf *buffer = buffer_of(group, at);

        buffers[count++] = (struct iovec){(void *)(uintptr_t)buffer->addr, buffer->len};
    }
    if (count == 1 && request->sqe.len && request->sqe.len < buffers[0].iov_len) {
        buffers[0].iov_len = request->sqe.len;
    }
    return count;
}

/* Takes the buffers that hold these bytes out of the group; in an incremental group only a part of
 * the last one. Returns the flags of the completion. */
static uint32_t use(struct group *group, uint32_t bytes)
{
    uint32_t first = buffer_of(group, group->head)->bid;
    uint32_t flags = IORING_CQE_F_BUFFER | first << IORING_CQE_BUFFER_SHIFT;

    do {
        struct io_uring_buf *buffer = buffer_of(group, group->head);
        uint32_t part = bytes < buffer->len ? bytes : buffer->len;

        bytes -= part;
        if (group->incremental && part < buffer->len) {
            buffer->addr += part;
            buffer->len -= part;
            return flags | BUFFER_GOES_ON;
        }
        group->head++;
    } while (bytes);
    return flags;
}

/* Reads one item. Returns -ENOBUFS if there is no buffer for it. */
static int take_item(struct simulated *it, struct request *request)
{
    struct iovec buffers[MOST_BUFFERS];
    struct group *group = group_of(it, request);
    uint32_t count = group ? list_buffers(group, request, buffers) : 0;
    int result;

    if (!count) {
        return -ENOBUFS;
    }
    result = move_once(request, buffers, count);
    if (result > 0 || (result == 0 && request->sqe.opcode == IORING_OP_READ)) {
        request->cqe_flags = use(group, (uint32_t)result);
    }
    return result;
}

int run_read_provided(struct simulated *it, struct request *request)
{
    bool repeats =
        request->sqe.opcode == SRING_CODE_READ_MULTISHOT ||
        (request->sqe.opcode == IORING_OP_RECV && request->sqe.ioprio & IORING_RECV_MULTISHOT);

    for (;;) {
        int result;

        request->cqe_flags = 0;
        result = take_item(it, request);
        if (!repeats || result <= 0 || ends_early(it)) {
            return result;
        }
        hold_item(it, request, result, request->cqe_flags);
        request->cqe_flags = 0;
        if (!chance(4)) {
            request->at = soon(1, 60);
            return PENDING;
        }
    }
}
