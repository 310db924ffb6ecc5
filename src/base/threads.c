/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A pool of threads that run jobs.
 */
#include "base/threads.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct list {
    struct sring_job *first, **end;
};

struct sring_threads {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a job was queued, or the threads are to end */
    struct list queue;
    struct list done;
    uint32_t queued; /* jobs in the queue */
    uint32_t busy;   /* threads that run a job */
    bool ends;
    int event_fd;
    uint32_t count, most; /* threads; only the ring's thread uses these */
    pthread_t ids[];
};

/* --- lists ---------------------------------------------------------------------------------- */

static void append(struct list *list, struct sring_job *job)
{
    job->next = NULL;
    job->link = list->end;
    *list->end = job;
    list->end = &job->next;
}

static void take_out(struct list *list, struct sring_job *job)
{
    *job->link = job->next;
    if (job->next) {
        job->next->link = job->link;
    } else {
        list->end = job->link;
    }
}

/* Called with the lock held. */
static void queue(struct sring_threads *threads, struct sring_job *job)
{
    job->state = SRING_JOB_QUEUED;
    append(&threads->queue, job);
    threads->queued++;
}

/* Called with the lock held: the job was done, or taken back. A thread that was woken for it, or
 * that has done it, takes the follower. */
static void queue_follower(struct sring_threads *threads, struct sring_job *job)
{
    if (job->follower) {
        queue(threads, job->follower);
        job->follower = NULL;
    }
}

/* --- in the threads ------------------------------------------------------------------------- */

/* Called with the lock held. The eventfd is signalled under it, so that nobody signals it after the
 * job was taken. */
static void finish(struct sring_threads *threads, struct sring_job *job, int result)
{
    threads->busy--;
    queue_follower(threads, job);
    if (job->on_left) {
        (void)pthread_mutex_unlock(&threads->lock);
        job->on_left(job);
        (void)pthread_mutex_lock(&threads->lock);
        return;
    }
    job->result = result;
    job->state = SRING_JOB_DONE;
    if (!threads->done.first) {
        (void)eventfd_write(threads->event_fd, 1);
    }
    append(&threads->done, job);
}

static void *work(void *arg)
{
    struct sring_threads *threads = arg;

    (void)pthread_setname_np(pthread_self(), "sring-offload");
    (void)pthread_mutex_lock(&threads->lock);
    while (!threads->ends) {
        struct sring_job *job = threads->queue.first;
        int result;

        if (!job) {
            (void)pthread_cond_wait(&threads->changed, &threads->lock);
            continue;
        }
        take_out(&threads->queue, job);
        threads->queued--;
        threads->busy++;
        job->state = SRING_JOB_RUNS;
        (void)pthread_mutex_unlock(&threads->lock);
        result = job->fn(job->arg);
        (void)pthread_mutex_lock(&threads->lock);
        finish(threads, job, result);
    }
    (void)pthread_mutex_unlock(&threads->lock);
    return NULL;
}

/* --- in the ring's thread ------------------------------------------------------------------- */

int sring_threads_open(struct sring_threads **result, uint32_t most, int *event_fd)
{
    struct sring_threads *threads = calloc(1, sizeof(*threads) + most * sizeof(threads->ids[0]));

    if (!threads) {
        return -ENOMEM;
    }
    threads->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (threads->event_fd < 0) {
        free(threads);
        return -errno;
    }
    (void)pthread_mutex_init(&threads->lock, NULL);
    (void)pthread_cond_init(&threads->changed, NULL);
    threads->queue.end = &threads->queue.first;
    threads->done.end = &threads->done.first;
    threads->most = most;
    *event_fd = threads->event_fd;
    *result = threads;
    return 0;
}

void sring_threads_close(struct sring_threads *threads)
{
    (void)pthread_mutex_lock(&threads->lock);
    threads->ends = true;
    (void)pthread_cond_broadcast(&threads->changed);
    (void)pthread_mutex_unlock(&threads->lock);
    for (uint32_t i = 0; i < threads->count; i++) {
        (void)pthread_join(threads->ids[i], NULL);
    }
    close(threads->event_fd);
    (void)pthread_cond_destroy(&threads->changed);
    (void)pthread_mutex_destroy(&threads->lock);
    free(threads);
}

/* Signals are left to the program's own threads, except those that a fault causes: they are for the
 * thread that has caused them. Returns whether there is one more thread. */
static bool start(struct sring_threads *threads)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    sigset_t blocked, before;
    int rc;

    (void)sigfillset(&blocked);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        (void)sigdelset(&blocked, faults[i]);
    }
    (void)pthread_sigmask(SIG_SETMASK, &blocked, &before);
    rc = pthread_create(&threads->ids[threads->count], NULL, work, threads);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    threads->count += rc ? 0 : 1;
    return !rc;
}

static int give(struct sring_threads *threads, struct sring_job *earlier, struct sring_job *job)
{
    bool needs;

    job->on_left = NULL;
    job->follower = NULL;
    (void)pthread_mutex_lock(&threads->lock);
    if (earlier && earlier->state != SRING_JOB_DONE) {
        job->state = SRING_JOB_FOLLOWS;
        job->link = &earlier->follower;
        earlier->follower = job;
    } else {
        queue(threads, job);
        (void)pthread_cond_signal(&threads->changed);
    }
    needs = threads->queued > threads->count - threads->busy;
    (void)pthread_mutex_unlock(&threads->lock);
    if (needs && threads->count < threads->most && !start(threads) && !threads->count) {
        (void)sring_threads_take_back(threads, job);
        return -EAGAIN;
    }
    return 0;
}

int sring_threads_give(struct sring_threads *threads, struct sring_job *job)
{
    return give(threads, NULL, job);
}

int sring_threads_give_after(struct sring_threads *threads, struct sring_job *earlier,
                             struct sring_job *job)
{
    return give(threads, earlier, job);
}

bool sring_threads_take_back(struct sring_threads *threads, struct sring_job *job)
{
    bool waits;

    (void)pthread_mutex_lock(&threads->lock);
    waits = job->state == SRING_JOB_QUEUED || job->state == SRING_JOB_FOLLOWS;
    if (job->state == SRING_JOB_QUEUED) {
        take_out(&threads->queue, job);
        threads->queued--;
        queue_follower(threads, job);
    } else if (job->state == SRING_JOB_FOLLOWS) {
        *job->link = job->follower;
        if (job->follower) {
            job->follower->link = job->link;
        }
    }
    (void)pthread_mutex_unlock(&threads->lock);
    return waits;
}

bool sring_threads_leave(struct sring_threads *threads, struct sring_job *job,
                         void (*on_left)(struct sring_job *job))
{
    bool runs;

    if (sring_threads_take_back(threads, job)) {
        return false;
    }
    (void)pthread_mutex_lock(&threads->lock);
    runs = job->state == SRING_JOB_RUNS;
    if (runs) {
        job->on_left = on_left;
    } else {
        take_out(&threads->done, job);
    }
    (void)pthread_mutex_unlock(&threads->lock);
    return runs;
}

struct sring_job *sring_threads_take_done(struct sring_threads *threads)
{
    struct sring_job *first;
    eventfd_t count;

    (void)pthread_mutex_lock(&threads->lock);
    (void)eventfd_read(threads->event_fd, &count);
    first = threads->done.first;
    threads->done.first = NULL;
    threads->done.end = &threads->done.first;
    (void)pthread_mutex_unlock(&threads->lock);
    return first;
}
