/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A pool of threads that run jobs. One thread, the ring's, gives jobs and takes the results.
 *
 * A thread is started when a job finds none free, up to a limit. An eventfd is signalled when a
 * job is done and the list of those done was empty.
 */
#ifndef SRING_BASE_THREADS_H
#define SRING_BASE_THREADS_H

#include "base/base.h"

/* The members are protected by the lock of the pool, from sring_threads_give on until the job is
 * taken out again. */
struct sring_job {
    int (*fn)(void *arg);
    void *arg;
    int result;
    enum {
        SRING_JOB_FOLLOWS, /* until an earlier one has been done */
        SRING_JOB_QUEUED,
        SRING_JOB_RUNS,
        SRING_JOB_DONE,
    } state;
    /* Nobody wants the result: called in the thread when fn has returned. May free the job. */
    void (*on_left)(struct sring_job *job);
    struct sring_job *follower;
    struct sring_job *next, **link; /* in the queue, in the list of those done; or as a follower */
};

struct sring_threads;

/* Makes a pool of at most `most` threads. Starts none. Returns 0, -ENOMEM, -EMFILE or -ENFILE. */
int sring_threads_open(struct sring_threads **threads, uint32_t most, int *event_fd);
/* Waits for the jobs that run, and ends all threads. The jobs in the pool are the caller's. */
void sring_threads_close(struct sring_threads *threads);
/* Queues a job; `fn` and `arg` are set. Returns 0, or -EAGAIN: no thread could be started, and
 * there is none. */
int sring_threads_give(struct sring_threads *threads, struct sring_job *job);
/* The same for a job that begins when this earlier one has been done, in the same thread if
 * possible. The earlier one has no other follower, and was not taken out yet. */
int sring_threads_give_after(struct sring_threads *threads, struct sring_job *earlier,
                             struct sring_job *job);
/* Takes a job back that has not begun. Returns whether it did. */
bool sring_threads_take_back(struct sring_threads *threads, struct sring_job *job);
/* Nobody wants the result any more. Returns true if the job runs, and on_left will be called; false
 * if it was taken out of the pool. */
bool sring_threads_leave(struct sring_threads *threads, struct sring_job *job,
                         void (*on_left)(struct sring_job *job));
/* Resets the eventfd, and takes the jobs that are done, linked by `next` in that order. */
struct sring_job *sring_threads_take_done(struct sring_threads *threads);

#endif /* SRING_BASE_THREADS_H */
