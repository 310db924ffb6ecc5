/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A simulated kernel, behind the seam of src/kernel/kernel.h: what its files share.
 *
 * It runs the requests itself, with system calls that do not block, and only when it is entered.
 * Time is its own: it goes on when the kernel is entered or the clock is read, and jumps when
 * everything sleeps. What it does now or later, in which order, in which parts, and what it
 * refuses follows from a seed alone.
 */
#ifndef SRING_TESTS_SIMULATED_H
#define SRING_TESTS_SIMULATED_H

#include "support.h"

#include "kernel/kernel.h"

#include <limits.h>
#include <sys/uio.h>

#define PENDING INT_MIN /* in place of a result */
#define NEVER UINT64_MAX
#define READ_MULTISHOT 49 /* IORING_OP_READ_MULTISHOT, which an older liburing does not have */
#define AT_ONCE 65536     /* requests that are looked at in one go */

/* A request that was read and is not done. */
struct request {
    struct io_uring_sqe sqe;
    uint64_t number;        /* so many were read before it */
    uint64_t chain;         /* the number of the first of its chain */
    struct request *next;   /* of those that have begun, or that are done */
    struct request *linked; /* begins when this one is done */
    bool waits;             /* it was tried, in vain */
    bool done;
    int fd;            /* its own descriptor of the file, or -1 */
    uint64_t at;       /* when it is tried */
    uint64_t interval; /* of a timeout, or until when */
    uint32_t length;   /* of a transfer */
    bool whole;        /* it is short only if an error stops it */
    uint32_t moved;    /* by such a transfer */
    bool connecting;
    uint32_t times;      /* of a timeout that repeats: how often more; 0: without end */
    uint32_t last_ready; /* what a poll that repeats has said, and how many bytes were there */
    int last_bytes;
    uint32_t cqe_flags; /* of the completion that it returns */
    bool notifies;      /* a second completion comes later */
};

/* A completion that is not in the queue yet. */
struct held {
    struct sring_cqe_ cqe;
    uint64_t at;    /* when it may be posted */
    uint64_t order; /* those of a chain come one after the other */
    bool told;      /* the eventfd was signalled */
    uint64_t number;
    unsigned char opcode;
};

struct group {
    struct io_uring_buf_ring *ring; /* NULL: there is none of this number */
    uint32_t count;
    bool incremental;
    uint16_t head;
};

struct simulated {
    struct simulated *next; /* of all that are open */
    struct sring_kernel *kernel;
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    struct request *first; /* of those that have begun, the oldest first */
    struct request *done;  /* to be freed at the end of a turn */
    struct held *held;
    uint32_t held_count, held_room;
    int event_fd;
    int *files; /* descriptors of its own; -1: an empty slot */
    uint32_t file_count;
    struct iovec *buffers;
    uint32_t buffer_count;
    struct group *groups;
    uint32_t group_count;
};

/* What becomes of the requests that are linked behind one. */
enum failure {
    FAILS_NEVER,
    FAILS_BY_ERROR,
    FAILS_BY_SHORT,         /* also when it has moved less than it was to */
    FAILS_BY_SHORT_WAITALL, /* likewise, with MSG_WAITALL */
    FAILS_BY_TIMEOUT,       /* unless it may expire */
};

struct operation {
    /* Returns the result, or PENDING. */
    int (*run)(struct simulated *it, struct request *request);
    enum failure failure;
    bool on_file; /* of its request's descriptor or slot */
    bool at_once; /* never put off */
    short events; /* it is tried again when the file is ready for that; 0: always */
};

static inline struct simulated *state_of(struct sring_kernel *kernel)
{
    return kernel->state;
}

/* --- chance.c: the seed, the clock, the trace ------------------------------------------------ */

bool is_simulated(void);
/* A number below n; n - 1 is what an orderly kernel would do. */
uint32_t chance(uint32_t n);
uint64_t soon(uint32_t one_in, uint32_t microseconds); /* now, or in one of a few a bit later */
void trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
__attribute__((noreturn)) void give_up(const char *why);
extern uint64_t clock_ns;

/* --- completions.c --------------------------------------------------------------------------- */

uint32_t ready(const struct simulated *it); /* completions in the queue */
void hold(struct simulated *it, const struct request *request, int result, uint32_t flags);
/* One that is not the last of its request. */
void hold_item(struct simulated *it, const struct request *request, int result, uint32_t flags);
bool is_crowded(const struct simulated *it);
void tell(struct simulated *it); /* signals the eventfd for what may be posted now */
void post(struct simulated *it, uint32_t most);
uint64_t next_post(const struct simulated *it);

/* --- requests.c ------------------------------------------------------------------------------ */

uint32_t read_requests(struct simulated *it, uint32_t to_submit);
void finish(struct simulated *it, struct request *request, int result);
void turn(struct simulated *it); /* tries what is due */
uint64_t next_try(const struct simulated *it);
bool sleep_for_real(struct simulated *it); /* until a file is ready; false: a signal */
void forget_requests(struct simulated *it);

/* --- files.c --------------------------------------------------------------------------------- */

int own_fd(int fd); /* a descriptor that the program does not see; -1: there is no such file */
void close_own(int fd);
int file_of(const struct simulated *it, const struct request *request);
/* Puts a descriptor into the slot that the request names, or says that it names none. */
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
int run_pipe(struct simulated *it, struct request *request);
int run_poll(struct simulated *it, struct request *request);
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

void prepare_timeout(struct request *request); /* its time is read with the request */
void start_timeout(struct request *request);

/* A try of a transfer into these buffers: its result, or PENDING. */
int move_once(struct request *request, const struct iovec *buffers, size_t count);

/* Makes memory for one more in a growing array. */
void *more(void *array, uint32_t count, uint32_t *room, size_t size);

#endif /* SRING_TESTS_SIMULATED_H */
