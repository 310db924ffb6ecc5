/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The worker of http_server: a thread without a ring. Jobs go there in a queue under a lock, and
 * come back with their answers by a mailbox.
 */
#include "http_server.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

#define ROOM 256     /* answers in the mailbox */
#define RETRY_TIME 1 /* milliseconds, when the mailbox is full */

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct job *jobs, **jobs_end; /* the queue */
    bool ending;
    struct sring_sender sender; /* the thread's; stashed before it begins and after it ends */

    /* The ring's thread alone uses what follows. */
    struct sring_mailbox answers; /* stashed */
    struct job *pending;          /* all jobs that were not given back */
    void (*answered)(struct sring *ring, struct job *job);
};

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

/* With the lock held: waits for a job and takes it. Returns NULL if the worker has to end. */
static struct job *next_job(struct worker *worker)
{
    struct job *job;

    while (!worker->jobs && !worker->ending) {
        pthread_cond_wait(&worker->given, &worker->lock);
    }
    if (worker->ending) {
        return NULL;
    }
    job = worker->jobs;
    worker->jobs = job->next;
    if (!worker->jobs) {
        worker->jobs_end = &worker->jobs;
    }
    return job;
}

static bool is_ending(struct worker *worker)
{
    bool ending;

    pthread_mutex_lock(&worker->lock);
    ending = worker->ending;
    pthread_mutex_unlock(&worker->lock);
    return ending;
}

/* Waits while the mailbox is full; but the ring's thread takes nothing once the worker ends. */
static void send_answer(struct worker *worker, struct job *job) SRING_REQUIRES(worker->sender)
{
    while (sring_sender_send_word(&worker->sender, (uintptr_t)job) == -EAGAIN &&
           !is_ending(worker)) {
        (void)poll(NULL, 0, RETRY_TIME);
    }
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    struct job *job;

    sring_sender_claim(&worker->sender);
    pthread_mutex_lock(&worker->lock);
    while ((job = next_job(worker))) {
        pthread_mutex_unlock(&worker->lock);
        job->answer = count_primes(job->number);
        send_answer(worker, job);
        pthread_mutex_lock(&worker->lock);
    }
    pthread_mutex_unlock(&worker->lock);
    sring_sender_close(&worker->sender);
    return NULL;
}

static void give_back(struct sring *ring, struct worker *worker, struct job *job)
    SRING_REQUIRES(*ring)
{
    *job->pending_link = job->pending_next;
    if (job->pending_next) {
        job->pending_next->pending_link = job->pending_link;
    }
    worker->answered(ring, job);
}

SRING_MESSAGE_CALLBACK(on_answer)
{
    give_back(ring, arg, (struct job *)(uintptr_t)sring_message_take_word(message));
}

/* Opens the mailbox and its sender, which are stashed. */
static int open_mailbox(struct sring *ring, struct worker *worker) SRING_REQUIRES(*ring)
{
    struct sring_mailbox answers;
    struct sring_sender sender;
    int rc = sring_mailbox_open(ring, &answers, ROOM, on_answer, worker);

    if (rc) {
        return rc;
    }
    rc = sring_sender_open(&sender, &answers);
    if (rc) {
        sring_mailbox_close(ring, &answers);
        return rc;
    }
    sring_sender_move_stash(&worker->sender, &sender);
    sring_mailbox_move_stash(&worker->answers, &answers);
    return 0;
}

static void close_mailbox(struct sring *ring, struct worker *worker) SRING_REQUIRES(*ring)
{
    sring_mailbox_claim(&worker->answers);
    sring_mailbox_close(ring, &worker->answers);
}

int worker_start(struct sring *ring, struct worker **result,
                 void (*answered)(struct sring *ring, struct job *job))
{
    struct worker *worker = calloc(1, sizeof(*worker));
    int rc;

    if (!worker) {
        return -ENOMEM;
    }
    rc = open_mailbox(ring, worker);
    if (rc) {
        free(worker);
        return rc;
    }
    worker->jobs_end = &worker->jobs;
    worker->answered = answered;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->given, NULL);
    rc = pthread_create(&worker->thread, NULL, work, worker);
    if (rc) {
        sring_sender_claim(&worker->sender);
        sring_sender_close(&worker->sender);
        close_mailbox(ring, worker);
        free(worker);
        return -rc;
    }
    *result = worker;
    return 0;
}

void worker_give(struct worker *worker, struct job *job)
{
    job->next = NULL;
    job->pending_next = worker->pending;
    job->pending_link = &worker->pending;
    if (worker->pending) {
        worker->pending->pending_link = &job->pending_next;
    }
    worker->pending = job;
    pthread_mutex_lock(&worker->lock);
    *worker->jobs_end = job;
    worker->jobs_end = &job->next;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
}

/* Some jobs are still in the queue, and some answers in the mailbox. */
void worker_stop(struct sring *ring, struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    worker->ending = true;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    close_mailbox(ring, worker);
    while (worker->pending) {
        give_back(ring, worker, worker->pending);
    }
    pthread_cond_destroy(&worker->given);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}
