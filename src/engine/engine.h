/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What moves: requests to the kernel, completions to their operations.
 */
#ifndef SRING_ENGINE_ENGINE_H
#define SRING_ENGINE_ENGINE_H

#include "ring/ring.h"

enum sring_callbacks {
    SRING_DEFER_CALLBACKS,
    SRING_RUN_CALLBACKS
};

/* --- dispose.c ------------------------------------------------------------------------------ */

/* Disposes of what came out of an operation that nobody finishes. Its buffer is freed later, by
 * sring_free_due: free functions of the program run where nothing is half done. */
void sring_dispose(struct sring *ring, struct sring_found found);

/* --- due.c ---------------------------------------------------------------------------------- */

/* Keeps the callback of an operation that is done, or of a stream with an item, until it may run.
 * It needs a parked record, and no memory. */
void sring_defer(struct sring *ring, struct sring_found found);

/* --- stream.c ------------------------------------------------------------------------------- */

/* An item has come for a stream with callbacks. */
void sring_stream_item(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                       enum sring_callbacks callbacks);
/* Calls back with the next item of a stream, or with its end. */
void sring_stream_deliver(struct sring *ring, struct sring_found found);

/* --- complete.c ----------------------------------------------------------------------------- */

/* A completion of the operation that was found at `found`, or at none; and of a request of the
 * library's own. */
void sring_complete(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                    enum sring_callbacks callbacks);
void sring_complete_internal(struct sring *ring, struct sring_found found);
/* The result of a completion, as the program is told it. */
int sring_result(int result);
/* Writes a completion into the record of its operation. Returns whether it is the last one. */
bool sring_record_cqe(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags);
/* What a Completed handle is made of. */
struct sring_taken_ sring_hand_out(struct sring *ring, struct sring_found found);
/* The same, for the operation's callback. */
void sring_deliver(struct sring *ring, struct sring_found found);
/* Closes a descriptor that was given away to be closed, and was not. */
void sring_close_given(struct sring_record_ *record);

/* Runs the callback that is in `record`; the operation's own record is free by now, because the
 * callback may begin the next operation in it. */
static inline void sring_call(struct sring *ring, struct sring_taken_ *done,
                              const struct sring_record_ *record)
{
    record->deliver_(ring, done, record->arg_, record->callback_);
    if (SRING_UNLIKELY_(done->number)) {
        sring_misuse_("a callback", "to finish the Completed handle that it receives",
                      "one and left it alone");
    }
}

/* --- reap.c --------------------------------------------------------------------------------- */

/* The completion at the head of the queue, if there is one; and on to the next. */
struct sring_cqe_ *sring_head(struct sring *ring);
void sring_step(struct sring *ring);

/* Runs callbacks for as long as the completion at the head is for one, with nothing out of the
 * ordinary about it, and none was kept that is older. Is to sring_complete what the inlined wait is
 * to sring_wait_: if the record that the completion names is in its slot, it is a new one (see
 * sring_head_). Returns their number. */
uint32_t sring_call_quick(struct sring *ring);
/* Completes what the completion at the head of the queue is for. Returns 1 if that was an
 * operation, 0 if it was a request of the library's own, or -1 if there is no memory to keep an
 * item in: it stays where it is. */
int sring_complete_head(struct sring *ring, enum sring_callbacks callbacks);
/* Takes every completion that is there, and runs nothing: callbacks and free functions are kept. */
unsigned sring_collect(struct sring *ring);
/* Takes them and runs the callbacks that are due. Returns how many were taken and called. */
unsigned sring_run_due(struct sring *ring);
/* The same, unless the library was called from a callback or a free function: then it only takes
 * them. */
unsigned sring_take_due(struct sring *ring);
/* Frees what was disposed of, unless a free function that calls this does so already. */
void sring_free_due(struct sring *ring);

/* --- submit.c ------------------------------------------------------------------------------- */

/* Hands over what is queued and waits for `wait_for` completions, or less if a signal or the
 * timeout (NULL: none) comes first. Returns 0 or -errno; then what was queued has been refused.
 * Only src/engine/pump.c calls it; others do not wait. */
int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout);
/* Hands over what is queued, and enters the kernel even if nothing is: it posts what is due. */
int sring_enter_now(struct sring *ring);
/* Has the kernel post all that is due. Returns 0 or -errno. */
int sring_post_all(struct sring *ring);
/* The kernel's part of sring_enter, which may read a part of what is queued. */
int sring_enter_once(struct sring *ring, unsigned wait_for,
                     const struct __kernel_timespec *timeout);
/* Hands over what is queued, if anything is. Returns 0 or -errno, as sring_enter does. */
int sring_hand_over(struct sring *ring);
/* Makes the next `n` slots of the queue free; `n` is not more than there are. May enter the kernel,
 * but runs nothing of the program's. */
void sring_make_room(struct sring *ring, uint32_t n, const char *function);
/* A request to cancel, for which room is made. Returns whether there was room. */
bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags);

/* --- pump.c --------------------------------------------------------------------------------- */

/* How long what was asked to stop has until it is asked again. The kernel may answer that it did
 * not find an operation which is just then on its way from one place to another. */
extern const struct __kernel_timespec sring_again;
#define SRING_AGAIN ((uint64_t)sring_again.tv_nsec)

struct sring_until {
    /* Whether the wait is over. May take what has come. */
    bool (*done)(struct sring *ring, void *arg);
    /* Takes what has come (NULL: `done` does); returns how much. sring_reap, which runs callbacks,
     * or one that does not. */
    unsigned (*take)(struct sring *ring);
    /* Before it sleeps (NULL: for one completion): may ask the kernel to stop something, and does
     * so `*again` after a moment. Returns how many completions it shall sleep for. */
    unsigned (*prepare)(struct sring *ring, void *arg, bool *again);
    void *arg;
    uint64_t end;         /* when it is over with -ETIME, as sring_now gives the time; 0: never */
    const char *function; /* for the misuse report */
    bool fails_at_once;   /* an error of the kernel ends the wait, and is returned */
};

/* Takes completions, runs what is due, and sleeps until it is done. Returns 0, -ETIME, or -errno if
 * the kernel cannot be entered any more: it would be waited in vain. */
int sring_pump(struct sring *ring, const struct sring_until *until);
/* A run of callbacks, until nothing is in flight or the ring was stopped. */
struct sring_run {
    unsigned (*take)(struct sring *ring); /* takes what is not to be called back at once */
    uint64_t end;                         /* as in struct sring_until */
    bool once;                            /* until something was taken */
    unsigned taken;                       /* completions, so far */
};

/* Returns 0, -ETIME or -errno. */
int sring_pump_callbacks(struct sring *ring, struct sring_run *run);
/* As sring_pump, for who cannot go on without: ends in the misuse report. */
void sring_wait_until(struct sring *ring, const struct sring_until *until);
/* After an enter that was to wait and returned `rc`: whether it will never bring anything again. */
bool sring_is_lost(struct sring *ring, int rc);
__attribute__((noreturn)) void sring_report_lost(int rc, const char *function);

/* --- ask.c ---------------------------------------------------------------------------------- */

/* Asks the kernel to stop everything: in as many requests as there is room for, or `patient`ly all
 * that it takes. */
void sring_ask_all(struct sring *ring, bool patient);
/* The same for one operation. Returns whether there was room for the request. */
bool sring_ask(struct sring *ring, struct sring_found found);
/* Asks the kernel to stop the operation with this number, again and again until it has a result.
 * Hands over what is queued, and runs nothing of the program's. */
void sring_ask_by_number(struct sring *ring, uint64_t number);
/* From this time on all with SRING_ASKED_ are asked, again and again. */
void sring_ask_from(struct sring *ring, uint64_t at);
/* Asks the kernel to stop what goes on behind its deadline, and what was asked before. */
void sring_deadlines_check(struct sring *ring);

/* --- late.c --------------------------------------------------------------------------------- */

/* The descriptor, or with IOSQE_FIXED_FILE the slot, is about to mean nothing, or another file:
 * sees to it that no operation is still to look for it. What is queued on `ring` is before the
 * close; NULL: that is outside of all queues. `closing`: it is one of a batch. */
void sring_file_goes(struct sring *ring, int fd, uint8_t flags, const struct sring_closing *closing,
                     const char *function);

/* --- batch.c -------------------------------------------------------------------------------- */

/* The ring is closing: nothing of a batch begins any more. */
void sring_batches_void(struct sring_core_ *core);

/* --- turn.c --------------------------------------------------------------------------------- */

/* Begins what may begin by now. Returns how many operations completed meanwhile: to make room for a
 * request may take completions, also that which the caller is about to wait for. */
unsigned sring_advance(struct sring *ring);
/* Takes every completion that is there, runs what is due, and begins what waited for it. What is
 * called from a callback or a free function runs no callbacks: they are kept for the outermost
 * loop. Returns how many operations were completed and callbacks run. */
unsigned sring_reap(struct sring *ring);
/* What sring_poll does, but that who calls this does not say what was called back. */
int sring_look(struct sring *ring);

#endif /* SRING_ENGINE_ENGINE_H */
