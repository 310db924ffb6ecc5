/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Queues between fibers.
 *
 * Who is woken looks again, because another fiber may have run before it. Who gives up instead,
 * because it was cancelled, wakes the next in line.
 */
#include "api/messages.h"
#include "base/list.h"
#include "engine/fiber.h"

#include <sring/queue.h>

#include <stdio.h>
#include <stdlib.h>

struct queue {
    struct sring *ring;
    struct queue *next, **link; /* in the list of the ring's queues */
    struct sring_block_ *block; /* of the handle; NULL: it was closed */
    uint32_t room, count, head;
    uint32_t users; /* the handle, and each call that waits */
    bool ended;
    struct sring_waiters_ senders, receivers;
    struct mailbox_message messages[];
};

static struct queue *queue_of(const struct sring *ring, const struct sring_block_ *block,
                              const char *function)
{
    struct queue *queue = (struct queue *)(void *)block->data_;

    sring_check_owner_(ring, function);
    if (ring->core_ != queue->ring->core_) {
        sring_misuse_(function, "a queue of this ring", "one of another ring");
    }
    return queue;
}

static void drop(struct queue *queue)
{
    if (!--queue->users) {
        SRING_LIST_REMOVE(queue, next, link);
        free(queue);
    }
}

int sring_queue_open_(struct sring *ring, struct sring_block_ **block, uint32_t room)
{
    struct queue *queue = NULL;
    size_t size;

    sring_check_owner_(ring, "sring_queue_open");
    if (!room) {
        return -EINVAL;
    }
    if (!__builtin_mul_overflow(room, sizeof(queue->messages[0]), &size) &&
        !__builtin_add_overflow(size, sizeof(*queue), &size)) {
        queue = calloc(1, size);
    }
    *block = queue ? sring_block_new((unsigned char *)queue, 0, NULL, NULL) : NULL;
    if (!*block) {
        free(queue);
        return -ENOMEM;
    }
    queue->ring = ring;
    queue->block = *block;
    queue->room = room;
    queue->users = 1;
    SRING_LIST_INSERT(&ring->core_->message_queues, queue, next, link);
    return 0;
}

/* --- sending and receiving ------------------------------------------------------------------ */

static void wake(struct queue *queue)
{
    if (queue->ended || queue->count < queue->room) {
        (void)sring_wake_first(&queue->senders, NULL);
    }
    if (queue->ended || queue->count) {
        (void)sring_wake_first(&queue->receivers, NULL);
    }
}

/* Gives up the share of a call that was left by longjmp. The next in line looks, because the call
 * may have been woken before. */
static void forget_left(struct queue *queue)
{
    struct sring_waiters_ *const lines[] = {&queue->senders, &queue->receivers};

    for (int i = 0; i < 2; i++) {
        if (sring_forget_left(lines[i])) {
            queue->users--; /* not the last: the handle has one */
            wake(queue);
        }
    }
}

/* Waits until there is room, or a message. */
static int wait_for(struct sring *ring, struct queue *queue, bool sends, const char *function)
{
    const struct sring_fiber_state *fiber = sring_fiber_current(ring->core_);
    int rc = 0;

    forget_left(queue);
    queue->users++;
    for (;;) {
        if (fiber && fiber->stack->cancelled) {
            rc = -ECANCELED;
        } else if (sends ? queue->ended : queue->ended && !queue->count) {
            rc = -EPIPE;
        } else if (sends ? queue->count < queue->room : queue->count) {
            break;
        } else if (sring_in_callback(ring->core_)) {
            rc = -EAGAIN;
        } else {
            rc = sring_wait_in_line(ring, sends ? &queue->senders : &queue->receivers, 0, true,
                                    function);
        }
        if (rc) {
            wake(queue);
            break;
        }
    }
    drop(queue);
    return rc;
}

int sring_queue_send_(struct sring *ring, struct sring_block_ *block, enum sring_message_kind kind,
                      uint64_t value, const char *function)
{
    struct queue *queue = queue_of(ring, block, function);
    int rc = wait_for(ring, queue, true, function);

    if (!rc) {
        queue->messages[(queue->head + queue->count) % queue->room] =
            sring_message_pack(kind, value, function);
        queue->count++;
        wake(queue);
    }
    return rc;
}

int sring_queue_receive_(struct sring *ring, struct sring_block_ *block,
                         struct sring_message *message, const char *function)
{
    struct queue *queue = queue_of(ring, block, function);
    int rc = wait_for(ring, queue, false, function);

    if (!rc) {
        const struct mailbox_message *next = &queue->messages[queue->head];

        *message = (struct sring_message){next->word, next->value};
        queue->head = (queue->head + 1) % queue->room;
        queue->count--;
        wake(queue);
    }
    return rc;
}

/* --- the end -------------------------------------------------------------------------------- */

static void end(struct queue *queue)
{
    queue->ended = true;
    sring_wake_all(&queue->senders);
    sring_wake_all(&queue->receivers);
}

void sring_queue_end_(struct sring *ring, struct sring_block_ *block, const char *function)
{
    end(queue_of(ring, block, function));
}

/* Disposes of the messages. */
static void close_handle(struct sring *ring, struct queue *queue)
{
    for (; queue->count; queue->count--) {
        sring_message_dispose(ring->core_, &queue->messages[queue->head]);
        queue->head = (queue->head + 1) % queue->room;
    }
    sring_block_release(queue->block);
    queue->block = NULL;
}

void sring_queue_close_(struct sring *ring, struct sring_block_ *block)
{
    struct queue *queue = queue_of(ring, block, "sring_queue_close");

    forget_left(queue);
    end(queue);
    close_handle(ring, queue);
    drop(queue);
    (void)sring_free_due(ring);
}

void sring_message_queues_close(struct sring *ring)
{
    struct queue *queue;
    unsigned forgotten = 0;

    while ((queue = ring->core_->message_queues)) {
        SRING_LIST_REMOVE(queue, next, link);
        if (queue->block) {
            close_handle(ring, queue);
            forgotten++;
        }
        free(queue);
    }
    if (forgotten && sring_is_development()) {
        fprintf(stderr, "sring: sring_close closes %u %s open\n", forgotten,
                forgotten == 1 ? "queue that is" : "queues that are");
        sring_print_calls();
    }
}
