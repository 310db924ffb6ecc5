/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers handed from thread to thread: stashed in a mailbox under a mutex, claimed on the other
 * side.
 */
#include "support.h"

#include <pthread.h>

struct mailbox {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct sring_buf buf;
    bool full;
};

static struct mailbox mailbox = {.lock = PTHREAD_MUTEX_INITIALIZER,
                                 .changed = PTHREAD_COND_INITIALIZER};

static void post(struct sring_buf *buf) SRING_CONSUMES(*buf);
static void fetch(struct sring_buf *buf) SRING_PRODUCES(*buf);

static void post(struct sring_buf *buf)
{
    pthread_mutex_lock(&mailbox.lock);
    while (mailbox.full) {
        pthread_cond_wait(&mailbox.changed, &mailbox.lock);
    }
    sring_buf_move(&mailbox.buf, buf);
    sring_buf_stash(&mailbox.buf);
    mailbox.full = true;
    pthread_cond_broadcast(&mailbox.changed);
    pthread_mutex_unlock(&mailbox.lock);
}

static void fetch(struct sring_buf *buf)
{
    pthread_mutex_lock(&mailbox.lock);
    while (!mailbox.full) {
        pthread_cond_wait(&mailbox.changed, &mailbox.lock);
    }
    sring_buf_claim(&mailbox.buf);
    sring_buf_move(buf, &mailbox.buf);
    mailbox.full = false;
    pthread_cond_broadcast(&mailbox.changed);
    pthread_mutex_unlock(&mailbox.lock);
}

/* Posts ten numbered buffers and an empty one. */
static void *produce(void *arg)
{
    (void)arg;
    for (unsigned char i = 0; i <= 10; i++) {
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 1)) {
            abort();
        }
        sring_buf_data(&buf)[0] = i;
        sring_buf_set_length(&buf, i < 10);
        post(&buf);
    }
    return NULL;
}

int main(void)
{
    struct sring_buf buf;
    pthread_t producer;
    int sum = 0;

    if (pthread_create(&producer, NULL, produce, NULL)) {
        return 2;
    }
    for (fetch(&buf); sring_buf_length(&buf) > 0; fetch(&buf)) {
        sum += sring_buf_data(&buf)[0];
        sring_buf_free(&buf);
    }
    sring_buf_free(&buf);
    pthread_join(producer, NULL);
    return sum == 45 ? 0 : 3;
}
