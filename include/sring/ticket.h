/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tickets name operations. A ticket is a plain value: it owns nothing, and may be copied, kept and
 * used after the operation is over. It is never reused for another operation. A ticket of another
 * ring names nothing.
 *
 * sring_OP_start returns a ticket; sring_OP_ticket returns that of a Submitted or Streaming handle.
 */
#ifndef SRING_TICKET_H
#define SRING_TICKET_H

#include <sring/ring.h>

SRING_BEGIN_C_

struct sring_ticket {
    uint64_t number_;
};

/* The callback for the end of a started stream, after its last item. `rc` is an error of the
 * kernel, or -ECANCELED. */
typedef void sring_end_callback(struct sring *ring, int rc, void *arg);

/* The ticket that names nothing. */
#define SRING_NO_TICKET ((struct sring_ticket){0})

/* Returns whether the operation is in flight: until its completion is taken from the queue, or the
 * last one of a stream. Its callback may run later. Makes no system call and runs no callbacks. */
SRING_API_ bool sring_pending_(const struct sring *ring, struct sring_ticket ticket);
SRING_INLINE_ bool sring_pending(const struct sring *ring, struct sring_ticket ticket)
    SRING_REQUIRES(*ring);

/* Sends a cancel request for the operation, and does not wait. The operation completes as usual,
 * with -ECANCELED; with the number of bytes, if some were transferred; or, if it was faster, with
 * its result. An operation that closes a file is not cancelled. A batch begins no more operations,
 * and those in flight are cancelled. A fiber is cancelled as by sring_fiber_cancel. Flushes the
 * ring; runs no callbacks. Returns 0, or -ENOENT if the operation is over. */
SRING_API_ int sring_cancel_(struct sring *ring, struct sring_ticket ticket);
SRING_INLINE_ int sring_cancel(struct sring *ring, struct sring_ticket ticket)
    SRING_REQUIRES(*ring);

/* Gives a timer in flight (timeout) a new time: it ends `nanoseconds` after this call, on the
 * monotonic clock, whatever its flags are. Its result is -ETIME as before. May
 * flush the ring at the first call for a timer, or for sring_pollable_fd; else it makes no system
 * call. Returns 0;
 * -ENOENT if the timer is over, was cancelled, or its time has passed, also if that has not been
 * taken from the queue yet; -EINVAL if the ticket names another operation or a timer with a
 * deadline (set_timeout); or -ENOMEM. On an error nothing has changed. */
SRING_API_ int sring_timeout_rearm_(struct sring *ring, struct sring_ticket ticket,
                                    uint64_t nanoseconds);
SRING_INLINE_ SRING_FALLIBLE int sring_timeout_rearm(struct sring *ring, struct sring_ticket ticket,
                                                     uint64_t nanoseconds) SRING_REQUIRES(*ring);

/* Gives an operation in flight a new deadline in place of the one of set_timeout, `nanoseconds`
 * after this call. For a batch: gives it to all its operations that have a deadline; for those that
 * have not begun, the time counts from their beginning. Returns 0; -ENOENT if the operation is
 * over, was cancelled, or its deadline has passed; or -EINVAL if it has no deadline. On an error
 * nothing has changed. */
SRING_API_ int sring_deadline_rearm_(struct sring *ring, struct sring_ticket ticket,
                                     uint64_t nanoseconds);
SRING_INLINE_ SRING_FALLIBLE int sring_deadline_rearm(struct sring *ring,
                                                      struct sring_ticket ticket,
                                                      uint64_t nanoseconds) SRING_REQUIRES(*ring);

/* Gives a poll in flight (poll_add, poll_multishot) other events. If the file is ready for them
 * already, the poll completes or brings an item. What became ready before the call counts: items
 * that were not taken yet are still of the earlier events. Flushes the ring; runs no callbacks.
 * Returns 0; -ENOENT if the poll is over or was cancelled, also if its completion has not been
 * taken from the queue yet; -EINVAL if the ticket names another operation; -EOPNOTSUPP before
 * Linux 5.13; or another -errno if the kernel cannot be entered any more. On an error nothing has
 * changed. */
SRING_API_ int sring_poll_rearm_(struct sring *ring, struct sring_ticket ticket, uint32_t events);
SRING_INLINE_ SRING_FALLIBLE int sring_poll_rearm(struct sring *ring, struct sring_ticket ticket,
                                                  uint32_t events) SRING_REQUIRES(*ring);

/* Waits until one of `n` operations is no longer pending, for at most `timeout_ns` nanoseconds
 * (SRING_FOREVER: no limit). Stores the lowest index of such an operation in `*which`. An
 * operation whose completion was taken by an earlier call counts, and so does a ticket that
 * names nothing. Callbacks may run. `tickets` is read until the call returns, also while a fiber
 * waits in it. Returns 0, -ETIME, -EINVAL (`n` is 0), -EDEADLK (outside of fibers: they are
 * fibers that wait for each other), or another -errno if the kernel cannot be entered any more. On
 * an error `*which` is unchanged. */
SRING_API_ int sring_wait_any_(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                               uint64_t timeout_ns, uint32_t *which);
SRING_INLINE_ SRING_FALLIBLE int sring_wait_any(struct sring *ring,
                                                const struct sring_ticket *tickets, uint32_t n,
                                                uint64_t timeout_ns, uint32_t *which)
    SRING_REQUIRES(*ring);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ bool sring_pending(const struct sring *ring, struct sring_ticket ticket)
{
    SRING_PROVE_RING_(ring);
    return sring_pending_(ring, ticket);
}

SRING_INLINE_ int sring_cancel(struct sring *ring, struct sring_ticket ticket)
{
    SRING_PROVE_RING_(ring);
    return sring_cancel_(ring, ticket);
}

SRING_INLINE_ int sring_timeout_rearm(struct sring *ring, struct sring_ticket ticket,
                                      uint64_t nanoseconds)
{
    SRING_PROVE_RING_(ring);
    return sring_timeout_rearm_(ring, ticket, nanoseconds);
}

SRING_INLINE_ int sring_deadline_rearm(struct sring *ring, struct sring_ticket ticket,
                                       uint64_t nanoseconds)
{
    SRING_PROVE_RING_(ring);
    return sring_deadline_rearm_(ring, ticket, nanoseconds);
}

SRING_INLINE_ int sring_poll_rearm(struct sring *ring, struct sring_ticket ticket, uint32_t events)
{
    SRING_PROVE_RING_(ring);
    return sring_poll_rearm_(ring, ticket, events);
}

SRING_INLINE_ int sring_wait_any(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                                 uint64_t timeout_ns, uint32_t *which)
{
    SRING_PROVE_RING_(ring);
    return sring_wait_any_(ring, tickets, n, timeout_ns, which);
}

SRING_END_C_

#endif /* SRING_TICKET_H */
