/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations on a buffer ring: whether they may begin, and whether a held stream may go on.
 */
#include "ring/buffer_group.h"

void sring_lent_check_group_(const struct sring *ring, const struct sring_block_ *handle,
                             const char *function)
{
    const struct buf_ring *group = (const struct buf_ring *)(const void *)handle->data_;

    sring_check_owner_(ring, function);
    if (group->core != ring->core_) {
        sring_misuse_(function, "a buffer ring of this ring", "one of another ring");
    }
}

int sring_lent_begin_(struct sring_block_ *handle, unsigned needs, struct sring_block_ **item)
{
    struct buf_ring *group = (struct buf_ring *)(void *)handle->data_;

    if (group->incremental && !(needs & SRING_LENDS_INCREMENTAL_)) {
        return -EINVAL;
    }
    *item = sring_lent_new(group);
    if (!*item) {
        return -ENOMEM;
    }
    (*item)->place_ = group->id;
    (*item)->length_ = (uint32_t)group->size;
    (*item)->index_ = group->bundles && needs & SRING_LENDS_BUNDLES_ ? SRING_BUNDLE : 0;
    return 0;
}

bool sring_lent_open(const struct sring *ring, const struct sring_block_ *item)
{
    const struct buf_ring *group = item->arg_;

    return group->core == ring->core_;
}

void sring_lent_check_(struct sring *ring, const struct sring_block_ *item, const char *function)
{
    const struct buf_ring *group = item->arg_;

    sring_check_owner_(ring, function);
    if (!sring_lent_open(ring, item)) {
        sring_misuse_(function, "an open buffer ring of this ring",
                      group->core ? "one of another ring" : "one that was closed");
    }
}

bool sring_lent_any_free(const struct sring *ring, const struct sring_block_ *item)
{
    struct buf_ring *group = item->arg_;
    bool any;

    pthread_mutex_lock(&group->lock);
    any = group->free > 0 && (!group->missing_until || sring_time(ring) >= group->missing_until);
    pthread_mutex_unlock(&group->lock);
    return any;
}

void sring_lent_try(const struct sring_block_ *item)
{
    struct buf_ring *group = item->arg_;

    pthread_mutex_lock(&group->lock);
    group->tried = group->tail;
    pthread_mutex_unlock(&group->lock);
}

void sring_lent_missed(const struct sring_block_ *item, uint64_t until)
{
    struct buf_ring *group = item->arg_;

    pthread_mutex_lock(&group->lock);
    if (group->tail == group->tried) {
        group->missing_until = until;
    }
    pthread_mutex_unlock(&group->lock);
}
