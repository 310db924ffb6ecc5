/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring: opens and closes it, hands requests to the kernel and takes completions.
 *
 * A ring belongs to the thread that opened it, and must not be copied or moved. Use from another
 * thread or in a forked child ends in a misuse report. A child may only close it, which releases
 * the child's descriptors and leaves the parent's ring alone.
 */
#ifndef SRING_RING_H
#define SRING_RING_H

#include <sring/detail/enter.h>
#include <sring/options.h>

SRING_BEGIN_C_

/* A timeout without a limit. */
#define SRING_FOREVER UINT64_MAX

struct sring_core_;
struct sring_slot_;
struct sring_window_;

/* A ring. The fields are private: the hot path is inlined into the caller. */
struct SRING_CAPABILITY("ring") sring {
    uint64_t live_;               /* a token that no ring had before, or 0 if closed */
    uint64_t next_;               /* number of the next operation, a multiple of SRING_STEP_ */
    uint64_t base_;               /* next_ - base_: requests queued since open, times SRING_STEP_ */
    uint64_t sq_mask_;            /* number & sq_mask_: offset of its slot in bytes */
    unsigned char *slots_;        /* array of struct sring_slot_ */
    int64_t budget_;              /* operations that may still be begun */
    struct sring_slot_ *staging_; /* for an operation whose own slot is in use */
    uint64_t head_;   /* address of the next completion, or of one that matches no operation */
    uint64_t origin_; /* head_ - origin_: completions taken since open, times SRING_CQE_SIZE_ */
    uint32_t *kernel_sq_head_;
    uint32_t *kernel_sq_tail_;
    uint32_t *kernel_cq_head_;
    uint32_t *kernel_cq_tail_;
    int32_t enter_fd_;
    uint32_t enter_flags_;
    uintptr_t owner_;      /* thread pointer ^ address of the ring; 0: no inlined system call */
    uint64_t enters_;      /* system calls that submitted or waited */
    uint32_t not_counted_; /* correction: in flight = queued - completed - this */
    uint32_t peak_;        /* the most operations seen in flight */
    int32_t refusal_;      /* result of init without budget; 0: the ring is closed */
    uint32_t late_; /* operations whose file a worker may still look up, see src/engine/late.c */
    uint32_t direct_count_;
    uint64_t *direct_tokens_;             /* by slot of the file table (src/ring/file_table.c) */
    const struct sring_window_ *windows_; /* by slot of the buffer table */
    uint32_t window_count_;
    struct sring *self_; /* the ring's own address, to detect a copy */
    struct sring_core_ *core_;
    uintptr_t waiter_; /* owner_, or 0: sring_flush_and_wait must count completions already taken */
};

struct sring_stats {
    uint64_t submitted; /* operations handed over by submit, start, add */
    uint64_t completed; /* operations that have completed */
    uint64_t in_flight; /* submitted - completed */
    /* the largest in_flight seen by flush, poll, run, and waits that entered the kernel */
    uint64_t peak_in_flight;
    uint64_t cancelled; /* calls of cancel, whatever the result */
    uint64_t detached;  /* operations that were detached or never waited for */
    uint64_t reclaimed; /* operations whose buffer or file the ring disposed of */
    uint64_t dropped;   /* completions without an operation */
    uint64_t parked;    /* operations whose slot was needed again before they completed */
    uint64_t flushes;   /* system calls that submitted or waited */
    uint64_t refused;   /* operations that the kernel did not accept */
};

extern void sring_error_ring_closed_(void)
    SRING_PROOF_ERROR_("sring: this ring was closed; open it again before it is used");

/* Opens a ring for the calling thread. `options` may be NULL. Where io_uring is forbidden or
 * missing, the ring works with ordinary system calls (docs/BACKENDS.md); with SRING_BACKEND_URING
 * -ENOSYS (no io_uring), -EPERM or -EACCES (forbidden: container or sysctl) are returned. Returns 0
 * or another -errno: -ENOMEM, -EMFILE, -ENFILE, -EINVAL (no such preset, entries over 16384,
 * capacity over 65472, registered_buffers over 16384 or direct_fds over 1048576; options that
 * exclude each other), -EOPNOTSUPP (an option needs a newer kernel, or io_uring), -EOVERFLOW (more
 * than 8 million rings are open). On some kernels (6.18, not 6.1) the memory of a ring counts
 * towards RLIMIT_MEMLOCK of an ordinary user, also for a while after it was closed. So open retries
 * for up to two seconds before it returns -ENOMEM, and so do calls that register memory soon after
 * a ring was opened or closed. sring_explain names the remedy. */
SRING_API_ int sring_open_(struct sring *ring, const struct sring_options *options);
SRING_INLINE_ SRING_FALLIBLE int sring_open(struct sring *ring, const struct sring_options *options)
    SRING_PRODUCES_ON_SUCCESS(*ring);

/* Closes the ring. Cancels all operations, waits until the kernel is done with every one (callbacks
 * run, with -ECANCELED or the real result), disposes of their buffers and files, and frees the
 * ring. Submitted operations and batches in every state are disposed of; Completed operations stay
 * valid. What cannot be cancelled is waited for: a disk read, a call of sring_offload, a look-up.
 *
 * A call from a callback of the ring, or from the free function of a buffer that the ring frees, is
 * a misuse. It is also a misuse, reported at the end, if the kernel no longer answers because
 * someone has closed the ring's descriptor. The memory of operations in flight is then kept. */
SRING_API_ void sring_close_(struct sring *ring);
SRING_INLINE_ void sring_close(struct sring *ring) SRING_CONSUMES(*ring);

/* Hands queued requests to the kernel now (wait, poll and run do so anyway). Returns 0, or -errno
 * if the kernel accepts no more requests: the queued operations then complete with that error. */
SRING_API_ int sring_flush_(struct sring *ring);
SRING_INLINE_ int sring_flush(struct sring *ring) SRING_REQUIRES(*ring);

/* The same, and waits for n completions in the same system call: for a loop that submits many
 * operations and waits for all of them. Waits for at most the operations in flight.
 *
 * Completions count from the last return of this function on, also those taken by other calls:
 * `ready` of another operation, a wait for one, a submit that had to make room. Results that were
 * claimed meanwhile (by wait, cancel or next) do not count, nor callbacks run by sring_poll and
 * sring_run. So `while (!ready(a) && !ready(b)) flush_and_wait(1)` never sleeps while one of the
 * two is there. It may return early for another operation, but only once. */
SRING_API_ int sring_flush_and_wait_(struct sring *ring, unsigned n);
SRING_INLINE_ int sring_flush_and_wait(struct sring *ring, unsigned n) SRING_REQUIRES(*ring);

/* The same, but waits for at most `timeout_ns` nanoseconds, and after `min_wait_ns` nanoseconds (0:
 * not used) one completion is enough. A short wait for several completions saves system calls.
 * Returns 0, -ETIME after the timeout, or -errno as sring_flush_and_wait. */
SRING_API_ int sring_flush_and_wait_for_(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                                         uint64_t min_wait_ns);
SRING_INLINE_ int sring_flush_and_wait_for(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                                           uint64_t min_wait_ns) SRING_REQUIRES(*ring);

/* Takes completions and runs callbacks; never blocks. Returns the number of completions taken or
 * -errno. In a callback it only takes completions: the outermost loop runs the callbacks. */
SRING_API_ int sring_poll_(struct sring *ring);
SRING_INLINE_ int sring_poll(struct sring *ring) SRING_REQUIRES(*ring);

/* Waits for completions and runs callbacks until nothing is in flight or sring_stop was called. A
 * signal does not end this or any other wait: its handler runs, and the wait goes on, unless the
 * ring is `interruptible` (sring_options). To stop on SIGINT, let the ring read a signalfd(2).
 * Returns 0 or -errno: -EDEADLK in a callback or the free function of a buffer, because loops do
 * not nest. */
SRING_API_ int sring_run_(struct sring *ring);
SRING_INLINE_ int sring_run(struct sring *ring) SRING_REQUIRES(*ring);

/* The same for at most `timeout_ns` nanoseconds. Returns -ETIME after the timeout if something is
 * still in flight. */
SRING_API_ int sring_run_for_(struct sring *ring, uint64_t timeout_ns);
SRING_INLINE_ int sring_run_for(struct sring *ring, uint64_t timeout_ns) SRING_REQUIRES(*ring);

/* Waits for at most `timeout_ns` nanoseconds until it has taken a completion, and runs the
 * callbacks that are due. Does not wait if nothing is in flight or sring_stop was called. Returns
 * the number of completions taken, or -errno as sring_run. */
SRING_API_ int sring_run_once_(struct sring *ring, uint64_t timeout_ns);
SRING_INLINE_ int sring_run_once(struct sring *ring, uint64_t timeout_ns) SRING_REQUIRES(*ring);

/* Makes sring_run, run_for or run_once return after the callbacks that are due. If none of them is
 * active (the callback was run by a wait), the next one returns. The end of a run clears the
 * request. */
SRING_API_ void sring_stop_(struct sring *ring);
SRING_INLINE_ void sring_stop(struct sring *ring) SRING_REQUIRES(*ring);

/* Sends cancel requests for all operations in flight, and returns. Handles must still be waited
 * for: the result is -ECANCELED; the number of bytes, if some were transferred; or the real one, if
 * the operation was faster or cannot be cancelled. Callbacks run. Operations of submitted batches
 * that have not begun do not begin. Returns 0 or -errno, as sring_flush does. */
SRING_API_ int sring_cancel_all_(struct sring *ring);
SRING_INLINE_ int sring_cancel_all(struct sring *ring) SRING_REQUIRES(*ring);

/* Returns a descriptor for epoll, libuv or GLib, or -errno. It is readable when there are
 * completions or a deadline (set_timeout) has passed, and sometimes without a reason: sring_poll
 * then returns 0.
 *
 * Before each wait flush every ring that the loop watches, also those that were not readable: a
 * callback may have queued an operation on them. When the descriptor is readable, call sring_poll,
 * then take the results of handles and streams while their `ready` is true. The descriptor belongs
 * to the ring: do not read or close it. With iopoll (sring_options) it would never be readable:
 * -EOPNOTSUPP. */
SRING_API_ int sring_pollable_fd_(const struct sring *ring);
SRING_INLINE_ int sring_pollable_fd(const struct sring *ring) SRING_REQUIRES(*ring);

/* For a function that another library calls, such as a callback of libuv: the analysis does not
 * know that it has the ring, which it found through a pointer. From here on it does. A call from
 * another thread than the ring's is a misuse. */
SRING_INLINE_ void sring_assert_owner(const struct sring *ring) SRING_ASSERTS(*ring);

/* Returns what carries out the ring's operations: SRING_BACKEND_URING or SRING_BACKEND_FALLBACK. */
SRING_API_ enum sring_backend_kind sring_backend_(const struct sring *ring);
SRING_INLINE_ enum sring_backend_kind sring_backend(const struct sring *ring) SRING_REQUIRES(*ring);

/* Why SRING_BACKEND_AUTO took the fallback: the -errno of io_uring, for sring_explain; else 0. */
SRING_API_ int sring_backend_reason_(const struct sring *ring);
SRING_INLINE_ int sring_backend_reason(const struct sring *ring) SRING_REQUIRES(*ring);

/* Fills in the ring's counters, since it was opened. */
SRING_API_ void sring_get_stats_(const struct sring *ring, struct sring_stats *stats);
SRING_INLINE_ void sring_get_stats(const struct sring *ring, struct sring_stats *stats)
    SRING_REQUIRES(*ring);

/* Returns whether operations of a kind can be begun on this ring. `operation` is SRING_OP_X,
 * which the header of operation X defines, also that of an operation of your own. The kernel is
 * asked for the opcode, with up to six system calls each time. A newer use of an old opcode is
 * recognized by what came with the same version of Linux or a later one; where nothing did, by
 * the version that the kernel states. False if the kernel may not be asked (a seccomp filter
 * forbids io_uring_register), and on a ring with iopoll for what is neither nop, a read nor a
 * write. That the file in question takes the operation is another matter. */
SRING_API_ bool sring_supports_(struct sring *ring, uint64_t operation);
SRING_INLINE_ bool sring_supports(struct sring *ring, uint64_t operation) SRING_REQUIRES(*ring);

/* Writes the reason of an error of sring_open, of a pool or of registration, and its remedy, as one
 * line into `buffer`. The text is truncated to `size` and always terminated. Returns the length of
 * the whole text in bytes, without the NUL. */
SRING_API_ size_t sring_explain(int rc, char *buffer, size_t size);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The build stops if the ring is provably closed. */
#define SRING_PROVE_RING_(ring) SRING_PROVE_((ring)->live_, sring_error_ring_closed_)

/* Private. Numbers of operations are multiples of this, the size of a slot: the low bits are free
 * for flags, and the number masked is the offset of its slot. */
#define SRING_STEP_ 128
#define SRING_CQE_SIZE_ 16

/* Private. Since open and modulo 2^32: completions taken, requests queued, and operations queued
 * but not completed. */
SRING_INLINE_ uint32_t sring_completed_(const struct sring *ring)
{
    return (uint32_t)((ring->head_ - ring->origin_) / SRING_CQE_SIZE_);
}

SRING_INLINE_ uint32_t sring_tail_(const struct sring *ring)
{
    return (uint32_t)((ring->next_ - ring->base_) / SRING_STEP_);
}

SRING_INLINE_ uint32_t sring_in_flight_(const struct sring *ring)
{
    return sring_tail_(ring) - sring_completed_(ring) - ring->not_counted_;
}

/* Private. Completions in the queue. */
SRING_INLINE_ uint32_t sring_cq_ready_(const struct sring *ring)
{
    return __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE) - sring_completed_(ring);
}

/* Private. Queued requests that the kernel has not read. */
SRING_INLINE_ uint32_t sring_queued_(const struct sring *ring)
{
    return sring_tail_(ring) - __atomic_load_n(ring->kernel_sq_head_, __ATOMIC_ACQUIRE);
}

/* Private. Enters the kernel with an inlined system call: submits the queued requests and waits
 * until the queue has `wait_for` completions. `completed` is the number of completions taken;
 * both queue ends are published first. `owner` is owner_ or waiter_ of the ring. Returns false
 * if the inlined call is not possible or did not submit everything: the caller must then call
 * the library. So it is in a development build, where the library reports waits in vain. */
SRING_INLINE_ bool sring_enter_as_(struct sring *ring, uintptr_t owner, uint32_t completed,
                                   uint32_t wait_for)
{
#if defined(SRING_INLINE_ENTER_) && !defined(SRING_DEVELOPMENT)
    uint32_t tail = sring_tail_(ring);
    uint32_t queued;

    if (SRING_UNLIKELY_(owner != (sring_thread_() ^ (uintptr_t)ring) ||
                        tail - completed - ring->not_counted_ > ring->peak_)) {
        return false;
    }
    queued = tail - __atomic_load_n(ring->kernel_sq_head_, __ATOMIC_ACQUIRE);
    __atomic_store_n(ring->kernel_sq_tail_, tail, __ATOMIC_RELEASE);
    __atomic_store_n(ring->kernel_cq_head_, completed, __ATOMIC_RELEASE);
    ring->enters_++;
    return SRING_LIKELY_(sring_sys_enter_(ring->enter_fd_, queued, wait_for, ring->enter_flags_) ==
                         queued);
#else
    (void)ring;
    (void)owner;
    (void)completed;
    (void)wait_for;
    return false;
#endif
}

SRING_INLINE_ bool sring_enter_inline_(struct sring *ring, uint32_t completed, uint32_t wait_for)
{
    return sring_enter_as_(ring, ring->owner_, completed, wait_for);
}

/* Private. Turns on the report at exit (sring/live.h). */
SRING_COLD_ void sring_development_(void);

/* Private. Reports a misuse if the ring is not the calling thread's, or is closed. */
SRING_COLD_ void sring_check_owner_(const struct sring *ring, const char *function);

SRING_INLINE_ int sring_open(struct sring *ring, const struct sring_options *options)
{
    int rc;

#if defined(SRING_DEVELOPMENT)
    sring_development_();
#endif

    rc = sring_open_(ring, options);
    if (rc) {
        ring->live_ = 0;
    } else {
        SRING_PRODUCED_(ring->live_);
    }
    return rc;
}

SRING_INLINE_ void sring_close(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    sring_close_(ring);
    ring->live_ = 0;
}

SRING_INLINE_ int sring_flush(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_flush_(ring);
}

SRING_INLINE_ int sring_flush_and_wait(struct sring *ring, unsigned n)
{
    uint32_t completed = sring_completed_(ring);

    SRING_PROVE_RING_(ring);
    if (SRING_LIKELY_(n <= sring_in_flight_(ring)) &&
        sring_enter_as_(ring, ring->waiter_, completed, n) &&
        SRING_LIKELY_(__atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE) - completed >= n)) {
        return 0;
    }
    return sring_flush_and_wait_(ring, n);
}

SRING_INLINE_ int sring_flush_and_wait_for(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                                           uint64_t min_wait_ns)
{
    SRING_PROVE_RING_(ring);
    return sring_flush_and_wait_for_(ring, n, timeout_ns, min_wait_ns);
}

SRING_INLINE_ int sring_poll(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_poll_(ring);
}

SRING_INLINE_ int sring_run(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_run_(ring);
}

SRING_INLINE_ int sring_run_for(struct sring *ring, uint64_t timeout_ns)
{
    SRING_PROVE_RING_(ring);
    return sring_run_for_(ring, timeout_ns);
}

SRING_INLINE_ int sring_run_once(struct sring *ring, uint64_t timeout_ns)
{
    SRING_PROVE_RING_(ring);
    return sring_run_once_(ring, timeout_ns);
}

SRING_INLINE_ void sring_stop(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    sring_stop_(ring);
}

SRING_INLINE_ int sring_cancel_all(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_cancel_all_(ring);
}

SRING_INLINE_ int sring_pollable_fd(const struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_pollable_fd_(ring);
}

SRING_INLINE_ void sring_assert_owner(const struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    sring_check_owner_(ring, __func__);
}

SRING_INLINE_ enum sring_backend_kind sring_backend(const struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_backend_(ring);
}

SRING_INLINE_ int sring_backend_reason(const struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    return sring_backend_reason_(ring);
}

SRING_INLINE_ void sring_get_stats(const struct sring *ring, struct sring_stats *stats)
{
    SRING_PROVE_RING_(ring);
    sring_get_stats_(ring, stats);
}

SRING_INLINE_ bool sring_supports(struct sring *ring, uint64_t operation)
{
    SRING_PROVE_RING_(ring);
    return sring_supports_(ring, operation);
}

SRING_END_C_

#endif /* SRING_RING_H */
