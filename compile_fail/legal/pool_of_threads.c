/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One pool for several threads: each has its own ring and its own handle of the pool.
 */
#include "support.h"

#include <pthread.h>

#define THREADS 3

struct job {
    struct sring_pool pool;
    const char *text;
    int status;
};

static int read_text(struct sring *ring, struct sring_pool *pool, const char *text)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*pool);

static int read_text(struct sring *ring, struct sring_pool *pool, const char *text)
{
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;
    SRING_AUTO struct sring_fd file = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int status = 2;

    if (sring_pool_get(pool, &pooled)) {
        return 3;
    }
    sring_fd_adopt(&file, legal_file(text));
    sring_pooled_buf_unwrap(&pooled, &buf);
    if (sring_read_at_await(ring, &file, &buf, 0) == (int)strlen(text)) {
        status = memcmp(sring_buf_data(&buf), text, strlen(text)) ? 4 : 0;
    }
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_put(pool, &pooled);
    sring_fd_close(ring, &file);
    return status;
}

static void *run(void *arg)
{
    struct job *job = arg;
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    sring_pool_claim(&job->pool);
    if (rc) {
        sring_pool_close(&job->pool);
        job->status = legal_no_ring(rc);
        return NULL;
    }
    job->status = read_text(&ring, &job->pool, job->text);
    sring_pool_close(&job->pool);
    sring_close(&ring);
    return NULL;
}

int main(void)
{
    const struct sring_pool_options options = {.max_count = THREADS, .grow_by = 1};
    const char *texts[THREADS] = {"one", "two", "three"};
    struct job jobs[THREADS];
    pthread_t threads[THREADS];
    struct sring_pool_stats stats;
    struct sring_pool pool;
    int status = 0;

    if (sring_pool_open(&pool, 1, 64, &options)) {
        return 5;
    }
    for (int i = 0; i < THREADS; i++) {
        jobs[i].text = texts[i];
        if (sring_pool_share(&pool, &jobs[i].pool)) {
            abort();
        }
        sring_pool_stash(&jobs[i].pool);
        if (pthread_create(&threads[i], NULL, run, &jobs[i])) {
            abort();
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        status = jobs[i].status ? jobs[i].status : status;
    }
    sring_pool_get_stats(&pool, &stats);
    sring_pool_close(&pool);
    if (!status && (stats.gets != THREADS || stats.in_use)) {
        return 6;
    }
    return status;
}
