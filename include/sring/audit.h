/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Audit: a function of the program that sees every operation of a ring when it is over. It is given
 * to sring_open as `audit` in struct sring_options. docs/OBSERVING.md says what it costs.
 */
#ifndef SRING_AUDIT_H
#define SRING_AUDIT_H

#include <sring/detail/proof.h>

#include <stdbool.h>
#include <stdint.h>

SRING_BEGIN_C_

/* The call that began an operation. */
enum sring_audit_begun {
    SRING_AUDIT_SUBMIT, /* submit, await or await_each: the result is taken with a handle */
    SRING_AUDIT_START,  /* start or launch: the result goes to a callback */
    SRING_AUDIT_BATCH,  /* add: it is a member of a batch */
};

/* A completion of an operation. It has no contents of buffers, no path and no address. */
struct sring_audit_record {
    uint64_t ticket; /* number of the operation in this process, as sring_dump prints it */
    /* When the ring handed the operation to the kernel, in nanoseconds on `clock`. 0: never, as it
     * was cancelled before, or belongs to a batch that failed. */
    uint64_t begun_ns;
    uint64_t duration_ns; /* from then until the ring took the completion; 0 if it never began */
    int clock;            /* the ring's: CLOCK_MONOTONIC or CLOCK_BOOTTIME */
    const char *name;     /* of the opcode, such as "read"; NULL: the library does not know it */
    uint8_t opcode;       /* IORING_OP_... */
    enum sring_audit_begun begun;
    int32_t fd;     /* the descriptor of its file, or of its directory; -1: none */
    int32_t slot;   /* the direct descriptor of its file; -1: none */
    int32_t result; /* as finish returns it: -errno, or what the operation's result is */
    int64_t bytes;  /* transferred, 0 after an error; -1: the operation transfers none */
    /* The operation goes on: this is an item of a stream, or the result of a send whose buffer the
     * kernel still reads. Each operation has exactly one record without it, the last. */
    bool more;
    bool cancelled; /* a cancel request was made, or the result is -ECANCELED */
    bool expired;   /* its deadline has passed */
    bool detached;  /* nobody takes the result */
    /* The kernel cannot be entered any more, and sring_close gives the operation up. It may still
     * be in flight; `result` is the error of entering the kernel. */
    bool lost;
};

/* Called with each completion, on the ring's thread, before the program gets the result. `record`
 * is valid until it returns. It must return (no longjmp, no exception), and must not use the ring:
 * that is a misuse, which is reported. It may use another ring, but it must not close, release or
 * unregister a file: the audited ring may be about to use it. */
typedef void sring_audit_fn(const struct sring_audit_record *record, void *arg);

SRING_END_C_

#endif /* SRING_AUDIT_H */
