/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The interface to the kernel. Each ring has a backend, which is chosen when the ring is opened.
 * Code outside this folder makes no io_uring system call and does not know the backend.
 *
 * A backend and its ring share two queues in memory. The library writes requests into slots, and
 * publishes the tail of the submission queue and the head of the completion queue. `enter` then
 * reads the requests and writes completions.
 */
#ifndef SRING_KERNEL_KERNEL_H
#define SRING_KERNEL_KERNEL_H

#include <sring/options.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(SRING_WITHOUT_URING)
#include "abi.h"
#else
#include <linux/time_types.h>

#include <liburing/io_uring.h> /* opcodes, flags, layouts; it needs the header above */
#endif

struct sring_kernel;

/* What a ring is opened with, beside its sizes. A backend that replaces Linux may ignore it. */
struct sring_wishes {
    const struct sring_options *options;
    const struct sring_kernel *attach_to; /* the ring whose threads are shared, or NULL */
    const char *refused; /* `open` failed because of an option: its name and the reason */
};

/* The functions of a backend. They return 0 or -errno unless stated otherwise. */
struct sring_backend {
    const char *name;
    enum sring_backend_kind kind; /* SRING_BACKEND_URING or SRING_BACKEND_FALLBACK */
    /* Creates the queues as `kernel->wishes` says, and fills in `kernel`. `entries` is the number
     * of slots, rounded up to a power of 2. The completion queue has room for at least
     * `cq_entries`. -ENOSYS: no io_uring, or too old. -EOPNOTSUPP: an option needs a newer kernel.
     */
    int (*open)(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);
    void (*close)(struct sring_kernel *kernel);
    /* In a forked child: releases the child's copies of the descriptors. The parent's ring goes
     * on. */
    void (*leave)(struct sring_kernel *kernel);
    /* Reads `to_submit` requests (with `reads_alone`: only makes sure that they will be read), then
     * waits until the queue holds `wait_for` completions. A signal or the timeout (NULL: none) ends
     * the wait early. Returns the number of requests read, which is lower than `to_submit` after a
     * bad one. If no request was read: -EINTR after a signal, -ETIME after the timeout. With
     * `reads_alone` these are returned in any case; -EOWNERDEAD: the thread that reads is gone. */
    int (*enter)(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout);
    /* The library is about to close the descriptor. NULL: it does not matter. */
    void (*closes)(struct sring_kernel *kernel, int fd);
    bool (*has_opcode)(struct sring_kernel *kernel, int opcode);
    /* From now on each completion signals this eventfd, and no other one. */
    int (*register_eventfd)(struct sring_kernel *kernel, int fd);

    /* Registers the file table. It has one slot for each of the `fds`; -1 is an empty slot. */
    int (*register_files)(struct sring_kernel *kernel, const int *fds, uint32_t count);
    /* Puts a file into a slot, or empties the slot (-1). After an error the slot is empty. */
    int (*update_file)(struct sring_kernel *kernel, uint32_t slot, int fd);
    void (*unregister_files)(struct sring_kernel *kernel);

    /* Registers an empty buffer table. -EINVAL: not supported. */
    int (*register_buffers)(struct sring_kernel *kernel, uint32_t count);
    /* Puts memory into a slot, or empties the slot (NULL, 0). After an error the slot is
     * unchanged. */
    int (*update_buffer)(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size);
    void (*unregister_buffers)(struct sring_kernel *kernel);

    /* Registers a buffer ring (struct io_uring_buf_ring) of `count` entries, a power of 2, as group
     * `id`. -EINVAL: buffer rings, or incremental ones, are not supported. */
    int (*register_buf_ring)(struct sring_kernel *kernel, uint16_t id, void *entries,
                             uint32_t count, bool incremental);
    void (*unregister_buf_ring)(struct sring_kernel *kernel, uint16_t id);
};

/* The kernel's side of one ring. `open` fills in all fields but the first two. */
struct sring_kernel {
    const struct sring_backend *backend;
    struct sring_wishes *wishes; /* during `open` */
    void *state;                 /* private to the backend */

    unsigned char *slots; /* 128 bytes each: an SQE, then room that the kernel does not use */
    uint32_t entries;     /* number of slots */
    uint32_t *sq_head, *sq_tail;
    struct io_uring_cqe *cqes; /* the completion queue, of cq_count entries */
    uint32_t cq_count;
    uint32_t *cq_head, *cq_tail;

    /* Descriptor and flags for the inlined io_uring_enter. -1: the inlined call is not allowed. */
    int enter_fd;
    uint32_t enter_flags;

    uint32_t features;   /* IORING_FEAT_... */
    bool cancel_any;     /* IORING_ASYNC_CANCEL_ANY is supported */
    bool async_waits;    /* IOSQE_ASYNC is safe for a file that the kernel waits for with poll */
    bool posts_in_enter; /* only `enter` writes completions, and the entry behind the last
                            completion may be read: see sring_head_ */
    bool reads_alone;    /* a thread of the kernel reads published requests (SQPOLL) */
    bool busy_waits;     /* `enter` may return before it has waited (IOPOLL without SQPOLL) */
    bool awaits_room;    /* with reads_alone: the next `enter` also waits while the queue is full */
    uint64_t saved;      /* calls of `enter` that needed no system call */
    int forbidden;       /* -errno of io_uring; 0 unless it is why the fallback was taken */
    bool only_transfers; /* no timers, polls and cancel requests (IOPOLL) */
};

/* Linux's io_uring. */
extern const struct sring_backend sring_backend_uring;
/* Ordinary system calls. */
extern const struct sring_backend sring_backend_fallback;

/* The backend that is used for its kind. Tests replace it. */
extern const struct sring_backend *sring_chosen_backend;

/* Opens a ring with the backend that the options and the environment ask for, and stores it in
 * `kernel`. With SRING_BACKEND_AUTO it is the fallback if io_uring is forbidden or missing. Returns
 * as `open` does; -EINVAL also: no such backend. A library that was built without io_uring has no
 * backend: -ENOSYS. */
int sring_kernel_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);

#endif /* SRING_KERNEL_KERNEL_H */
