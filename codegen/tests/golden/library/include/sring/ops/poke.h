/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poke.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * poke: Do nothing.
 * IORING_OP_NOP (0), Linux 5.1 and later.
 *
 * init Building     submit Submitted detach wait Completed finish
 */
#ifndef SRING_OPS_POKE_H
#define SRING_OPS_POKE_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>

SRING_BEGIN_C_

#define SRING_HAVE_POKE 1
#define SRING_OP_POKE UINT64_C(0xb221d42600050100) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Not seen by the kernel. */
struct SRING_CAPABILITY("poke in state Building") sring_poke_building {
    uint64_t live_;
    uint64_t head_; /* opcode, flags, ioprio, fd */
};

/* The kernel's. */
struct SRING_CAPABILITY("poke in state Submitted") sring_poke_submitted {
    uint64_t number_;
};

/* Final. */
struct SRING_CAPABILITY("poke in state Completed") sring_poke_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_poke_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building poke was already submitted");
extern void sring_error_poke_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted poke was already waited for");
extern void sring_error_poke_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed poke was already finished");

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins.
 * Returns 0 or -errno. */
SRING_INLINE_ SRING_FALLIBLE int sring_poke_init(struct sring *ring, struct sring_poke_building *op)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op);

/* Queues. */
SRING_INLINE_ void sring_poke_submit(struct sring *ring, struct sring_poke_building *op,
                                     struct sring_poke_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op) SRING_PRODUCES(*inflight);

/* Waits. */
SRING_INLINE_ void sring_poke_wait(struct sring *ring, struct sring_poke_submitted *inflight,
                                   struct sring_poke_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Ends.
 * Returns 0 or -errno. */
SRING_INLINE_ int sring_poke_finish(struct sring_poke_completed *done) SRING_CONSUMES(*done);

/* Lets go of it. */
SRING_INLINE_ void sring_poke_detach(struct sring *ring, struct sring_poke_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_poke_building_move(struct sring_poke_building *to,
                                            struct sring_poke_building *from) SRING_CONSUMES(*from)
    SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_poke_building_move_stash(struct sring_poke_building *to,
                                                  struct sring_poke_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_poke_building_stash(struct sring_poke_building *op) SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_poke_building_claim(struct sring_poke_building *op) SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_poke_submitted_move(struct sring_poke_submitted *to,
                                             struct sring_poke_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_poke_submitted_move_stash(struct sring_poke_submitted *to,
                                                   struct sring_poke_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_poke_submitted_stash(struct sring_poke_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_poke_submitted_claim(struct sring_poke_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_poke_completed_move(struct sring_poke_completed *to,
                                             struct sring_poke_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_poke_completed_move_stash(struct sring_poke_completed *to,
                                                   struct sring_poke_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_poke_completed_stash(struct sring_poke_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_poke_completed_claim(struct sring_poke_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_poke_building_check_(const struct sring_poke_building *op,
                                              const char *function)
{
    SRING_PROVE_(op->live_, sring_error_poke_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of poke in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_poke_submitted_check_(const struct sring_poke_submitted *inflight,
                                               const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_poke_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of poke in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_poke_completed_check_(const struct sring_poke_completed *done,
                                               const char *function)
{
    SRING_PROVE_(done->number_, sring_error_poke_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of poke in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_poke_begun_(const struct sring *ring, const struct sring_poke_building *op,
                                     const char *function)
{
    SRING_PROVE_(op->live_, sring_error_poke_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of poke in state Building", function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_poke_write_(struct sring_sqe_ *sqe, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = 0;
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t sring_poke_queue_(struct sring *ring, struct sring_poke_building *op,
                                         struct sring_slot_ *destination,
                                         const struct sring_delivery_ *delivery,
                                         sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ | SRING_QUICK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_poke_begun_(ring, op, function);
    head = op->head_;
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_poke_write_(&slot->sqe_, head);
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_poke_write_(&slot->sqe_, head);
    slot->sqe_.user_data_ = number | flags;
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_poke_complete_(struct sring_poke_completed *done,
                                        const struct sring_taken_ *taken)
{
    SRING_PRODUCED_(taken->number);
    done->number_ = taken->number;
    done->result_ = taken->result;
    done->flags_ = taken->flags;
    done->block_ = taken->block;
    done->scratch_ = taken->scratch;
}

SRING_INLINE_ int sring_poke_init(struct sring *ring, struct sring_poke_building *op)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(0, 0, 0, 0);
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_poke_submit(struct sring *ring, struct sring_poke_building *op,
                                     struct sring_poke_submitted *inflight)
{
    inflight->number_ = sring_poke_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ void sring_poke_wait(struct sring *ring, struct sring_poke_submitted *inflight,
                                   struct sring_poke_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_poke_submitted_gone_);
    taken = sring_take_(ring, inflight->number_, 0, __func__);
    inflight->number_ = 0;
    sring_poke_complete_(done, &taken);
}

SRING_INLINE_ int sring_poke_finish(struct sring_poke_completed *done)
{
    int result = done->result_;

    sring_poke_completed_check_(done, __func__);
    done->number_ = 0;
    return result;
}

SRING_INLINE_ void sring_poke_detach(struct sring *ring, struct sring_poke_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_poke_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_poke_building_move(struct sring_poke_building *to,
                                            struct sring_poke_building *from)
{
    sring_poke_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_poke_building_move_stash(struct sring_poke_building *to,
                                                  struct sring_poke_building *from)
{
    sring_poke_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_poke_building_stash(struct sring_poke_building *op)
{
    sring_poke_building_check_(op, __func__);
}

SRING_INLINE_ void sring_poke_building_claim(struct sring_poke_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_poke_building_check_(op, __func__);
}

SRING_INLINE_ void sring_poke_submitted_move(struct sring_poke_submitted *to,
                                             struct sring_poke_submitted *from)
{
    sring_poke_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_poke_submitted_move_stash(struct sring_poke_submitted *to,
                                                   struct sring_poke_submitted *from)
{
    sring_poke_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_poke_submitted_stash(struct sring_poke_submitted *inflight)
{
    sring_poke_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_poke_submitted_claim(struct sring_poke_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_poke_completed_move(struct sring_poke_completed *to,
                                             struct sring_poke_completed *from)
{
    sring_poke_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_poke_completed_move_stash(struct sring_poke_completed *to,
                                                   struct sring_poke_completed *from)
{
    sring_poke_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_poke_completed_stash(struct sring_poke_completed *done)
{
    sring_poke_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_poke_completed_claim(struct sring_poke_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_poke_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_POKE_H */
