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
    const char *words[] = {"first ", "second ", "third"};
    struct queue queue = {NULL, &queue.first};
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int raw = legal_file("");
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, raw);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (sring_buf_alloc(&buf, 32)) {
            status = 3;
            break;
        }
        memcpy(sring_buf_data(&buf), words[i], strlen(words[i]));
        sring_buf_set_length(&buf, strlen(words[i]));
        if (push(&queue, &buf)) {
            status = 4;
        }
    }
    while (pop(&queue, &buf) == 0) {
        int n = sring_write_await(&ring, &file, &buf);

        if (n <= 0) {
            status = 5;
        }
        sring_buf_free(&buf);
    }
    if (!status && !legal_holds(raw, "first second third")) {
        status = 6;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
