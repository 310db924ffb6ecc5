/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Queues between the fibers of a ring: buffers, files and numbers, in the order in which they were
 * sent. Who sends to a full queue waits, and who receives from an empty one.
 *
 * Other threads send to a mailbox instead (sring/mailbox.h). Callbacks may use a queue, too: where
 * a fiber would wait, they get -EAGAIN.
 */
#ifndef SRING_QUEUE_H
#define SRING_QUEUE_H

#include <sring/handles/queue.h>
#include <sring/mailbox.h>

SRING_BEGIN_C_

/* Opens a queue with room for `room` messages. Returns 0, -EINVAL (room is 0) or -ENOMEM. */
SRING_COLD_ int sring_queue_open_(struct sring *ring, struct sring_block_ **block, uint32_t room);
SRING_INLINE_ SRING_FALLIBLE int sring_queue_open(struct sring *ring, struct sring_queue *queue,
                                                  uint32_t room) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*queue);

/* Sends a buffer, a file or a number. Waits while the queue is full. Returns 0, -EPIPE (it was
 * ended or closed), -ECANCELED (in a fiber that is cancelled), -EINTR (outside of fibers, if the
 * ring is interruptible), -EDEADLK (outside of fibers, if no fiber or callback is left that could
 * receive), or -EAGAIN (it is full, in a callback). After an error the buffer or file
 * still belongs to the caller. Before a file is sent, the same preparations are made as by
 * sring_fd_release. */
SRING_API_ int sring_queue_send_(struct sring *ring, struct sring_block_ *block,
                                 enum sring_message_kind kind, uint64_t value,
                                 const char *function);
SRING_INLINE_ SRING_FALLIBLE int
sring_queue_send_buf(struct sring *ring, const struct sring_queue *queue, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*queue) SRING_CONSUMES_ON_SUCCESS(*buf);
SRING_INLINE_ SRING_FALLIBLE int
sring_queue_send_fd(struct sring *ring, const struct sring_queue *queue, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*queue) SRING_CONSUMES_ON_SUCCESS(*fd);
SRING_INLINE_ SRING_FALLIBLE int
sring_queue_send_word(struct sring *ring, const struct sring_queue *queue, uint64_t word)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*queue);

/* Receives the next message, which must be taken or dropped (sring/mailbox.h). Waits while the
 * queue is empty. Returns 0, -EPIPE (it is empty and was ended, or was closed), -ECANCELED, -EINTR,
 * -EDEADLK or -EAGAIN, as above. */
SRING_API_ int sring_queue_receive_(struct sring *ring, struct sring_block_ *block,
                                    struct sring_message *message, const char *function);
SRING_INLINE_ SRING_FALLIBLE int sring_queue_receive(struct sring *ring,
                                                     const struct sring_queue *queue,
                                                     struct sring_message *message)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*queue) SRING_PRODUCES_ON_SUCCESS(*message);

/* No more is sent: sends return -EPIPE, also those that wait. What is in the queue can still be
 * received. */
SRING_API_ void sring_queue_end_(struct sring *ring, struct sring_block_ *block,
                                 const char *function);
SRING_INLINE_ void sring_queue_end(struct sring *ring, const struct sring_queue *queue)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*queue);

/* Closes the queue. Fibers that wait for it get -EPIPE. Messages that nobody has received are
 * dropped. sring_close closes the queues that are still open. */
SRING_COLD_ void sring_queue_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_queue_close(struct sring *ring, struct sring_queue *queue)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*queue);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_queue_open(struct sring *ring, struct sring_queue *queue, uint32_t room)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_queue_open_(ring, &block, room);
    queue->block_ = SRING_NOTHING_;
    queue->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        queue->block_ = block;
        queue->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ int sring_queue_send_buf(struct sring *ring, const struct sring_queue *queue,
                                       struct sring_buf *buf)
{
    struct sring_block_ *to = sring_queue_block_(queue, __func__);
    struct sring_block_ *block = sring_buf_block_(buf, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_queue_send_(ring, to, SRING_MESSAGE_BUF, (uintptr_t)block, __func__);
    if (!rc) {
        buf->block_ = NULL;
    }
    return rc;
}

SRING_INLINE_ int sring_queue_send_fd(struct sring *ring, const struct sring_queue *queue,
                                      struct sring_fd *fd)
{
    struct sring_block_ *to = sring_queue_block_(queue, __func__);
    uint64_t word = sring_fd_live_word_(fd, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_queue_send_(ring, to, SRING_MESSAGE_FD, (uint64_t)SRING_FD_RAW_(word), __func__);
    if (!rc) {
        fd->word_ = 0;
    }
    return rc;
}

SRING_INLINE_ int sring_queue_send_word(struct sring *ring, const struct sring_queue *queue,
                                        uint64_t word)
{
    SRING_PROVE_RING_(ring);
    return sring_queue_send_(ring, sring_queue_block_(queue, __func__), SRING_MESSAGE_WORD, word,
                             __func__);
}

SRING_INLINE_ int sring_queue_receive(struct sring *ring, const struct sring_queue *queue,
                                      struct sring_message *message)
{
    struct sring_block_ *from = sring_queue_block_(queue, __func__);
    struct sring_message received = SRING_NONE;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_queue_receive_(ring, from, &received, __func__);
    return sring_message_made_(message, &received, rc);
}

SRING_INLINE_ void sring_queue_end(struct sring *ring, const struct sring_queue *queue)
{
    SRING_PROVE_RING_(ring);
    sring_queue_end_(ring, sring_queue_block_(queue, __func__), __func__);
}

SRING_INLINE_ void sring_queue_close(struct sring *ring, struct sring_queue *queue)
{
    struct sring_block_ *block = sring_queue_block_(queue, __func__);

    SRING_PROVE_RING_(ring);
    sring_queue_close_(ring, block);
    queue->block_ = NULL;
}

SRING_END_C_

#endif /* SRING_QUEUE_H */
