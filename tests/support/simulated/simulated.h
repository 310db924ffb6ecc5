/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A simulated kernel, an implementation of src/kernel/kernel.h: the declarations of its files.
 *
 * It runs the requests itself, with system calls that do not block, and only when it is entered.
 * It has its own clock. That advances when the kernel is entered or the clock is read, and jumps
 * when everything sleeps. A seed alone decides the delays, the order, the short transfers and the
 * rejected calls.
 */
#ifndef SRING_TESTS_SIMULATED_H
#define SRING_TESTS_SIMULATED_H

#include "support.h"

#include "kernel/outcome.h"

#include <limits.h>
#include <sys/uio.h>

#define PENDING INT_MIN /* in place of a result */
#define NEVER UINT64_MAX
#define AT_ONCE 65536 /* the most requests to look at in one turn */

/* A request that was read and has not completed. */
struct request {
    struct io_uring_sqe sqe;
    uint64_t number;        /* the number of requests read before it */
    uint64_t chain;         /* the number of the first request of its chain */
    struct request *next;   /* in the list of begun or of done requests */
    struct request *linked; /* begins when this one is done */
    bool waits;             /* it was tried and could not complete */
    bool done;
    int fd;            /* its own descriptor of the file, or -1 */
    uint64_t at;       /* the time to try it */
    uint64_t interval; /* a timeout's length, or its absolute time */
    uint32_t length;   /* the bytes to transfer */
    bool whole;        /* the transfer is short only after an error */
    uint32_t moved;    /* the bytes moved so far, if `whole` */
    bool connecting;
    uint32_t times;      /* the repetitions left of a multishot timeout; 0: without end */
    uint32_t last_ready; /* the last result of a multishot poll */
    int last_bytes;      /* the bytes that were there then */
    uint32_t cqe_flags;  /* the flags of its next completion */
    bool notifies;       /* a second completion comes later */
};

/* A completion that is not in the queue yet. */
struct held {
    struct sring_cqe_ cqe;
    uint64_t at;    /* the time from which it may be posted */
    uint64_t order; /* completions with the same value are posted in order: those of a chain */
    bool told;      /* the eventfd was signalled */
    uint64_t number;
    unsigned char opcode;
};

struct group {
    struct io_uring_buf_ring *ring; /* NULL: there is no group with this number */
    uint32_t count;
    bool incremental;
    uint16_t head;
};

struct simulated {
    struct simulated *next; /* in the list of all open kernels */
    struct sring_kernel *kernel;
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    struct request *first; /* the begun requests, the oldest first */
    struct request *done;  /* the requests to free at the end of a turn */
    struct held *held;
    uint32_t held_count, held_room;
    int event_fd;
    int *files; /* the kernel's own descriptors; -1: an empty slot */
    uint32_t file_count;
    struct iovec *buffers;
    uint32_t buffer_count;
    struct group *groups;
    uint32_t group_count;
};

struct operation {
    /* Returns the result, or PENDING. */
    int (*run)(struct simulated *it, struct request *request);
    bool at_once; /* it is never delayed */
    short events; /* it is tried again when the file is ready for these; 0: every time */
};

static inline struct simulated *state_of(struct sring_kernel *kernel)
{
    return kernel->state;
}

/* --- chance.c: the seed, the clock, the trace ------------------------------------------------ */

bool is_simulated(void);
/* A number below n. With seed 0 it is n - 1, which makes the kernel behave like Linux. */
uint32_t chance(uint32_t n);
/* The time now, or one time in `one_in` up to `microseconds` later. */
uint64_t soon(uint32_t one_in, uint32_t microseconds);
void trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
__attribute__((noreturn)) void give_up(const char *why);
extern uint64_t clock_ns;

/* --- completions.c --------------------------------------------------------------------------- */

uint32_t ready(const struct simulated *it); /* the number of completions in the queue */
void hold(struct simulated *it, const struct request *request, int result, uint32_t flags);
/* The same for a completion that is not the last of its request. */
void hold_item(struct simulated *it, const struct request *request, int result, uint32_t flags);
bool is_crowded(const struct simulated *it);
bool ends_early(const struct simulated *it); /* whether a stream's item is its last one */
void tell(struct simulated *it); /* signals the eventfd for completions that may be posted now */
void post(struct simulated *it, uint32_t most);
uint64_t next_post(const struct simulated *it);

/* --- requests.c ------------------------------------------------------------------------------ */

uint32_t read_requests(struct simulated *it, uint32_t to_submit);
void finish(struct simulated *it, struct request *request, int result);
void turn(struct simulated *it); /* tries the requests that are due */
uint64_t next_try(const struct simulated *it);
bool sleep_for_real(struct simulated *it); /* until a file is ready; false after a signal */
void forget_requests(struct simulated *it);

/* --- files.c --------------------------------------------------------------------------------- */

int own_fd(int fd); /* duplicates it to a descriptor that the program does not see, or -1 */
void close_own(int fd);
int file_of(const struct simulated *it, const struct request *request);
/* Puts the descriptor into the request's slot and returns 0 or -errno. Without a slot it returns
 * the descriptor. */
int install(struct simulated *it, const struct request *request, int fd);
int put_file(struct simulated *it, uint32_t slot, int fd);
int begin_nonblocking(int fd);
void end_nonblocking(int fd, int flags);

/* --- tables.c -------------------------------------------------------------------------------- */

void simulated_unregister_files(struct sring_kernel *kernel);
void simulated_unregister_buffers(struct sring_kernel *kernel);
int simulated_register_eventfd(struct sring_kernel *kernel, int fd);
int simulated_register_files(struct sring_kernel *kernel, const int *fds, uint32_t count);
int simulated_update_file(struct sring_kernel *kernel, uint32_t slot, int fd);
int simulated_register_buffers(struct sring_kernel *kernel, uint32_t count);
int simulated_update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size);
int simulated_register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                                uint32_t count, bool incremental);
void simulated_unregister_buf_ring(struct sring_kernel *kernel, uint16_t id);

/* --- the operations -------------------------------------------------------------------------- */

extern const struct operation operations[];
bool is_operation(int opcode);

int run_accept(struct simulated *it, struct request *request);
int run_cancel(struct simulated *it, struct request *request);
int run_close(struct simulated *it, struct request *request);
int run_connect(struct simulated *it, struct request *request);
int run_fallocate(struct simulated *it, struct request *request);
int run_fsync(struct simulated *it, struct request *request);
int run_message(struct simulated *it, struct request *request);
int run_mkdirat(struct simulated *it, struct request *request);
int run_nop(struct simulated *it, struct request *request);
int run_openat(struct simulated *it, struct request *request);
int run_openat2(struct simulated *it, struct request *request);
int run_pipe(struct simulated *it, struct request *request);
int run_poll(struct simulated *it, struct request *request);
int run_poll_update(struct simulated *it, struct request *request);
int run_read_provided(struct simulated *it, struct request *request);
int run_renameat(struct simulated *it, struct request *request);
int run_shutdown(struct simulated *it, struct request *request);
int run_socket(struct simulated *it, struct request *request);
int run_splice(struct simulated *it, struct request *request);
int run_statx(struct simulated *it, struct request *request);
int run_tee(struct simulated *it, struct request *request);
int run_timeout(struct simulated *it, struct request *request);
int run_transfer(struct simulated *it, struct request *request);
int run_unlinkat(struct simulated *it, struct request *request);

void prepare_timeout(struct request *request); /* reads its time, when the request is read */
void start_timeout(struct request *request);

/* Tries a transfer into these buffers once. Returns the result, or PENDING. */
int move_once(struct request *request, const struct iovec *buffers, size_t count);

/* Grows the array if it has no room for one more element. */
void *more(void *array, uint32_t count, uint32_t *room, size_t size);

#endif /* SRING_TESTS_SIMULATED_H */
