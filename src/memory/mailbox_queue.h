/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The queue of a mailbox: bounded, for any number of senders and one receiver (after Vyukov).
 *
 * Each position of the queue has a cell, which is used again a lap later. A sender takes a position
 * by advancing `tail`, fills the cell, and then marks it as sent. So the receiver may find a cell
 * that is taken but not filled: it stops there as at the end of the queue, and the sender sees that
 * it sleeps.
 *
 * The end: `tail` is closed, so that no position is taken any more, and each cell that was taken is
 * marked as gone. A sender that finds its cell gone has not sent its message.
 *
 * tests/model/mailbox.pml models this algorithm step by step; change both together.
 */
#ifndef SRING_MAILBOX_QUEUE_H
#define SRING_MAILBOX_QUEUE_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* In `tail`: nothing can be sent any more. */
#define MAILBOX_CLOSED (UINT64_C(1) << 63)
/* Values of a cell's turn, by position. A turn only grows. */
#define MAILBOX_FREE(position) (2 * (position))
#define MAILBOX_SENT(position) (2 * (position) + 1)
#define MAILBOX_GONE UINT64_MAX

/* The members of struct sring_message. */
struct mailbox_message {
    uint64_t word;
    uint64_t value;
};

struct mailbox_cell {
    _Atomic uint64_t turn;
    struct mailbox_message message;
};

/* A cache line each for what the senders write, what the receiver writes, and what hardly
 * changes. */
struct mailbox_queue {
    _Alignas(64) _Atomic uint64_t tail; /* the next position to be taken, and MAILBOX_CLOSED */
    _Alignas(64) uint64_t head;         /* the next position to be received */
    _Alignas(64) atomic_bool asleep;    /* the receiver needs a wake */
    uint64_t mask;                      /* number of cells - 1 */
    struct mailbox_cell *cells;
};

static inline void mailbox_queue_init(struct mailbox_queue *queue, struct mailbox_cell *cells,
                                      uint64_t count)
{
    atomic_init(&queue->tail, 0);
    queue->head = 0;
    atomic_init(&queue->asleep, true);
    queue->mask = count - 1;
    queue->cells = cells;
    for (uint64_t i = 0; i < count; i++) {
        atomic_init(&cells[i].turn, MAILBOX_FREE(i));
    }
}

/* A sender takes the next position. Returns 0, -EAGAIN (full) or -EPIPE (closed). */
static inline int mailbox_queue_reserve(struct mailbox_queue *queue, uint64_t *position)
{
    uint64_t tail = atomic_load_explicit(&queue->tail, memory_order_relaxed);

    for (;;) {
        uint64_t turn;

        if (tail & MAILBOX_CLOSED) {
            return -EPIPE;
        }
        /* Acquire: the receiver has read what was in the cell a lap ago. */
        turn = atomic_load_explicit(&queue->cells[tail & queue->mask].turn, memory_order_acquire);
        if (turn < MAILBOX_FREE(tail)) {
            return -EAGAIN;
        }
        if (turn > MAILBOX_FREE(tail)) { /* another sender has taken the position */
            tail = atomic_load_explicit(&queue->tail, memory_order_relaxed);
        } else if (atomic_compare_exchange_weak_explicit(
                       &queue->tail, &tail, tail + 1, memory_order_relaxed, memory_order_relaxed)) {
            *position = tail;
            return 0;
        }
    }
}

/* Fills the position that was taken. Returns 0, or -EPIPE if the mailbox was closed meanwhile: the
 * message was not sent. Sets `*wake` if the receiver must be woken.
 *
 * The mark releases the message to the receiver. It and the load of `asleep` are sequentially
 * consistent, as those in mailbox_queue_sleep: in the one order of the four either the receiver's
 * last look is after the mark and finds it, or `asleep` was set before and is found here. */
static inline int mailbox_queue_fill(struct mailbox_queue *queue, uint64_t position,
                                     const struct mailbox_message *message, bool *wake)
{
    struct mailbox_cell *cell = &queue->cells[position & queue->mask];
    uint64_t turn = MAILBOX_FREE(position);

    *wake = false;
    cell->message = *message;
    if (!atomic_compare_exchange_strong(&cell->turn, &turn, MAILBOX_SENT(position))) {
        return -EPIPE;
    }
    *wake = atomic_load(&queue->asleep) && atomic_exchange(&queue->asleep, false);
    return 0;
}

/* The receiver: takes the next message. Returns false if there is none. */
static inline bool mailbox_queue_take(struct mailbox_queue *queue, struct mailbox_message *message)
{
    struct mailbox_cell *cell = &queue->cells[queue->head & queue->mask];

    if (atomic_load_explicit(&cell->turn, memory_order_acquire) != MAILBOX_SENT(queue->head)) {
        return false;
    }
    *message = cell->message;
    atomic_store_explicit(&cell->turn, MAILBOX_FREE(queue->head + queue->mask + 1),
                          memory_order_release);
    queue->head++;
    return true;
}

/* The receiver is awake: no sender wakes it from here on. */
static inline void mailbox_queue_rise(struct mailbox_queue *queue)
{
    atomic_store_explicit(&queue->asleep, false, memory_order_relaxed);
}

/* The receiver is about to sleep: from here on the next sender wakes it. Returns false, and it
 * stays awake, if there is a message. */
static inline bool mailbox_queue_sleep(struct mailbox_queue *queue)
{
    const struct mailbox_cell *cell = &queue->cells[queue->head & queue->mask];

    atomic_store(&queue->asleep, true);
    if (atomic_load(&cell->turn) != MAILBOX_SENT(queue->head)) {
        return true;
    }
    mailbox_queue_rise(queue);
    return false;
}

/* The receiver: lets nothing be sent any more. */
static inline void mailbox_queue_close(struct mailbox_queue *queue)
{
    (void)atomic_fetch_or_explicit(&queue->tail, MAILBOX_CLOSED, memory_order_relaxed);
}

/* After that: takes what was sent. Returns false if nothing is left. */
static inline bool mailbox_queue_take_rest(struct mailbox_queue *queue,
                                           struct mailbox_message *message)
{
    const uint64_t tail = atomic_load_explicit(&queue->tail, memory_order_relaxed);

    while (queue->head != (tail & ~MAILBOX_CLOSED)) {
        const uint64_t position = queue->head++;
        struct mailbox_cell *cell = &queue->cells[position & queue->mask];

        if (atomic_exchange_explicit(&cell->turn, MAILBOX_GONE, memory_order_acquire) ==
            MAILBOX_SENT(position)) {
            *message = cell->message;
            return true;
        }
    }
    return false;
}

#endif /* SRING_MAILBOX_QUEUE_H */
