/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring: opening, closing, handing work to the kernel and taking what it has done.
 *
 * A ring belongs to the thread that opened it and stays where it was opened: it is not copied and
 * not moved. Use from another thread or from a forked child ends in the misuse report; but a child
 * may close it, which gives up the child's share and leaves the parent's ring alone.
 */
#ifndef SRING_RING_H
#define SRING_RING_H

#include <sring/detail/enter.h>

SRING_BEGIN_C_

/* A time in nanoseconds: without a limit. */
#define SRING_FOREVER UINT64_MAX

struct sring_core_;
struct sring_slot_;
struct sring_window_;

/* A ring. The fields are private: the hot path is inlined into the caller. */
struct SRING_CAPABILITY("ring") sring {
    uint64_t live_;        /* while open: a token that no ring had before; else 0 */
    uint64_t next_;        /* number of the next operation; numbers go in steps of SRING_STEP_ */
    uint64_t base_;        /* next_ - base_: requests that were queued, times SRING_STEP_ */
    uint64_t sq_mask_;     /* number & sq_mask_: offset of its slot, in bytes */
    unsigned char *slots_; /* struct sring_slot_, one beside the other */
    int64_t budget_;       /* operations that may still be begun */
    struct sring_slot_ *staging_; /* where an operation is written whose slot is taken */
    uint64_t head_;   /* address of the next completion, or of one that matches nothing */
    uint64_t origin_; /* head_ - origin_: completions taken so far, times their size */
    uint32_t *kernel_sq_head_;
    uint32_t *kernel_sq_tail_;
    uint32_t *kernel_cq_head_;
    uint32_t *kernel_cq_tail_;
    int32_t enter_fd_;
    uint32_t enter_flags_;
    uintptr_t owner_; /* the owner's thread pointer ^ the ring's address */
    uint64_t enters_; /* system calls that submitted or waited */
    uint32_t
        not_counted_; /* what separates next_ and the completions beside operations in flight */
    uint32_t peak_;   /* the largest number of operations seen in flight */
    int32_t refusal_; /* what init returns without budget; 0: the ring is closed */
    uint32_t late_;   /* operations that a worker looks for the file of, see src/engine/late.c */
    uint32_t direct_count_;
    uint64_t *direct_tokens_; /* by slot of the table of files (src/ring/file_table.c) */
    const struct sring_window_ *windows_; /* by slot of the table of buffers */
    uint32_t window_count_;
    struct sring *self_; /* a copy of the struct is not the ring */
    struct sring_core_ *core_;
    uintptr_t waiter_; /* owner_, or 0: sring_flush_and_wait is to look what has come in passing */
};

/* What a ring is made for; each leaves the fields that are set explicitly alone. */
enum sring_preset {
    SRING_PRESET_DEFAULT,         /* 256 entries, 4096 operations */
    SRING_PRESET_LOW_LATENCY,     /* small queues that stay in the cache: 64 entries, 512 */
    SRING_PRESET_HIGH_THROUGHPUT, /* few system calls: 1024 entries, 16384 operations */
    SRING_PRESET_DEVELOPMENT,     /* tiny, so that full queues show early: 8 entries, 64 */
};

/* Zero means default, for every field. */
struct sring_options {
    enum sring_preset preset;
    uint32_t
        entries; /* submissions queued before a flush; rounded up to a power of 2, at least 2 */
    uint32_t capacity;   /* operations begun and not yet finished; init fails beyond it */
    uint32_t direct_fds; /* room for direct descriptors (default 64), at most RLIMIT_NOFILE */
    uint32_t registered_buffers; /* room for registered buffers (default 64) */
};

struct sring_stats {
    uint64_t submitted; /* operations handed over by submit, start, add */
    uint64_t completed; /* of these, how many the kernel has answered */
    uint64_t in_flight; /* the difference */
    /* the largest in_flight seen by flush, poll, run, and waits that had to block */
    uint64_t peak_in_flight;
    uint64_t cancelled; /* calls of cancel, whatever became of them */
    uint64_t detached;  /* operations that nobody waits for */
    uint64_t reclaimed; /* operations whose buffer or file the ring disposed of itself */
    uint64_t dropped;   /* completions that belonged to no operation */
    uint64_t parked;    /* operations that outlived a lap of the queue */
    uint64_t flushes;   /* system calls that submitted or waited */
    uint64_t refused;   /* operations that the kernel would not take */
};

extern void sring_error_ring_closed_(void)
    SRING_PROOF_ERROR_("sring: this ring was closed; open it again before it is used");

/* Opens a ring for the calling thread. `options` may be NULL.
 * Returns 0 or -errno: -ENOSYS (no io_uring), -EPERM or -EACCES (forbidden: container or sysctl),
 * -ENOMEM, -EMFILE, -ENFILE, -EINVAL (no such preset, entries over 16384, capacity over 65472,
 * registered_buffers over 16384 or direct_fds over 1048576), -EOVERFLOW (more than 8 million rings
 * are open). A ring's memory counts (Linux 6.18; not 6.1) against RLIMIT_MEMLOCK of an ordinary
 * user, and a while longer than until it is closed: -ENOMEM comes after up to a second of patience.
 * sring_explain says what to do about it. */
SRING_API_ int sring_open_(struct sring *ring, const struct sring_options *options);
SRING_INLINE_ SRING_FALLIBLE int sring_open(struct sring *ring, const struct sring_options *options)
    SRING_PRODUCES_ON_SUCCESS(*ring);

/* Closes the ring: cancels what is in flight, waits until the kernel is done with every operation
 * (callbacks run, with -ECANCELED or the real result), frees what the operations held, releases
 * everything. Submitted handles that still exist are reclaimed, and batches in every state;
 * Completed operations stay valid.
 * It waits for as long as an operation that cannot be cancelled takes, such as a disk read.
 * From a callback of the ring, or the free function of a buffer that the ring frees, it is a
 * misuse. So it is, after all else was released, if the kernel does not answer any more (someone
 * has closed the ring's descriptor): what is in flight then stays allocated, for the kernel may
 * write to it. */
SRING_API_ void sring_close_(struct sring *ring);
SRING_INLINE_ void sring_close(struct sring *ring) SRING_CONSUMES(*ring);

/* Hands what is queued to the kernel now (wait, poll and run do it anyway). Returns 0, or -errno
 * if the kernel takes nothing more (the operations concerned complete with that error). */
SRING_API_ int sring_flush_(struct sring *ring);
SRING_INLINE_ int sring_flush(struct sring *ring) SRING_REQUIRES(*ring);

/* The same, and waits until n completions are there, in one system call: what a loop that submits
 * many and then waits for all of them wants. Waits for at most what is in flight.
 * What another call has taken since the last time this returned counts, too: `ready` of another
 * operation, a wait for one, a submit that had to make room. Only what was claimed meanwhile (by a
 * wait, cancel or next of its own) does not, nor what sring_poll and sring_run have called back. So
 * `while (!ready(a) && !ready(b)) flush_and_wait(1)` never sleeps on what has come, and may return
 * early for what is neither of the two, but only once. */
SRING_API_ int sring_flush_and_wait_(struct sring *ring, unsigned n);
SRING_INLINE_ int sring_flush_and_wait(struct sring *ring, unsigned n) SRING_REQUIRES(*ring);

/* The same, but waits at most `timeout_ns` nanoseconds; and after `min_wait_ns` (0: none) one
 * completion is enough. Waiting a little for many saves system calls.
 * Returns 0; -ETIME if the time was over before; or -errno, as sring_flush_and_wait does. */
SRING_API_ int sring_flush_and_wait_for_(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                                         uint64_t min_wait_ns);
SRING_INLINE_ int sring_flush_and_wait_for(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                                           uint64_t min_wait_ns) SRING_REQUIRES(*ring);

/* Takes what has completed and runs callbacks; never blocks. Returns the number of completions
 * taken or -errno. In a callback it only takes: what is due is run by the outermost loop. */
SRING_API_ int sring_poll_(struct sring *ring);
SRING_INLINE_ int sring_poll(struct sring *ring) SRING_REQUIRES(*ring);

/* The loop: waits for completions and runs callbacks until nothing is in flight or sring_stop was
 * called. Returns 0 or -errno: -EDEADLK in a callback or the free function of a buffer, where the
 * loop that goes on is not begun a second time. */
SRING_API_ int sring_run_(struct sring *ring);
SRING_INLINE_ int sring_run(struct sring *ring) SRING_REQUIRES(*ring);

/* The same for at most `timeout_ns` nanoseconds. Returns -ETIME if the time is over and something
 * is still in flight. */
SRING_API_ int sring_run_for_(struct sring *ring, uint64_t timeout_ns);
SRING_INLINE_ int sring_run_for(struct sring *ring, uint64_t timeout_ns) SRING_REQUIRES(*ring);

/* One turn of the loop: waits until a completion was taken, at most `timeout_ns` nanoseconds, and
 * runs the callbacks that are due. Does not wait if nothing is in flight or sring_stop was called.
 * Returns the number of completions taken, or -errno as sring_run does. */
SRING_API_ int sring_run_once_(struct sring *ring, uint64_t timeout_ns);
SRING_INLINE_ int sring_run_once(struct sring *ring, uint64_t timeout_ns) SRING_REQUIRES(*ring);

/* Makes sring_run, run_for or run_once return after it has run the callbacks that are due: the one
 * that goes on, or, if none does (a callback that was run by a wait calls this), the next one. A
 * run that ends clears it. */
SRING_API_ void sring_stop_(struct sring *ring);
SRING_INLINE_ void sring_stop(struct sring *ring) SRING_REQUIRES(*ring);

/* Asks the kernel to cancel everything that is in flight, and returns when it has been asked:
 * handles still have to be waited for, and say -ECANCELED, or the real result of what was faster or
 * cannot be cancelled. Callbacks run. What a submitted batch has not begun does not begin. Returns
 * 0 or -errno, as flush does. */
SRING_API_ int sring_cancel_all_(struct sring *ring);
SRING_INLINE_ int sring_cancel_all(struct sring *ring) SRING_REQUIRES(*ring);

/* A descriptor for epoll, libuv or GLib that is readable when completions wait or a deadline
 * (set_timeout) has passed, and now and then when there is nothing to take: sring_poll then returns
 * 0. Before each wait flush every ring that the loop watches, also those that were not readable: a
 * callback may have queued an operation on them. When it is readable, poll the ring; then take what
 * handles and streams have while their `ready` is true. It belongs to the ring: do not read or
 * close it. Returns it or -errno. */
SRING_API_ int sring_pollable_fd_(const struct sring *ring);
SRING_INLINE_ int sring_pollable_fd(const struct sring *ring) SRING_REQUIRES(*ring);

/* Fills in the ring's counters since it was opened. */
SRING_API_ void sring_get_stats_(const struct sring *ring, struct sring_stats *stats);
SRING_INLINE_ void sring_get_stats(const struct sring *ring, struct sring_stats *stats)
    SRING_REQUIRES(*ring);

/* Writes why sring_open, or a function of a pool or of the registry, failed with `rc`, and the
 * remedy, as one line into `buffer`; truncated to `size`, always terminated. Returns the number of
 * bytes the whole text needs, without the NUL. */
SRING_API_ size_t sring_explain(int rc, char *buffer, size_t size);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The build stops if the ring is provably closed. */
#define SRING_PROVE_RING_(ring) SRING_PROVE_((ring)->live_, sring_error_ring_closed_)

/* Private. Numbers of operations go in steps of this, which is the size of a slot: the low bits of
 * a number are free for flags, and masked it is the offset of its slot. */
#define SRING_STEP_ 128
#define SRING_CQE_SIZE_ 16

/* Private. Completions that were taken, operations that were queued since the ring was opened, and
 * of these, those that have not completed; all modulo 2^32. */
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

/* Private. Completions that lie in the queue. */
SRING_INLINE_ uint32_t sring_cq_ready_(const struct sring *ring)
{
    return __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE) - sring_completed_(ring);
}

/* Private. Requests that the kernel has not read. */
SRING_INLINE_ uint32_t sring_queued_(const struct sring *ring)
{
    return sring_tail_(ring) - __atomic_load_n(ring->kernel_sq_head_, __ATOMIC_ACQUIRE);
}

/* Private. Enters the kernel from here, without a call level between, and waits until `wait_for`
 * completions lie in the queue, out of which `completed` were taken. The kernel is told both ends:
 * it looks at neither before. `owner` is what the ring has for this, owner_ or waiter_. Returns
 * false if that cannot be done here, or did not do it all: then the library's way has to be taken.
 */
SRING_INLINE_ bool sring_enter_as_(struct sring *ring, uintptr_t owner, uint32_t completed,
                                   uint32_t wait_for)
{
#if defined(SRING_INLINE_ENTER_)
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

/* Private. The program wants to know at its end what is left (sring/live.h). */
SRING_COLD_ void sring_development_(void);

SRING_INLINE_ int sring_open(struct sring *ring, const struct sring_options *options)
{
    int rc = sring_open_(ring, options);

#if defined(SRING_DEVELOPMENT)
    sring_development_();
#endif

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

SRING_INLINE_ void sring_get_stats(const struct sring *ring, struct sring_stats *stats)
{
    SRING_PROVE_RING_(ring);
    sring_get_stats_(ring, stats);
}

SRING_END_C_

#endif /* SRING_RING_H */
