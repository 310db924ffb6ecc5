/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The part of a ring that is about observing its operations.
 */
#ifndef SRING_RING_OBSERVE_H
#define SRING_RING_OBSERVE_H

#include <sring/audit.h>

#include "base/base.h"
#include "base/histogram.h"

struct sring_found;
struct sring_slot_;

/* Where the operation with this number was begun. */
struct sring_place {
    uint64_t number;
    const void *address; /* the return address of the program's call */
};

/* src/engine/observe.c. A ring with `completions` is used through the library only: the inlined
 * paths find no completion and make no system call. */
struct sring_observe {
    bool times;                      /* stores when each operation was handed to the kernel */
    bool completions;                /* looks at each completion; with `times` */
    uint64_t *begun;                 /* by slot: that time; of a parked record, see there */
    struct sring_place *places;      /* by slot; NULL: not a development build */
    uint32_t handed;                 /* tail of the queue up to which it is stored */
    struct sring_histogram *latency; /* by opcode; NULL: not wanted */
    sring_audit_fn *audit;           /* or NULL */
    void *arg;
    bool audits; /* `audit` is running */
    /* Of the ring, meanwhile. */
    unsigned char *slots;
    uint64_t sq_mask;
    int32_t refusal;
};

/* --- owner.c -------------------------------------------------------------------------------- */

/* From the first to the second, every use of the ring ends in a misuse report. */
void sring_forbid_use(struct sring *ring);
void sring_allow_use(struct sring *ring);

/* --- requests.c ----------------------------------------------------------------------------- */

/* What the program has asked for, also if the request was turned into a no-op or never queued. */
struct sring_asked {
    uint8_t opcode;
    uint8_t flags; /* IOSQE_... */
    int32_t fd;
};
struct sring_asked sring_asked_in(const struct sring_slot_ *slot);
struct sring_asked sring_asked_of(struct sring *ring, struct sring_found found);
/* Returns the opcode of what the kernel was given: IORING_OP_NOP for a request that was turned into
 * a no-op, and for a batch. */
uint8_t sring_opcode_of(struct sring *ring, struct sring_found found);
/* When and where an operation was begun. */
struct sring_begun {
    uint64_t at; /* when it was handed to the kernel, by sring_time; 0: it was not (an operation
                    in the queue), or no times are stored */
    const void *place; /* return address of the program's call; NULL: not known */
};
struct sring_begun sring_begun(struct sring *ring, struct sring_found found);
/* Stores, in a development build, where the operation in a slot was begun. */
void sring_store_place(const struct sring *ring, uint64_t number, const void *place);

#endif /* SRING_RING_OBSERVE_H */
