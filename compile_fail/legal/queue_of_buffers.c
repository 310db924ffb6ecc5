/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A queue of filled buffers, in nodes on the heap: first in, first out.
 */
#include "support.h"

struct node {
    struct node *next;
    struct sring_buf buf;
};

struct queue {
    struct node *first;
    struct node **end;
};

static int push(struct queue *queue, struct sring_buf *buf) SRING_CONSUMES(*buf);
static int pop(struct queue *queue, struct sring_buf *buf) SRING_PRODUCES_ON_SUCCESS(*buf);

static int push(struct queue *queue, struct sring_buf *buf)
{
    struct node *node = malloc(sizeof(*node));

    if (!node) {
        sring_buf_free(buf);
        return -ENOMEM;
    }
    node->next = NULL;
    sring_buf_move(&node->buf, buf);
    sring_buf_stash(&node->buf);
    *queue->end = node;
    queue->end = &node->next;
    return 0;
}

static int pop(struct queue *queue, struct sring_buf *buf)
{
    struct node *node = queue->first;

    if (!node) {
        return -ENOENT;
    }
    queue->first = node->next;
    if (!queue->first) {
        queue->end = &queue->first;
    }
    sring_buf_claim(&node->buf);
    sring_buf_move(buf, &node->buf);
    free(node);
    return 0;
}

int main(void)
{
    struct queue queue = {NULL, &queue.first};
    struct sring_buf buf;
    int expected = 0;

    for (int i = 0; i < 3; i++) {
        if (sring_buf_alloc(&buf, 1)) {
            return 2;
        }
        sring_buf_data(&buf)[0] = (unsigned char)i;
        if (push(&queue, &buf)) {
            return 3;
        }
    }
    while (pop(&queue, &buf) == 0) {
        bool in_order = sring_buf_data(&buf)[0] == expected++;

        sring_buf_free(&buf);
        if (!in_order) {
            return 4;
        }
    }
    return expected == 3 ? 0 : 5;
}
