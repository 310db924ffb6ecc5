/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Wakers. Another thread or a signal handler uses a waker to have a function called on the ring's
 * thread.
 *
 * An open waker is an operation in flight: sring_run does not return until the waker is closed or
 * sring_stop is called.
 */
#ifndef SRING_WAKER_H
#define SRING_WAKER_H

#include <sring/handles/waker.h>
#include <sring/ring.h>

SRING_BEGIN_C_

/* The callback of a waker. It runs on the ring's thread after sring_wake. */
typedef void sring_waker_callback(struct sring *ring, void *arg);

/* The head of such a callback, for a declaration or a definition. */
#define SRING_WAKER_CALLBACK(name)                                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)

/* Opens a waker. After sring_wake, a wait, poll, run or close calls `callback(ring, arg)`. A waker
 * needs an eventfd and counts as one operation. Returns 0, -EAGAIN (the ring's capacity is in use),
 * -ECANCELED (the ring is closing), -ENOMEM, -EMFILE or -ENFILE. */
SRING_COLD_ int sring_waker_open_(struct sring *ring, struct sring_block_ **block,
                                  sring_waker_callback *callback, void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_waker_open(struct sring *ring, struct sring_waker *waker,
                                                  sring_waker_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*waker);

/* Closes the waker, and does not wait. Its callback is not called any more, and sring_wake has no
 * effect. May be called in the waker's own callback. sring_close closes the wakers of the ring. */
SRING_COLD_ void sring_waker_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_waker_close(struct sring *ring, struct sring_waker *waker)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*waker);

/* Makes the ring's thread call the waker's callback. May be called by any thread and in signal
 * handlers; does not change errno. Several wakes before the callback runs cause one call; a wake
 * while it runs causes another one. The handle must stay at its address while others use it. After
 * the waker was closed a wake has no effect. A wake in a forked child is a misuse. */
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

/* Keeps the token, because sring_wake in another thread may read it. gcc forgets what an atomic
 * store has stored, so it is told. */
SRING_INLINE_ void sring_waker_close(struct sring *ring, struct sring_waker *waker)
{
    SRING_PROVE_RING_(ring);
    sring_waker_close_(ring, sring_waker_block_(waker, __func__));
    __atomic_store_n(&waker->block_, NULL, __ATOMIC_RELAXED);
    if (waker->block_) {
        __builtin_unreachable();
    }
}

SRING_INLINE_ void sring_wake(const struct sring_waker *waker)
{
    SRING_PROVE_(waker->block_, sring_error_waker_gone_);
    sring_wake_(__atomic_load_n(&waker->block_, __ATOMIC_RELAXED), waker->token_);
}

SRING_END_C_

#endif /* SRING_WAKER_H */
