/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The seam to the kernel. A ring has one of several kernels behind it, which is chosen when it is
 * opened; nothing above this folder makes a system call of io_uring or knows which kernel it is.
 *
 * A kernel and its ring share two queues in memory. The library writes requests into slots and
 * publishes the tail of the submission queue and the head of the completion queue; `enter` then
 * reads the requests, and writes completions.
 */
#ifndef SRING_KERNEL_KERNEL_H
#define SRING_KERNEL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/time_types.h>

#include <liburing/io_uring.h> /* opcodes, flags, layouts; it needs the header above */

struct sring_kernel;

/* A kind of kernel. Where nothing else is said a function returns 0 or -errno. */
struct sring_backend {
    const char *name;
    /* Makes queues with `entries` slots, a power of 2 or less than the next one, and at least
     * `cq_entries` completions, and fills in `kernel`. -ENOSYS: there is none, or it is too old. */
    int (*open)(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);
    void (*close)(struct sring_kernel *kernel);
    /* In a forked child: lets go of what the child has of the parent's, which goes on. */
    void (*leave)(struct sring_kernel *kernel);
    /* Reads `to_submit` requests, and waits until `wait_for` completions lie in the queue, a signal
     * comes (-EINTR, or the number if any were read) or the timeout is over (NULL: none; -ETIME,
     * likewise). Returns how many requests were read; less than there are after a bad one. */
    int (*enter)(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout);
    bool (*has_opcode)(struct sring_kernel *kernel, int opcode);
    /* Each completion from here on signals the eventfd, and no other. */
    int (*register_eventfd)(struct sring_kernel *kernel, int fd);

    /* The table of files: as many slots as there are `fds`, where -1 is an empty one. */
    int (*register_files)(struct sring_kernel *kernel, const int *fds, uint32_t count);
    /* Puts a file into a slot, or empties it (-1). After an error the slot is empty. */
    int (*update_file)(struct sring_kernel *kernel, uint32_t slot, int fd);
    void (*unregister_files)(struct sring_kernel *kernel);

    /* The table of buffers, empty at first. -EINVAL: it has none. */
    int (*register_buffers)(struct sring_kernel *kernel, uint32_t count);
    /* Puts memory into a slot, or empties it (NULL, 0). After an error the slot is as before. */
    int (*update_buffer)(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size);
    void (*unregister_buffers)(struct sring_kernel *kernel);

    /* A buffer ring (struct io_uring_buf_ring) of `count` entries, a power of 2, by its number.
     * -EINVAL: there are no buffer rings, or none that fill a buffer piece by piece. */
    int (*register_buf_ring)(struct sring_kernel *kernel, uint16_t id, void *entries,
                             uint32_t count, bool incremental);
    void (*unregister_buf_ring)(struct sring_kernel *kernel, uint16_t id);
};

/* What one ring has of its kernel. All but the first is filled in by `open`. */
struct sring_kernel {
    const struct sring_backend *backend;
    void *state; /* the backend's own */

    unsigned char *slots; /* 128 bytes each: an SQE, and room that the kernel does not look at */
    uint32_t entries;     /* slots */
    uint32_t *sq_head, *sq_tail;
    struct io_uring_cqe *cqes; /* the completion queue */
    uint32_t cq_count;
    uint32_t *cq_head, *cq_tail;

    /* For the system call that programs inline: descriptor and flags; -1: not to be used. */
    int enter_fd;
    uint32_t enter_flags;

    uint32_t features;   /* IORING_FEAT_... */
    bool cancel_any;     /* one request can cancel everything */
    bool posts_in_enter; /* completions are written by nobody but `enter`, and what lies behind the
                            last one can be read: see sring_head_ */
};

/* Linux. */
extern const struct sring_backend sring_backend_uring;

/* What sring_open takes. The tests put others here. */
extern const struct sring_backend *sring_chosen_backend;

#endif /* SRING_KERNEL_KERNEL_H */
