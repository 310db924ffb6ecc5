/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Lent buffers: records which parts of a buffer ring the kernel has filled, and makes blocks for
 * them.
 *
 * Each completion is recorded once and in order, whatever operation it belongs to. Only then does
 * the library know where in a buffer the next piece begins, and which buffers a bundle has filled.
 * The bytes are handed out later, or never.
 *
 * The kernel may fill a buffer from the moment it is published until a completion says that it is
 * done with it. Then the program has the buffer, in parts. It is published again when the last part
 * is returned. With incremental buffers parts may be out while the kernel still fills the rest;
 * such a buffer counts as the kernel's.
 */
#include "ring/buffer_group.h"

#include <stdlib.h>
#include <sys/mman.h>

#define BUFFER_GOES_ON 16u /* IORING_CQE_F_BUF_MORE */

void sring_buf_ring_publish(struct buf_ring *group, uint32_t buffer)
{
    struct buf_ring_buffer *it = &group->buffers[buffer];
    uint32_t place = group->tail & (group->count - 1);
    struct buf_ring_entry *entry = &group->entries[place];

    SRING_ASSERT(!it->with_kernel && !it->parts && group->free < group->count);
    it->filled = 0;
    it->place = (uint16_t)place;
    it->with_kernel = true;
    group->order[place] = (uint16_t)buffer;
    group->free++;
    group->missing_until = 0;
    sring_poison(group->memory + buffer * group->stride, group->size);
    entry->address = (uint64_t)(uintptr_t)(group->memory + buffer * group->stride);
    entry->length = (uint32_t)group->size;
    entry->buffer = (uint16_t)buffer;
    group->tail++;
    __atomic_store_n(&group->entries[0].tail, group->tail, __ATOMIC_RELEASE);
}

void sring_buf_ring_destroy(struct buf_ring *group)
{
    SRING_ASSERT(group->made == group->freed);
    if (group->entries) {
        sring_unpoison(group->memory, group->count * group->stride);
        munmap(group->entries, group->mapped);
    }
    pthread_mutex_destroy(&group->lock);
    free(group->order);
    free(group);
}

/* With the lock held: returns the part that begins at `data`. */
static void return_part(struct buf_ring *group, const unsigned char *data)
{
    uint32_t buffer = (uint32_t)((size_t)(data - group->memory) / group->stride);
    struct buf_ring_buffer *it = &group->buffers[buffer];

    SRING_ASSERT(group->lent > 0 && it->parts > 0);
    group->lent--;
    it->parts--;
    if (!it->parts && !it->with_kernel) {
        sring_buf_ring_publish(group, buffer);
    }
}

/* Unlocks the group, and frees it if nobody refers to it. */
static void unlock(struct buf_ring *group)
{
    bool last = group->over && group->made == group->freed;

    pthread_mutex_unlock(&group->lock);
    if (last) {
        sring_buf_ring_destroy(group);
    }
}

/* Nothing is done in a forked child: its copy of the group may be in the middle of a change by a
 * thread of the parent. */
void sring_buf_ring_leave(struct buf_ring *group)
{
    if (group->forks == sring_forks()) {
        pthread_mutex_lock(&group->lock);
        group->over = true;
        unlock(group);
    }
}

void sring_lent_free(void *data, void *arg)
{
    struct buf_ring *group = arg;

    if (group->forks != sring_forks()) {
        return;
    }
    pthread_mutex_lock(&group->lock);
    if (data) {
        return_part(group, data);
    }
    group->freed++;
    unlock(group);
}

static unsigned char *data_of(const struct buf_ring *group, struct sring_span span)
{
    return group->memory + span.buffer * group->stride + span.offset;
}

/* Called for each message: locks only when other threads look at `made`. */
struct sring_block_ *sring_lent_new(struct buf_ring *group)
{
    struct sring_block_ *block = sring_block_new(NULL, 0, sring_lent_free, group);

    if (block && group->core) {
        group->made++;
    } else if (block) {
        pthread_mutex_lock(&group->lock);
        group->made++;
        pthread_mutex_unlock(&group->lock);
    }
    return block;
}

/* Returns whether the kernel is done with a buffer after this completion, which `buffer->filled`
 * includes.
 *
 * The flags of a bundle describe its last step only, so the filled bytes decide; without bytes it
 * has used no buffer. For other operations the flags decide: a buffer that was selected is used up,
 * however many bytes were written. */
static bool is_done(const struct buf_ring *group, const struct sring_block_ *item,
                    const struct buf_ring_buffer *buffer, int32_t result, uint32_t flags)
{
    if (item->index_ & SRING_BUNDLE) {
        return result > 0 && (!group->incremental || buffer->filled == group->size);
    }
    return !group->incremental || !(flags & BUFFER_GOES_ON);
}

/* The kernel is done with the buffer. Publishes it again if no part of it is out. */
static void take_from_kernel(struct buf_ring *group, uint32_t buffer)
{
    struct buf_ring_buffer *it = &group->buffers[buffer];

    if (it->with_kernel) {
        it->with_kernel = false;
        group->free--;
        if (!it->parts) {
            sring_buf_ring_publish(group, buffer);
        }
    }
}

/* Adds up to `left` bytes to the buffer, as one part. Returns how many bytes did not fit. */
static int32_t add_part(struct buf_ring *group, struct buf_ring_buffer *buffer, int32_t left)
{
    size_t room = group->size - buffer->filled;
    uint32_t part = (size_t)left < room ? (uint32_t)left : (uint32_t)room;

    if (part) {
        buffer->filled += part;
        buffer->parts++;
        group->lent++;
    }
    return left - (int32_t)part;
}

struct sring_span sring_span_of_cqe(const struct sring_block_ *item, int32_t *result,
                                    uint32_t flags)
{
    struct buf_ring *group = item->arg_;
    struct sring_span span = {SRING_NO_BUFFER, 0};
    uint32_t buffer = flags >> IORING_CQE_BUFFER_SHIFT;
    int32_t left = *result > 0 ? *result : 0;

    if (!(flags & IORING_CQE_F_BUFFER)) {
        return span;
    }
    pthread_mutex_lock(&group->lock);
    span.buffer = buffer;
    span.offset = group->buffers[buffer].filled;
    for (;;) {
        struct buf_ring_buffer *it = &group->buffers[buffer];
        uint32_t place = (it->place + 1u) & (group->count - 1);
        uint32_t next = group->order[place];

        left = add_part(group, it, left);
        if (is_done(group, item, it, *result, flags)) {
            take_from_kernel(group, buffer);
        }
        if (!left || !(item->index_ & SRING_BUNDLE) || !group->buffers[next].with_kernel ||
            group->buffers[next].place != place) {
            break;
        }
        it->next = (uint16_t)next;
        buffer = next;
    }
    pthread_mutex_unlock(&group->lock);
    *result -= left;
    return span;
}

void sring_lent_fill(struct sring_block_ *item, struct sring_span *span, int32_t *left)
{
    const struct buf_ring *group = item->arg_;
    size_t room = group->size - span->offset;

    if (*left <= 0 || span->buffer == SRING_NO_BUFFER) {
        *left = 0;
        item->length_ = 0;
        return;
    }
    item->data_ = data_of(group, *span);
    item->length_ = (size_t)*left < room ? (uint32_t)*left : (uint32_t)room;
    sring_unpoison(item->data_, item->length_);
    *left -= (int32_t)item->length_;
    if (*left) {
        span->buffer = group->buffers[span->buffer].next;
        span->offset = 0;
    }
}

void sring_span_return(const struct sring_block_ *item, struct sring_span span, int32_t left)
{
    struct buf_ring *group = item->arg_;
    struct sring_block_ part = {.arg_ = group};

    pthread_mutex_lock(&group->lock);
    while (left > 0 && span.buffer != SRING_NO_BUFFER) {
        sring_lent_fill(&part, &span, &left);
        return_part(group, part.data_);
    }
    pthread_mutex_unlock(&group->lock);
}
