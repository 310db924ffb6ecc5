/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams that begin again when the kernel has ended them: their requests, found by stream and by
 * file, and the list of those that are over in the kernel.
 */
#include "ring/streams.h"

#define FIXED ((uint32_t)IOSQE_FIXED_FILE)

static uint32_t *bucket_of(struct sring_core_ *core, int fd, uint32_t flags)
{
    uint32_t key = (uint32_t)fd * 2 + (flags & FIXED ? 1 : 0);

    return &core->operations.again_buckets[key & core->operations.again_mask];
}

static bool is_on_file(const struct sring_sqe_ *sqe, int fd, uint32_t flags)
{
    return (int)SRING_HEAD_FD_(sqe->head_) == fd &&
           !((SRING_HEAD_FLAGS_(sqe->head_) ^ flags) & FIXED);
}

static uint32_t *bucket_for(struct sring_core_ *core, const struct sring_sqe_ *sqe)
{
    return bucket_of(core, (int)SRING_HEAD_FD_(sqe->head_),
                     (uint32_t)SRING_HEAD_FLAGS_(sqe->head_));
}

struct sring_sqe_ *sring_again_request(struct sring *ring, const struct sring_record_ *record)
{
    SRING_ASSERT(record->state_ & SRING_AGAIN_);
    return &ring->core_->operations.agains[record->index_].sqe;
}

void sring_again_keep(struct sring_core_ *core, struct sring_slot_ *slot)
{
    struct sring_again *again;
    uint32_t *bucket;

    SRING_ASSERT(slot->record_.state_ & SRING_STREAM_);
    sring_stream_keep_end(core, &slot->record_, NULL);
    again = &core->operations.agains[slot->record_.index_];
    again->sqe = slot->sqe_;
    bucket = bucket_for(core, &again->sqe);
    again->next = *bucket;
    *bucket = slot->record_.index_ + 1;
}

void sring_again_forget(struct sring *ring, struct sring_found found)
{
    struct sring_core_ *core = ring->core_;
    uint32_t index = found.record->index_;
    uint32_t *link = bucket_for(core, sring_again_request(ring, found.record));

    while (*link != index + 1) {
        link = &core->operations.agains[*link - 1].next;
    }
    *link = core->operations.agains[index].next;
    found.record->state_ &= ~SRING_AGAIN_;
    if (!core->operations.ends[index].callback) {
        (void)sring_stream_take_end(core, found.record);
    }
}

struct sring_found sring_again_on_file(struct sring *ring, int fd, uint8_t flags)
{
    struct sring_core_ *core = ring->core_;
    uint32_t next = *bucket_of(core, fd, flags);

    while (next) {
        const struct sring_again *again = &core->operations.agains[next - 1];

        if (is_on_file(&again->sqe, fd, flags)) {
            return sring_find(ring, again->sqe.user_data_);
        }
        next = again->next;
    }
    return (struct sring_found){NULL, NULL, 0};
}

void sring_again_link(struct sring_core_ *core, struct sring_parked *parked)
{
    SRING_ASSERT(!parked->again_link && parked->record.state_ & SRING_HELD_);
    parked->next_again = NULL;
    parked->again_link = core->streams.end;
    *core->streams.end = parked;
    core->streams.end = &parked->next_again;
    core->streams.count++;
}

void sring_again_unlink(struct sring_core_ *core, struct sring_parked *parked)
{
    SRING_ASSERT(*parked->again_link == parked);
    *parked->again_link = parked->next_again;
    if (parked->next_again) {
        parked->next_again->again_link = parked->again_link;
    } else {
        core->streams.end = parked->again_link;
    }
    parked->again_link = NULL;
    core->streams.count--;
}
