/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tickets: names of operations. A ticket is a plain value: it may be copied, kept, and outlive the
 * operation that it names. It owns nothing. Numbers are never used again, so a ticket of an
 * operation that is over, or of another ring, names nothing.
 *
 * sring_OP_start returns one, sring_OP_ticket gives that of a Submitted or Streaming handle.
 */
#ifndef SRING_TICKET_H
#define SRING_TICKET_H

#include <sring/ring.h>

SRING_BEGIN_C_

struct sring_ticket {
    uint64_t number_;
};

/* What runs after the last item of a started stream, with the reason: an error of the kernel, or
 * -ECANCELED. */
typedef void sring_end_callback(struct sring *ring, int rc, void *arg);

/* The ticket that names nothing. */
#define SRING_NO_TICKET ((struct sring_ticket){0})

/* Whether the operation is in flight. It is not once its completion has been taken out of the
 * queue, though its callback may still be due; a stream is until its last completion has been
 * taken. Makes no system call and runs no callbacks. */
SRING_API_ bool sring_pending_(const struct sring *ring, struct sring_ticket ticket);
SRING_INLINE_ bool sring_pending(const struct sring *ring, struct sring_ticket ticket)
    SRING_REQUIRES(*ring);

/* Asks the kernel to stop the operation, and returns at once. The completion comes in its usual
 * way: with -ECANCELED, or with the real result of what was faster. An operation that closes a file
 * is not stopped. Of a batch: nothing more of it begins, and what is in flight is asked to stop.
 * Flushes the ring; runs no callbacks.
 * Returns 0: it was asked; or -ENOENT: the operation is over. */
SRING_API_ int sring_cancel_(struct sring *ring, struct sring_ticket ticket);
SRING_INLINE_ int sring_cancel(struct sring *ring, struct sring_ticket ticket)
    SRING_REQUIRES(*ring);

/* Waits until one of `n` operations is not pending any more, but at most `timeout_ns` nanoseconds
 * (SRING_FOREVER: without a limit), and stores its index in `*which`; of several, the lowest. A
 * ticket that names nothing is over at once. Operations that another call has taken out of the
 * queue meanwhile count as well. Callbacks may run.
 * Returns 0; -ETIME, -EINVAL (`n` is 0), or -errno if the kernel cannot be entered any more; then
 * `*which` is left alone. */
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

SRING_INLINE_ int sring_wait_any(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                                 uint64_t timeout_ns, uint32_t *which)
{
    SRING_PROVE_RING_(ring);
    return sring_wait_any_(ring, tickets, n, timeout_ns, which);
}

SRING_END_C_

#endif /* SRING_TICKET_H */
