/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One memory, several threads, each with a ring and a handle of its own. The last to end frees it.
 */
#include "support.h"

#include <pthread.h>

#define THREADS 3

struct worker {
    struct sring_shared_buf text; /* stashed for the thread */
    int raw, written;
};

static void *work(void *arg)
{
    struct worker *worker = arg;
    struct sring_shared_buf text;
    struct sring ring;
    struct sring_fd fd;

    sring_shared_buf_claim(&worker->text);
    sring_shared_buf_move(&text, &worker->text);
    if (sring_open(&ring, NULL)) {
        sring_shared_free(&text);
        return NULL;
    }
    sring_fd_adopt(&fd, worker->raw);
    worker->written = sring_write_at_shared_await(&ring, &fd, &text, 0);
    sring_shared_free(&text);
    (void)sring_fd_release(&fd);
    sring_close(&ring);
    return NULL;
}

int main(void)
{
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct sring_shared_buf text;
    struct sring_buf buf;
    struct sring ring;
    int right = 0, rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_close(&ring);
    if (sring_buf_alloc(&buf, 64)) {
        return 2;
    }
    memcpy(sring_buf_data(&buf), "the same for all", 16);
    sring_buf_set_length(&buf, 16);
    sring_buf_share(&buf, &text);
    for (int i = 0; i < THREADS; i++) {
        struct sring_shared_buf mine;

        workers[i].raw = legal_file("");
        workers[i].written = 0;
        sring_shared_copy(&mine, &text);
        sring_shared_buf_move_stash(&workers[i].text, &mine);
        if (pthread_create(&threads[i], NULL, work, &workers[i])) {
            abort();
        }
    }
    sring_shared_free(&text);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        right += workers[i].written == 16 && legal_holds(workers[i].raw, "the same for all");
        close(workers[i].raw);
    }
    return right == THREADS ? 0 : 3;
}
