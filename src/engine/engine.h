/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Moves requests to the kernel and completions to their operations. Waits, cancels, begins
 * batches.
 */
#ifndef SRING_ENGINE_ENGINE_H
#define SRING_ENGINE_ENGINE_H

#include "ring/streams.h"

enum sring_callbacks {
    SRING_DEFER_CALLBACKS,
    SRING_RUN_CALLBACKS
};

/* --- dispose.c ------------------------------------------------------------------------------ */

/* Frees the record of a completed operation, its buffers and the file that it made, and gives back
 * the budget. The buffer is freed by the next sring_free_due, because its free function may be the
 * program's. */
void sring_dispose(struct sring *ring, struct sring_found found);
/* The next sring_free_due frees the block. */
void sring_free_later(struct sring_core_ *core, struct sring_block_ *block);

/* --- due.c ---------------------------------------------------------------------------------- */

/* Queues an operation that is done, or a stream with an item, whose callback may not run yet. */
void sring_defer(struct sring *ring, struct sring_found found);
/* The same with a record that is parked. */
void sring_defer_parked(struct sring *ring, struct sring_parked *parked);
/* Appends a record to the queue, without a signal: the loop is at work. */
static inline void sring_due_append(struct sring_core_ *core, struct sring_parked *parked)
{
    parked->record.state_ |= SRING_DUE_;
    parked->next_ready = NULL;
    if (core->calls.ready_tail) {
        core->calls.ready_tail->next_ready = parked;
    } else {
        core->calls.ready_head = parked;
    }
    core->calls.ready_tail = parked;
}
/* Takes the first out of the queue. */
static inline struct sring_parked *sring_due_pop(struct sring_core_ *core)
{
    struct sring_parked *parked = core->calls.ready_head;

    SRING_ASSERT(parked->user_data & SRING_CALLS_BACK_ && parked->record.state_ & SRING_DUE_);
    core->calls.ready_head = parked->next_ready;
    if (!core->calls.ready_head) {
        core->calls.ready_tail = NULL;
    }
    if (parked == core->calls.last) {
        core->calls.last = NULL;
    }
    return parked;
}

/* --- stream.c ------------------------------------------------------------------------------- */

/* Processes an item of a stream with callbacks. */
void sring_stream_item(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                       enum sring_callbacks callbacks);
/* Runs the callback for the stream's next item, or for its end. */
void sring_stream_deliver(struct sring *ring, struct sring_found found);

/* --- complete.c ----------------------------------------------------------------------------- */

/* Processes a completion of the operation `found` (`record` NULL: none, it is counted as dropped),
 * or of a request of the library's own. The latter returns the number of works that are done. */
void sring_complete(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                    enum sring_callbacks callbacks);
unsigned sring_complete_internal(struct sring *ring, struct sring_found found, int32_t result);
/* Called with a completion of the kernel. Returns whether it is to be dropped: the kernel's timer
 * is over, but its operation was re-armed and goes on. */
bool sring_hold(struct sring *ring, struct sring_found found, int32_t result);
/* Completes an operation that is held. */
void sring_complete_held(struct sring *ring, struct sring_found found, int32_t result);
/* Replaces an error of the kernel's own (512 and above) by one that programs know. */
int sring_translate_result(int result);
/* Writes a completion into the operation's record. Returns whether it is the last one. */
bool sring_record_cqe(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags);
/* Returns the contents of a Completed handle. Frees the record and gives back the budget, except
 * for an operation with two completions. */
struct sring_taken_ sring_hand_out(struct sring *ring, struct sring_found found);
/* Hands the operation out and runs its callback. */
void sring_deliver(struct sring *ring, struct sring_found found);
/* Closes the descriptor of an operation that should have closed it but did not run. */
void sring_close_given(struct sring_record_ *record);

/* Runs the callback in `record`, a copy: the operation's own record is free already, so the
 * callback may begin an operation in it. Reports a misuse if the callback does not finish
 * `done`. */
static inline void sring_call(struct sring *ring, struct sring_taken_ *done,
                              const struct sring_record_ *record)
{
    record->delivery_->deliver(ring, done, record->arg_, record->callback_);
    if (SRING_UNLIKELY_(done->number)) {
        sring_misuse_(record->delivery_->callback,
                      "to finish the Completed handle that it receives", "one and left it alone");
    }
}

/* --- held.c --------------------------------------------------------------------------------- */

/* Returns whether this completion, which is the kernel's last, does not end the stream. */
bool sring_goes_on(const struct sring *ring, struct sring_found found,
                   const struct sring_cqe_ *cqe);
/* Holds a stream until it begins again. The caller counts its completion as that of an item. */
void sring_stream_hold(struct sring *ring, struct sring_found found, int32_t result);
/* The same for one whose request in this slot was not read by the kernel. */
void sring_stream_refused(struct sring *ring, struct sring_slot_ *slot);
/* Returns whether the first stream that is held can begin again. */
bool sring_stream_can_begin(const struct sring *ring);
/* The stream begins no more. One that is held completes; returns whether it has. */
bool sring_stream_stop(struct sring *ring, struct sring_found found);
/* The same for all streams on a file. */
void sring_streams_stop_on_file(struct sring *ring, int fd, uint8_t flags);

/* --- progress ------------------------------------------------------------------------------- */

/* Returns a number that changes with each completion. */
static inline uint64_t sring_progress(const struct sring *ring)
{
    return ring->core_->counts.completed + sring_completed_(ring);
}

/* --- reap.c --------------------------------------------------------------------------------- */

/* Returns the entry at the head of the completion queue, valid if one is ready. sring_step advances
 * the head. */
struct sring_cqe_ *sring_head(struct sring *ring);
void sring_pop_cqe(struct sring *ring);

/* Runs at most this many callbacks, while the completion at the head belongs to a plain callback
 * operation and no older callback is due. It is the fast path of sring_complete, as the inlined
 * wait is that of sring_wait_: a completion whose number is still in its slot is new (see
 * sring_head_). Returns the number of callbacks run. */
uint32_t sring_call_quick(struct sring *ring, uint32_t most);
/* Processes the completion at the head of the queue. Returns 1 for an operation or works, 0 if none
 * has completed, or -1 if there is no memory to keep an item: it then stays in the queue. */
int sring_complete_head(struct sring *ring, enum sring_callbacks callbacks);
/* Takes every completion in the queue. Callbacks and free functions become due but do not run.
 * Returns the number of completions of operations. */
unsigned sring_collect(struct sring *ring);
/* Takes completions and runs the callbacks that are due, but not what these bring about: the loop
 * looks first. Returns the number of completions taken and due callbacks run. */
unsigned sring_run_due(struct sring *ring);
/* The same. If called from a callback or a free function, only takes completions. */
unsigned sring_take_due(struct sring *ring);
/* Makes the pollable descriptor readable if something is due, unless sring_poll runs. */
void sring_signal_rest(struct sring *ring);
/* Frees the blocks that are due, unless it is called from a free function that runs for this.
 * Returns their number: a loop that may sleep looks again. */
unsigned sring_free_due(struct sring *ring);

/* --- refuse.c ------------------------------------------------------------------------------- */

/* The kernel accepts no more requests: completes the queued ones with `error`. */
void sring_refuse(struct sring *ring, int error);

static inline void sring_publish(struct sring *ring)
{
    __atomic_store_n(ring->kernel_sq_tail_, sring_tail_(ring), __ATOMIC_RELEASE);
    __atomic_store_n(ring->kernel_cq_head_, sring_completed_(ring), __ATOMIC_RELEASE);
}

/* --- submit.c ------------------------------------------------------------------------------- */

/* Hands over the queued requests, then waits for `wait_for` completions, a signal, or the timeout
 * (NULL: none). Returns 0; -EINTR after a signal if the ring is interruptible and the wait is not
 * over; or another -errno after completing the queued requests with that error. Only
 * src/engine/pump.c calls it; other files must not wait. */
int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout);
/* Enters the kernel even if nothing is queued, so that it posts completions. Does not wait. */
int sring_enter_now(struct sring *ring);
/* Makes the kernel post all completions that are due. Returns 0 or -errno. */
int sring_post_all(struct sring *ring);
/* Enters the kernel once. It may read only some of the queued requests. Returns their number or
 * -errno. */
int sring_enter_once(struct sring *ring, unsigned wait_for,
                     const struct __kernel_timespec *timeout);
/* Hands over the queued requests, if there are any. Returns 0 or -errno, as sring_enter does. */
int sring_hand_over(struct sring *ring);
/* The same, and waits until the kernel has read every request. Needed before a queued operation's
 * record is moved, and before its file is closed. Only a thread of the kernel (SQPOLL) takes time
 * for it. */
void sring_settle(struct sring *ring);
/* Makes the next `n` slots free; `n` must not exceed the size of the queue. May enter the kernel,
 * but runs no function of the program. */
void sring_make_room(struct sring *ring, uint32_t n, const char *function);
/* Makes room for a cancel request and queues it. Returns false if too many of the library's own
 * requests are in flight. */
bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags);

/* --- pump.c --------------------------------------------------------------------------------- */

/* A condition to wait for. */
struct sring_until {
    /* Returns whether the wait is over. May take completions. */
    bool (*done)(struct sring *ring, void *arg);
    /* Takes completions: sring_reap, which runs functions of the program, or a function that does
     * not. Returns 0 if it has changed nothing. NULL: `done` takes them. */
    unsigned (*take)(struct sring *ring);
    /* Called before each sleep; may send cancel requests. If it sets `*again`, the sleep lasts at
     * most the retry interval. Returns how many completions to sleep for. NULL: 1. */
    unsigned (*prepare)(struct sring *ring, void *arg, bool *again);
    void *arg;
    /* In a fiber: */
    /* The operations and fibers of which one that is over may end the wait; n 0: something else.
     * May change while the fiber waits. */
    const struct sring_ticket *tickets;
    uint32_t n;
    bool shared; /* others may take their results */
    bool wakes;  /* whoever ends the wait wakes the fiber */
    /* If it is cancelled: called for each of `count` operations, whose numbers are consecutive. */
    void (*cancel)(struct sring *ring, uint64_t number);
    uint64_t first;
    uint32_t count;
    uint64_t end;         /* the wait ends with -ETIME at this time of sring_time; 0: never */
    const char *function; /* named in a misuse report */
    bool fails_at_once;   /* an error of sring_enter ends the wait and is returned */
    bool interruptible;   /* if the ring is, a signal ends the wait with -EINTR */
};

/* Takes completions, runs callbacks and sleeps until `done`. Returns 0, -ETIME, -EDEADLK (nothing
 * can end the wait), or another -errno if the kernel cannot be entered any more. */
int sring_pump(struct sring *ring, const struct sring_until *until);

/* A run of callbacks. */
struct sring_run {
    unsigned (*take)(struct sring *ring); /* takes the completions that have no quick callback */
    uint64_t end;                         /* as in struct sring_until */
    bool once;                            /* it ends when something was taken */
    unsigned taken;                       /* number of completions taken */
    bool late;                            /* it has ended at its time with callbacks due */
};

/* Runs callbacks until nothing is in flight or the ring was stopped. Returns 0 or -errno. */
int sring_pump_callbacks(struct sring *ring, struct sring_run *run);
/* The same as sring_pump, for callers that cannot return an error: it ends in a misuse report. */
void sring_wait_until(struct sring *ring, const struct sring_until *until);
/* Called after a wait that returned `rc` and may have brought nothing. Returns whether the kernel
 * will never bring a completion again. */
bool sring_is_lost(struct sring *ring, int rc);
/* Reports that the kernel cannot be entered any more, with its error `rc`. Does not return. */
__attribute__((noreturn)) void sring_report_lost(int rc, const char *function);

/* --- cancel_requests.c ---------------------------------------------------------------------- */

/* Waits until one more request of the library's own may be in flight. Returns false if the kernel
 * cannot be entered. */
bool sring_make_internal_room(struct sring *ring);
/* Sends cancel requests for all operations: as many as there is room for or, if `patient`, all of
 * them, entering the kernel to make room. */
void sring_request_cancel_all(struct sring *ring, bool patient);
/* Sends a cancel request for one operation. Returns whether there was room for it. */
bool sring_request_cancel(struct sring *ring, struct sring_found found);
/* Sends cancel requests for the operation with this number until it has a result. Hands queued
 * requests to the kernel, and runs no function of the program. */
void sring_request_cancel_number(struct sring *ring, uint64_t number);
/* Sends cancel requests for operations whose deadline has passed, and repeats earlier ones if it is
 * time. */
void sring_deadlines_check(struct sring *ring);

/* --- again.c -------------------------------------------------------------------------------- */

/* Begins the streams that can begin again. */
void sring_streams_begin(struct sring *ring);

/* --- late.c --------------------------------------------------------------------------------- */

/* Called before a descriptor (with IOSQE_FIXED_FILE: a slot) is closed or reused. Makes sure that
 * no operation still has to look it up: hands over queued requests, waits for workers, and reports
 * a misuse for members of batches. `ring` is the one on which the close is queued, behind its
 * earlier requests; NULL: the close is not an operation. `closing`: the member of a batch that
 * closes it, or NULL. */
void sring_prepare_close(struct sring *ring, int fd, uint8_t flags,
                         const struct sring_closing *closing, const char *function);

/* --- turn.c --------------------------------------------------------------------------------- */

/* Begins the members of batches that may begin, and checks deadlines. Returns how many operations
 * completed meanwhile: making room for a request takes completions, maybe the one that the caller
 * is about to wait for. */
unsigned sring_advance(struct sring *ring);
/* Takes every completion, runs callbacks and free functions, and begins operations that waited for
 * them. In a callback or free function it runs no callbacks: they are kept for the outermost loop.
 * Returns the number of completions taken, callbacks run and buffers freed: 0 if no function of the
 * program was called, so that the caller may sleep. */
unsigned sring_reap(struct sring *ring);
/* The same in a call that has callback_mark. Runs no free functions: the caller calls
 * sring_free_due. */
unsigned sring_take_turn(struct sring *ring);
/* The same as sring_poll, except that the callbacks run still count for sring_flush_and_wait. */
int sring_poll_turn(struct sring *ring);

#endif /* SRING_ENGINE_ENGINE_H */
