/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/queue.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_queue and the functions that every handle has. Include sring/queue.h instead, which
 * has the other functions.
 */
#ifndef SRING_HANDLES_QUEUE_H
#define SRING_HANDLES_QUEUE_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Carries buffers, files and numbers from fiber to fiber. What is received is a struct
 * sring_message. */
struct SRING_CAPABILITY("queue") sring_queue {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_queue_gone_(void)
    SRING_PROOF_ERROR_("sring: this queue was closed or moved; open one before anything is sent or "
                       "received");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_queue_move(struct sring_queue *to, struct sring_queue *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_queue_move_stash(struct sring_queue *to, struct sring_queue *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_queue_stash(struct sring_queue *queue) SRING_CONSUMES(*queue);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_queue_claim(struct sring_queue *queue) SRING_PRODUCES(*queue);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_queue_borrow(const struct sring_queue *queue) SRING_BORROWS(*queue);

/* Ends a borrow. */
SRING_INLINE_ void sring_queue_return(const struct sring_queue *queue) SRING_RETURNS(*queue);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_queue_block_(const struct sring_queue *queue,
                                                      const char *function)
{
    SRING_PROVE_(queue->block_, sring_error_queue_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(queue))) {
        sring_misuse_(function, "an open queue", "one that was closed");
    }
    return queue->block_;
}

SRING_INLINE_ void sring_queue_move(struct sring_queue *to, struct sring_queue *from)
{
    struct sring_block_ *block = sring_queue_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_queue_move_stash(struct sring_queue *to, struct sring_queue *from)
{
    struct sring_block_ *block = sring_queue_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_queue_stash(struct sring_queue *queue)
{
    (void)sring_queue_block_(queue, __func__);
}

SRING_INLINE_ void sring_queue_claim(struct sring_queue *queue)
{
    SRING_LAUNDER_(queue->block_);
    (void)sring_queue_block_(queue, __func__);
}

SRING_INLINE_ void sring_queue_borrow(const struct sring_queue *queue)
{
    (void)sring_queue_block_(queue, __func__);
}

SRING_INLINE_ void sring_queue_return(const struct sring_queue *queue)
{
    (void)queue;
}

SRING_END_C_

#endif /* SRING_HANDLES_QUEUE_H */
