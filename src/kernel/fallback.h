/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by the files of the fallback backend, which carries out the requests in user space with
 * ordinary system calls.
 *
 * A request is tried when it is read, without blocking. One that cannot complete then waits for a
 * file (epoll), for a time, or is carried out by a worker thread. Everything but the workers' calls
 * happens in the ring's thread, in `enter`.
 */
#ifndef SRING_KERNEL_FALLBACK_H
#define SRING_KERNEL_FALLBACK_H

#include "base/base.h"
#include "base/threads.h"
#include "kernel.h"
#include "outcome.h"

#include <sring/detail/record.h>

#include <limits.h>
#include <pthread.h>
#include <sys/uio.h>

#define SRING_PENDING INT_MIN     /* in place of a result */
#define SRING_AGAIN (INT_MIN + 1) /* of a worker: try the request again */
#define SRING_NEVER UINT64_MAX    /* in place of a time */

struct sring_watch;
struct sring_carrier;

/* A request that was read and has not completed. */
struct sring_request {
    struct io_uring_sqe sqe;
    struct sring_request *linked;       /* begins when this one is done; or the next free one */
    struct sring_request *next, **link; /* in its bucket, while it is pending */
    enum {
        SRING_REQUEST_IS_TRIED,
        SRING_REQUEST_WAITS,  /* for the file of `watch` */
        SRING_REQUEST_SLEEPS, /* until `at` */
        SRING_REQUEST_WORKS,  /* a worker has it, or it is behind one that a worker has */
    } where;
    uint64_t seen; /* the last cancel request that has met it */

    int fd;  /* the file, or -1 */
    int own; /* a duplicate for a worker, or -1 */
    int own_in;
    struct sring_watch *watch;
    uint32_t events; /* waits for these */
    uint32_t ready;  /* the events that were reported */
    struct sring_request *watch_next, **watch_link;
    struct sring_request *due_next, **due_link; /* in the list of those to try; link: NULL if not */

    uint64_t at;       /* the time to wake */
    uint64_t interval; /* of a multishot timeout */
    uint32_t times;    /* the repetitions left of it; 0: without end */
    uint32_t place;    /* in the heap of sleeping requests */

    struct sring_job job;
    int result;                                 /* of a worker, or SRING_PENDING */
    int (*work)(struct sring_request *request); /* called in a worker */
    bool is_ordered;                            /* begins after an earlier one of its file */
    struct sring_request *earlier, *later;
    struct sring_request *last_next, **last_link; /* in the list of the last ones of the files */
    uint64_t device, inode;

    uint32_t length;       /* the bytes to transfer */
    uint32_t moved;        /* the bytes moved so far */
    bool whole;            /* the transfer is short only after an error */
    bool plain;            /* the file has no RWF_NOWAIT */
    bool begun;            /* it was tried, or opened */
    int opened;            /* a file that is open already, or -errno */
    bool notifies;         /* a second completion follows */
    bool asked, takes_all; /* a short receive takes all that there is, once it was asked for */
    uint32_t cqe_flags;
    struct iovec one; /* the only part of a transfer */
};

struct sring_watch {
    int fd;   /* the one that epoll has */
    int held; /* the duplicate, while requests wait and a little longer; or -1 */
    uint32_t events;
    bool registered;
    bool is_private; /* epoll has the duplicate, and the watch ends with its last request */
    struct sring_request *first, **end;
    struct sring_watch *next, **link; /* of the private, the idle or the dead ones; or NULL */
};

struct sring_group {
    struct io_uring_buf_ring *ring; /* NULL: there is no group with this number */
    uint32_t count;
    bool incremental;
    uint16_t head;
};

/* What `state` in struct sring_kernel points at. */
struct sring_fallback {
    struct sring_kernel *kernel;
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    bool posted; /* something since the eventfd was signalled */
    struct sring_cqe_ *overflow;
    uint32_t overflow_first, overflow_count, overflow_room;

    struct sring_request **buckets; /* pending requests, by user_data */
    uint32_t bucket_mask;
    uint32_t pending;
    struct sring_request *free;
    struct sring_request *due, **due_end; /* to be tried */
    uint32_t due_count, postponed;
    uint64_t cancels;

    const struct sring_carrier *(*carrier_of)(int opcode);
    int epoll_fd;
    struct sring_watch **watches; /* by descriptor */
    uint32_t watch_count;
    struct sring_watch *private_watches, *dead;
    struct sring_watch *idle, *long_idle; /* nobody waits, and the duplicate is still open */

    struct sring_request **heap; /* those that sleep, the first to wake first */
    uint32_t sleeping, heap_room;

    struct sring_threads *threads; /* NULL: none yet */
    int threads_fd;
    uint32_t most_workers;
    bool results;                  /* workers have some */
    bool no_pwait2;                /* there is no epoll_pwait2 (before Linux 5.11, emulators) */
    struct sring_request *ordered; /* of each file the last one */

    int event_fd; /* registered, or -1 */
    struct sring_alarm *alarm;
    int *files; /* duplicates; -1: an empty slot */
    uint32_t file_count;
    struct iovec *buffers;
    uint32_t buffer_count;
    struct sring_group *groups;
    uint32_t group_count;
    struct iovec parts[SRING_MOST_PARTS];
};

static inline struct sring_fallback *sring_fallback_of(const struct sring_kernel *kernel)
{
    return kernel->state;
}

static inline void *sring_pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

/* --- fallback_completions.c ------------------------------------------------------------------- */

void sring_fallback_post(struct sring_fallback *it, const struct sring_request *request, int result,
                         uint32_t flags);
/* The same for a completion that is not the last of its request. */
void sring_fallback_post_item(struct sring_fallback *it, const struct sring_request *request,
                              int result, uint32_t flags);
bool sring_fallback_is_crowded(const struct sring_fallback *it);
uint32_t sring_fallback_ready(const struct sring_fallback *it);
void sring_fallback_post_overflow(struct sring_fallback *it);

/* --- fallback_due.c: the list of requests to try ---------------------------------------------- */

void sring_fallback_make_due(struct sring_fallback *it, struct sring_request *request);
/* The same, but in the next turn: others get theirs. */
void sring_fallback_postpone(struct sring_fallback *it, struct sring_request *request);
void sring_fallback_make_undue(struct sring_fallback *it, struct sring_request *request);

/* --- fallback_requests.c ---------------------------------------------------------------------- */

/* Reads requests and begins them. Returns their number, or -ENOMEM if there is no memory for the
 * first one. */
int sring_fallback_read(struct sring_fallback *it, uint32_t to_submit);
/* The request has this result: completes it, and begins the next one of its chain. */
void sring_fallback_end(struct sring_fallback *it, struct sring_request *request, int result);
/* Tries the requests that are due, and those that become due meanwhile. */
void sring_fallback_try_due(struct sring_fallback *it);
/* The list of pending requests that one with this number is in. */
struct sring_request **sring_fallback_bucket(const struct sring_fallback *it, uint64_t user_data);
/* Takes the request from where it waits. */
void sring_fallback_leave(struct sring_fallback *it, struct sring_request *request);
void sring_fallback_forget_all(struct sring_fallback *it);
/* Grows the array if it has no room for one more element. Returns false without memory. */
bool sring_fallback_grow(void *array, uint32_t count, uint32_t *room, size_t size);

/* --- fallback_watch.c ------------------------------------------------------------------------- */

void sring_watch_append(struct sring_watch *watch, struct sring_request *request);
void sring_watch_take_out(struct sring_watch *watch, struct sring_request *request);
/* Whether the first one gets what the second one waits for. */
bool sring_watch_blocks(const struct sring_request *first, const struct sring_request *second);
uint32_t sring_watch_wanted(const struct sring_watch *watch);
/* Keeps the file open. Without a free descriptor the file is waited for all the same: then the
 * program must not close it meanwhile. Returns 0 or -errno. */
int sring_watch_hold(struct sring_watch *watch, int fd);
/* Nobody waits: closes the duplicate. */
void sring_watch_let_go(struct sring_watch *watch);
/* Puts the watch into the list; sring_watch_let_go takes it out. */
void sring_watch_put(struct sring_watch **list, struct sring_watch *watch);
/* Closes the duplicates that nobody has needed since the last call but one; or all. */
void sring_fallback_close_idle(struct sring_fallback *it, bool all);
int sring_watch_control(const struct sring_fallback *it, int operation, struct sring_watch *watch,
                        uint32_t events);
/* Whether other requests wait for the file in the same direction. This one comes after them. */
bool sring_fallback_is_behind(const struct sring_fallback *it, const struct sring_request *request,
                              int fd, uint32_t events);

/* --- fallback_watches.c ----------------------------------------------------------------------- */

/* The request waits until this file of it may be ready for the events. Returns SRING_PENDING, or
 * -errno; -EPERM: nobody can wait for this file. */
int sring_fallback_wait(struct sring_fallback *it, struct sring_request *request, int fd,
                        uint32_t events);
/* The same with every change reported, as a multishot poll needs it. */
int sring_fallback_wait_alone(struct sring_fallback *it, struct sring_request *request, int fd,
                              uint32_t events);
/* A request that waits is to wait for other events. */
void sring_fallback_change(struct sring_fallback *it, struct sring_request *request,
                           uint32_t events);
void sring_fallback_unwatch(struct sring_fallback *it, struct sring_request *request);
/* The descriptor is about to be closed, perhaps by this backend: epoll must forget it, too. */
void sring_fallback_forget_fd(struct sring_fallback *it, int fd);
/* --- fallback_epoll.c ------------------------------------------------------------------------- */

/* Takes what epoll reports, and waits for it until `end`. Returns 0, -EINTR or -ETIME. */
int sring_fallback_look(struct sring_fallback *it, uint64_t end);
int sring_fallback_open_watches(struct sring_fallback *it);
void sring_fallback_close_watches(struct sring_fallback *it, bool in_child);

/* --- fallback_timers.c ------------------------------------------------------------------------ */

/* The request is tried again at this time. Returns SRING_PENDING, or -ENOMEM. */
int sring_fallback_sleep(struct sring_fallback *it, struct sring_request *request, uint64_t at);
void sring_fallback_wake(struct sring_fallback *it, struct sring_request *request);
/* Makes those due whose time has come. Returns when the next one wakes, or SRING_NEVER. */
uint64_t sring_fallback_check_time(struct sring_fallback *it);
/* Reads the time, when the request is read. */
void sring_prepare_timeout(struct sring_request *request);
int sring_run_timeout(struct sring_fallback *it, struct sring_request *request);

/* --- fallback_workers.c ----------------------------------------------------------------------- */

/* A worker calls `work`, which returns the result. Returns SRING_PENDING, or -errno. */
int sring_fallback_give(struct sring_fallback *it, struct sring_request *request,
                        int (*work)(struct sring_request *request));
/* The same after all earlier ones of this file that were given in order. */
int sring_fallback_give_ordered(struct sring_fallback *it, struct sring_request *request,
                                int (*work)(struct sring_request *request));
/* Duplicates the descriptor: the program may close the file meanwhile. Returns 0 or -errno. */
int sring_fallback_keep_open(struct sring_request *request);
bool sring_fallback_has_ordered(struct sring_fallback *it, struct sring_request *request);
/* Takes it back. Returns false if a worker runs it. */
bool sring_fallback_take_back(struct sring_fallback *it, struct sring_request *request);
void sring_fallback_take_results(struct sring_fallback *it);
int sring_fallback_open_workers(struct sring_fallback *it);

/* --- fallback_alarm.c: signals a registered eventfd while the program sleeps elsewhere -------- */

int sring_alarm_open(struct sring_fallback *it, int event_fd);
void sring_alarm_close(struct sring_fallback *it);
void sring_alarm_leave(struct sring_fallback *it); /* in a forked child */
/* `enter` begins, and ends; `next` is the time of the next timer. */
void sring_alarm_stop(struct sring_fallback *it);
void sring_alarm_start(struct sring_fallback *it, uint64_t next);

/* --- fallback_descriptors.c: descriptors of the backend's own --------------------------------- */

/* Duplicates the descriptor. The new one is above those that a program usually gets, because
 * programs rely on the lowest number being free. Returns -errno. */
int sring_fallback_dup(int fd);
/* Moves a new descriptor there, if possible. If `fd` is negative, returns -errno. */
int sring_fallback_own(int fd);

/* Whether the file was opened for `mode`: O_RDONLY or O_WRONLY. */
bool sring_is_open_for(int fd, int mode);
/* Whether a poll of the file says that it is ready now. */
bool sring_is_ready(int fd, short events);

/* --- fallback_tables.c ------------------------------------------------------------------------ */

int sring_fallback_put_file(struct sring_fallback *it, uint32_t slot, int fd);
/* Puts the new descriptor into the request's slot and returns 0 or -errno. Without a slot it
 * returns the descriptor. */
int sring_fallback_install(struct sring_fallback *it, const struct sring_request *request, int fd);
int sring_fallback_register_files(struct sring_kernel *kernel, const int *fds, uint32_t count);
int sring_fallback_update_file(struct sring_kernel *kernel, uint32_t slot, int fd);
void sring_fallback_unregister_files(struct sring_kernel *kernel);
int sring_fallback_register_buffers(struct sring_kernel *kernel, uint32_t count);
int sring_fallback_update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data,
                                 size_t size);
void sring_fallback_unregister_buffers(struct sring_kernel *kernel);
int sring_fallback_register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                                     uint32_t count, bool incremental);
void sring_fallback_unregister_buf_ring(struct sring_kernel *kernel, uint16_t id);

#endif /* SRING_KERNEL_FALLBACK_H */
