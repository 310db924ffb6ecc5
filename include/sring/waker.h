/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Wakers: another thread, or a signal handler, has a function called on the ring's thread.
 *
 * While a waker is open the ring has an operation in flight for it: sring_run goes on until the
 * waker is closed, or sring_stop is called.
 */
#ifndef SRING_WAKER_H
#define SRING_WAKER_H

#include <sring/handles/waker.h>
#include <sring/ring.h>

SRING_BEGIN_C_

/* What runs on the ring's thread after sring_wake. */
typedef void sring_waker_callback(struct sring *ring, void *arg);

/* The head of such a function, before its body or a semicolon. */
#define SRING_WAKER_CALLBACK(name)                                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)

/* Opens a waker, with which `callback(ring, arg)` is called: by wait, poll, run and close, as the
 * callbacks of operations are. It needs an eventfd and one operation.
 * Returns 0, -EAGAIN (as many operations as the ring's capacity are begun), -ECANCELED (the ring is
 * closing), -ENOMEM, -EMFILE or -ENFILE. */
SRING_COLD_ int sring_waker_open_(struct sring *ring, struct sring_block_ **block,
                                  sring_waker_callback *callback, void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_waker_open(struct sring *ring, struct sring_waker *waker,
                                                  sring_waker_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*waker);

/* Closes the waker: its function is not called any more, and sring_wake does nothing, also a call
 * that goes on in another thread. It does not wait. May be called in the waker's own function.
 * Closing the ring closes its wakers. */
SRING_COLD_ void sring_waker_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_waker_close(struct sring *ring, struct sring_waker *waker)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*waker);

/* Has the waker's function called. From any thread and from signal handlers; errno stays what it
 * is. Many calls before the function runs are one call of it; a call while it runs is one more. The
 * handle must stay where it is while others use it; after it was closed a call does nothing. In a
 * forked child it is a misuse. */
SRING_COLD_ void sring_wake_(struct sring_block_ *block, uint64_t token);
SRING_INLINE_ void sring_wake(const struct sring_waker *waker);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_waker_open(struct sring *ring, struct sring_waker *waker,
                                   sring_waker_callback *callback, void *arg)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_waker_open_(ring, &block, callback, arg);
    waker->block_ = SRING_NOTHING_;
    waker->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        waker->block_ = block;
        waker->token_ = block->owner_;
    }
    return rc;
}

/* The token stays: a call of sring_wake that goes on may look at it. */
SRING_INLINE_ void sring_waker_close(struct sring *ring, struct sring_waker *waker)
{
    SRING_PROVE_RING_(ring);
    sring_waker_close_(ring, sring_waker_block_(waker, __func__));
    __atomic_store_n(&waker->block_, NULL, __ATOMIC_RELAXED);
}

SRING_INLINE_ void sring_wake(const struct sring_waker *waker)
{
    SRING_PROVE_(waker->block_, sring_error_waker_gone_);
    sring_wake_(__atomic_load_n(&waker->block_, __ATOMIC_RELAXED), waker->token_);
}

SRING_END_C_

#endif /* SRING_WAKER_H */
