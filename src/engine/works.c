/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins, cancels and ends works.
 *
 * The memory of a work is never on a stack: a wait may be left by longjmp, and the work goes on.
 */
#include "engine/works.h"
#include "base/list.h"
#include "engine/fiber.h"

#include <errno.h>
#include <stdlib.h>

static struct sring_work *work_of(struct sring_parked *parked)
{
    return (struct sring_work *)(void *)parked; /* its first member */
}

static struct sring_work *work_of_job(struct sring_job *job)
{
    return (struct sring_work *)(void *)((char *)job - offsetof(struct sring_work, job));
}

static struct sring_found found_of(struct sring_work *work)
{
    return (struct sring_found){&work->parked.record, &work->parked, work->parked.user_data};
}

static bool is_done(const struct sring_work *work)
{
    return work->parked.record.state_ & SRING_DONE_;
}

/* --- begin ---------------------------------------------------------------------------------- */

/* Makes the threads' pool with the first work. */
static int open_threads(struct sring_core_ *core)
{
    return core->works.threads
               ? 0
               : sring_threads_open(&core->works.threads, core->works.most, &core->works.event_fd);
}

static void enter(struct sring *ring, struct sring_work *work)
{
    struct sring_core_ *core = ring->core_;

    work->parked.record.state_ = SRING_WORK_;
    sring_park_in(ring, &work->parked,
                  sring_unqueued_number() | (work->callback ? SRING_CALLS_BACK_ : 0));
    SRING_LIST_INSERT(&core->works.first, work, next, link);
    core->works.out++;
    if (sring_must_listen(core)) {
        sring_bar_inlined(ring);
    }
}

int sring_work_begin(struct sring *ring, struct sring_work **result, int (*fn)(void *), void *arg,
                     sring_offload_callback *callback)
{
    struct sring_core_ *core = ring->core_;
    struct sring_work *work;
    int rc;

    if (ring->refusal_ == -ECANCELED) {
        return -ECANCELED;
    }
    if (core->kernel.only_transfers) {
        return -EOPNOTSUPP; /* an eventfd cannot be polled there */
    }
    if (core->works.out >= core->capacity) {
        return -EAGAIN;
    }
    rc = open_threads(core);
    if (rc) {
        return rc;
    }
    work = calloc(1, sizeof(*work));
    if (!work) {
        return -ENOMEM;
    }
    work->ring = ring;
    work->callback = callback;
    work->job.fn = fn;
    work->job.arg = arg;
    rc = sring_threads_give(core->works.threads, &work->job);
    if (rc) {
        free(work);
        return rc;
    }
    enter(ring, work);
    *result = work;
    return 0;
}

/* --- end ------------------------------------------------------------------------------------ */

static void complete(struct sring_work *work, int result)
{
    struct sring_core_ *core = work->ring->core_;
    struct sring_record_ *record = &work->parked.record;

    SRING_ASSERT(core->works.out && !is_done(work));
    record->result_ = result;
    record->state_ |= SRING_RESULT_ | SRING_DONE_;
    core->works.out--;
    core->counts.completed++; /* who waits for anything looks */
    sring_count_watched(core, record);
    sring_wake_waiter(record);
    if (work->callback) {
        sring_defer(work->ring, found_of(work));
    }
}

unsigned sring_works_collect(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_job *job = sring_threads_take_done(core->works.threads);
    unsigned count = 0;

    while (job) {
        struct sring_job *next = job->next;

        complete(work_of_job(job), job->result);
        job = next;
        count++;
    }
    if (sring_must_listen(core)) {
        sring_bar_inlined(ring);
    }
    return count;
}

/* The ring forgets the work. */
static void take_out(struct sring_work *work)
{
    (void)sring_release(work->ring, found_of(work));
    SRING_LIST_REMOVE(work, next, link);
}

void sring_work_free(struct sring_work *work)
{
    SRING_ASSERT(is_done(work));
    take_out(work);
    free(work);
}

void sring_work_deliver(struct sring_parked *parked)
{
    const struct sring_work work = *work_of(parked);

    sring_work_free(work_of(parked));
    work.callback(work.ring, work.parked.record.result_, work.job.arg);
}

static void drop(struct sring_work *work)
{
    if (work->drop) {
        work->drop(work->job.arg);
    }
    free(work);
}

static void on_left(struct sring_job *job)
{
    drop(work_of_job(job));
}

void sring_work_leave(struct sring_work *work)
{
    struct sring_core_ *core = work->ring->core_;
    bool done = is_done(work);

    take_out(work);
    core->works.out -= done ? 0 : 1;
    if (done || !sring_threads_leave(core->works.threads, &work->job, on_left)) {
        drop(work);
    }
}

void sring_work_stop(struct sring_parked *parked)
{
    struct sring_work *work = work_of(parked);

    if (!is_done(work) && sring_threads_take_back(work->ring->core_->works.threads, &work->job)) {
        complete(work, -ECANCELED);
    }
}

void sring_works_stop(struct sring *ring)
{
    for (struct sring_work *work = ring->core_->works.first; work; work = work->next) {
        sring_work_stop(&work->parked);
    }
}

/* What is left was never waited for to the end: the wait was left by longjmp, or the kernel does
 * not answer. */
void sring_works_close(struct sring_core_ *core)
{
    if (core->works.threads) {
        sring_threads_close(core->works.threads);
    }
    while (core->works.first) {
        struct sring_work *work = core->works.first;

        take_out(work);
        drop(work);
    }
}
