/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Works: calls of functions of the program in other threads.
 *
 * A work has a parked record and a number, as an operation has. When a thread has run its function
 * it signals an eventfd, which the ring polls with a request of its own while a work is out.
 */
#ifndef SRING_ENGINE_WORKS_H
#define SRING_ENGINE_WORKS_H

#include "base/threads.h"
#include "engine/engine.h"

#include <sring/offload.h>

struct sring_work {
    struct sring_parked parked; /* SRING_DONE_: it has its result */
    struct sring_job job;
    struct sring *ring;
    sring_offload_callback *callback; /* NULL: a wait takes the result */
    void (*drop)(void *arg);         /* frees `arg` if nobody wants the result; NULL: it does not */
    struct sring_work *next, **link; /* in the list of the ring's works */
};

static inline struct sring_ticket sring_work_ticket(const struct sring_work *work)
{
    return (struct sring_ticket){work->parked.user_data & SRING_NUMBER_};
}

/* Begins a call of fn(arg). Returns 0; -ECANCELED (the ring is closing, or the fiber was
 * cancelled); -EAGAIN (no thread, or too many works); -EOPNOTSUPP (an iopoll ring); -ENOMEM,
 * -EMFILE or -ENFILE.
 */
int sring_work_begin(struct sring *ring, struct sring_work **work, int (*fn)(void *), void *arg,
                     sring_offload_callback *callback);
/* The result was taken. */
void sring_work_free(struct sring_work *work);
/* Nobody wants the result, and `drop` is set: frees the work and its arg, at once or in the thread
 * that runs it. */
void sring_work_leave(struct sring_work *work);
/* If the work has not begun, it does not, and is done with -ECANCELED. */
void sring_work_stop(struct sring_parked *parked);
/* The same for all works of the ring. */
void sring_works_stop(struct sring *ring);
/* Takes the results of the works that are done. Their callbacks become due. Returns their number.
 */
unsigned sring_works_collect(struct sring *ring);
/* Frees a work that is done, and calls its callback. */
void sring_work_deliver(struct sring_parked *parked);
/* Ends the threads. Called when the ring has closed. */
void sring_works_close(struct sring_core_ *core);

#endif /* SRING_ENGINE_WORKS_H */
