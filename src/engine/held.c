/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams that begin again when the kernel has ended them without a fault of the program: without
 * an error, or because no buffer was free.
 *
 * Such a stream is held: it is over in the kernel, but in flight for the program. The next turn
 * queues its request again, as soon as a buffer is free. Its completions find the same record. If
 * the kernel then has none (operations in workers may hold buffers while they wait), the stream
 * begins again after the next return, or a moment later.
 *
 * Another thread may return a buffer while the ring sleeps. So the sleep is limited as long as a
 * stream is held.
 */
#include "engine/engine.h"

#define OPCODE_OF_5_19 45 /* IORING_OP_SOCKET */

#define NO_MORE (SRING_CANCELLING_ | SRING_ENDING_ | SRING_VOID_)

bool sring_goes_on(const struct sring *ring, struct sring_found found, const struct sring_cqe_ *cqe)
{
    if (!found.record || (found.record->state_ & (SRING_AGAIN_ | NO_MORE)) != SRING_AGAIN_ ||
        cqe->flags_ & IORING_CQE_F_MORE || ring->core_->closing) {
        return false;
    }
    return found.record->state_ & SRING_LENDS_ ? cqe->result_ > 0 || cqe->result_ == -ENOBUFS
                                               : cqe->result_ >= 0;
}

static void hold(struct sring *ring, struct sring_parked *parked)
{
    parked->record.state_ |= SRING_HELD_;
    sring_again_link(ring->core_, parked);
    sring_retry_cancels_from(ring, sring_time(ring) + SRING_RETRY_INTERVAL);
}

void sring_stream_hold(struct sring *ring, struct sring_found found, int32_t result)
{
    if (result == -ENOBUFS) {
        sring_lent_missed(found.record->block_, sring_time(ring) + SRING_RETRY_INTERVAL);
    }
    hold(ring, sring_park_found(ring, found));
}

void sring_stream_refused(struct sring *ring, struct sring_slot_ *slot)
{
    uint64_t user_data = slot->sqe_.user_data_;

    sring_clear_slot(slot);
    ring->not_counted_--;
    hold(ring, sring_find(ring, user_data).parked);
}

bool sring_stream_can_begin(const struct sring *ring)
{
    const struct sring_parked *first = ring->core_->streams.first;

    return first && !(first->record.state_ & NO_MORE) && !ring->core_->closing &&
           (!(first->record.state_ & SRING_LENDS_) ||
            sring_lent_any_free(ring, first->record.block_));
}

bool sring_stream_stop(struct sring *ring, struct sring_found found)
{
    if (!found.record || !(found.record->state_ & SRING_AGAIN_)) {
        return false;
    }
    if (!(found.record->state_ & SRING_HELD_)) {
        sring_again_forget(ring, found);
        return false;
    }
    sring_complete_held(ring, found, -ECANCELED);
    return true;
}

void sring_streams_stop_on_file(struct sring *ring, int fd, uint8_t flags)
{
    struct sring_found found;

    while ((found = sring_again_on_file(ring, fd, flags)).record) {
        (void)sring_stream_stop(ring, found);
    }
}

/* A kernel that cannot cancel by file (before Linux 5.19, which also brought sockets) refuses the
 * request: then the streams go on. */
void sring_file_cancelled_(struct sring *ring, int fd, const char *function)
{
    struct sring_kernel *kernel;

    sring_check_owner_(ring, function);
    kernel = &ring->core_->kernel;
    if (sring_again_on_file(ring, fd, 0).record &&
        kernel->backend->has_opcode(kernel, OPCODE_OF_5_19)) {
        sring_streams_stop_on_file(ring, fd, 0);
    }
}
