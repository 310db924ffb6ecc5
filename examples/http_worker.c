/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The worker of http_server: a thread without a ring. Jobs go there, and come back with their
 * answers, in lists under a lock; a waker tells the ring's thread that some have come back.
 */
#include "http_server.h"

#include <pthread.h>
#include <stdlib.h>

struct list {
    struct job *first, **end;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct list jobs, answers;
    bool ending;
    struct sring_waker waker; /* stashed */
    void (*answered)(struct sring *ring, struct job *job);
};

static void append(struct list *list, struct job *job)
{
    job->next = NULL;
    *list->end = job;
    list->end = &job->next;
}

/* Returns all jobs of the list, linked, and leaves it empty. */
static struct job *take_all(struct list *list)
{
    struct job *jobs = list->first;

    list->first = NULL;
    list->end = &list->first;
    return jobs;
}

/* Takes some time: counts the primes below the number. */
static uint64_t count_primes(uint64_t number)
{
    uint64_t count = 0;

    for (uint64_t n = 2; n < number; n++) {
        uint64_t divisor = 2;

        while (divisor * divisor <= n && n % divisor) {
            divisor++;
        }
        count += divisor * divisor > n;
    }
    return count;
}

static void *work(void *arg)
{
    struct worker *worker = arg;

    pthread_mutex_lock(&worker->lock);
    while (!worker->ending) {
        struct job *job = worker->jobs.first;

        if (!job) {
            pthread_cond_wait(&worker->given, &worker->lock);
            continue;
        }
        worker->jobs.first = job->next;
        if (!job->next) {
            worker->jobs.end = &worker->jobs.first;
        }
        pthread_mutex_unlock(&worker->lock);
        job->answer = count_primes(job->number);
        pthread_mutex_lock(&worker->lock);
        append(&worker->answers, job);
        sring_wake(&worker->waker);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void give_back(struct sring *ring, const struct worker *worker, struct job *jobs)
    SRING_REQUIRES(*ring)
{
    while (jobs) {
        struct job *job = jobs;

        jobs = job->next;
        worker->answered(ring, job);
    }
}

SRING_WAKER_CALLBACK(on_answers)
{
    struct worker *worker = arg;
    struct job *answers;

    pthread_mutex_lock(&worker->lock);
    answers = take_all(&worker->answers);
    pthread_mutex_unlock(&worker->lock);
    give_back(ring, worker, answers);
}

int worker_start(struct sring *ring, struct worker **result,
                 void (*answered)(struct sring *ring, struct job *job))
{
    struct worker *worker = calloc(1, sizeof(*worker));
    struct sring_waker waker;
    int rc;

    if (!worker) {
        return -ENOMEM;
    }
    rc = sring_waker_open(ring, &waker, on_answers, worker);
    if (rc) {
        free(worker);
        return rc;
    }
    sring_waker_move_stash(&worker->waker, &waker);
    (void)take_all(&worker->jobs);
    (void)take_all(&worker->answers);
    worker->answered = answered;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->given, NULL);
    rc = pthread_create(&worker->thread, NULL, work, worker);
    if (rc) {
        sring_waker_claim(&worker->waker);
        sring_waker_close(ring, &worker->waker);
        free(worker);
        return -rc;
    }
    *result = worker;
    return 0;
}

void worker_give(struct worker *worker, struct job *job)
{
    pthread_mutex_lock(&worker->lock);
    append(&worker->jobs, job);
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
}

void worker_stop(struct sring *ring, struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    worker->ending = true;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    sring_waker_claim(&worker->waker);
    sring_waker_close(ring, &worker->waker);
    give_back(ring, worker, take_all(&worker->answers));
    give_back(ring, worker, take_all(&worker->jobs));
    pthread_cond_destroy(&worker->given);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}
