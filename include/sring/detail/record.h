/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. What a slot of the submission queue holds.
 *
 * An operation has a number that is never used again. The masked number is the offset of its slot:
 * an SQE and, behind it, a record. The slot belongs to the operation while it lives (the kernel
 * does not write SQEs). So `sqe->user_data_ == number` shows that a handle is live, of this ring,
 * and no copy of a consumed one. The record holds what only the library needs; the kernel does not
 * read it (src/kernel/open.c).
 */
#ifndef SRING_DETAIL_RECORD_H
#define SRING_DETAIL_RECORD_H

#include <sring/buf.h>
#include <sring/misuse.h>
#include <sring/ticket.h>

SRING_BEGIN_C_

/* struct io_uring_sqe as words, which are written whole. Words that few operations use are 0 in
 * every free slot. */
struct sring_sqe_ {
    uint64_t head_;      /* opcode, flags, ioprio, fd */
    uint64_t off_;       /* off, addr2 */
    uint64_t addr_;      /* addr, splice_off_in */
    uint64_t len_flags_; /* len, rw_flags and friends */
    uint64_t user_data_; /* number of the operation, or SRING_FREE_ */
    uint64_t index_;     /* buf_index, personality, file_index */
    uint64_t addr3_;
    uint64_t pad2_;
};

struct sring_cqe_ {
    uint64_t user_data_;
    int32_t result_;
    uint32_t flags_;
};

/* user_data of a free slot. A dead handle has 0; numbers start far above. */
#define SRING_FREE_ UINT64_C(1)

/* Flags in user_data, below the number. Of these a handle can only have SRING_MAKES_FD_. */
#define SRING_CALLS_BACK_ UINT64_C(2) /* the completion goes to a callback */
#define SRING_INTERNAL_ UINT64_C(4)   /* the library's own request, such as a cancel request */
#define SRING_DETACHED_ UINT64_C(8)   /* detached before the kernel read the SQE */
#define SRING_QUICK_ UINT64_C(32)     /* with CALLS_BACK: its slot needs no clearing */
#define SRING_MAKES_FD_ UINT64_C(16)  /* a result >= 0 is a descriptor */
#define SRING_TIMED_ UINT64_C(64)     /* has a deadline */
#define SRING_NUMBER_                                                                              \
    (~(SRING_CALLS_BACK_ | SRING_INTERNAL_ | SRING_DETACHED_ | SRING_QUICK_ | SRING_TIMED_))

/* A completed operation. Every Completed handle has this layout. */
struct __attribute__((may_alias)) sring_taken_ {
    uint64_t number;
    int32_t result;
    uint32_t flags;
    struct sring_block_ *block; /* the buffer that was lent */
    struct sring_block_ *scratch;
};

/* A callback of any type. */
typedef void sring_any_fn_(void);
/* How the callbacks of an operation are called. */
struct sring_delivery_ {
    /* Calls `callback` with a Completed handle of its type, or an item. */
    void (*deliver)(struct sring *ring, void *taken, void *arg, sring_any_fn_ *callback);
    const char *callback; /* what a misuse report calls it */
};

/* The library's data of an operation. Fields that an operation does not use keep old values: a
 * block in it belongs to the operation only if it is lent to it. */
struct sring_record_ {
    struct sring_block_ *block_;   /* the buffer that is lent */
    struct sring_block_ *scratch_; /* memory of the library that the kernel reads or writes */
    const struct sring_delivery_ *delivery_;
    int32_t result_; /* with SRING_CLOSES_ or SRING_LATE_ and no result yet: the descriptor */
    uint32_t flags_; /* with SRING_LATE_ and no result yet: IOSQE_... flags */
    /* Not next to delivery_: gcc would join the two stores, which is slower. */
    sring_any_fn_ *callback_;
    uint32_t state_; /* flags below, and SRING_DETACHED_; 0 in a free slot */
    uint32_t index_; /* index in the batch, of a started stream's end callback, or the round of the
                        result */
    union {
        uint64_t timeout_; /* nanoseconds + 1 until the clock starts, then the time of the deadline;
                              of an alarm: seconds */
        uint32_t span_[2]; /* with LENDS and a result: see struct sring_span */
    };
    void *arg_; /* of the callback; with SRING_MEMBER_: the batch; of an alarm: nanoseconds */
#if __SIZEOF_POINTER__ < 8
    uint32_t pad_[5]; /* a slot has the same size on every system */
#endif
};

/* A time limit in a record's or a handle's timeout_, where 0 is none. */
SRING_INLINE_ uint64_t sring_time_limit_(uint64_t nanoseconds)
{
    return nanoseconds + (nanoseconds != UINT64_MAX);
}

#define SRING_DONE_ 1u         /* had its last completion: the kernel is done with it */
#define SRING_TWO_CQES_ 2u     /* may complete twice: with the result, and at the end of the loan */
#define SRING_RESULT_ 4u       /* the result is in the record */
#define SRING_TAKEN_ 16u       /* with TWO_CQES: has a Completed handle, so the record is kept */
#define SRING_STREAM_ 32u      /* a stream: each completion with IORING_CQE_F_MORE is an item */
#define SRING_ENDING_ 64u      /* with STREAM: items are disposed of on arrival */
#define SRING_CLOSES_ 128u     /* owns a descriptor, which is closed in any case */
#define SRING_TWO_FILES_ 256u  /* its second file is the length of its scratch block */
#define SRING_CANCELLING_ 512u /* a cancel request was sent, or is due */
#define SRING_EXPIRED_ 1024u   /* its deadline has passed */
#define SRING_MEMBER_ 2048u    /* a member of a batch */
#define SRING_CHAINED_ 4096u   /* linked: must be submitted in the same call as its predecessor */
#define SRING_VOID_ 8192u      /* turned into a no-op: its result is -ECANCELED */
#define SRING_LENDS_ 16384u    /* on a buffer ring, which provides the block's memory */
#define SRING_LATE_ 32768u     /* a worker may look up its file */
#define SRING_BATCH_ 65536u    /* a batch: the record is in the batch's memory */
#define SRING_DUE_ 131072u     /* in the queue of due callbacks */
#define SRING_CLOCKED_ 262144u /* with a deadline: its clock has started */
#define SRING_REARMED_ 524288u /* a timer with a deadline in place of its own time */
#define SRING_HELD_                                                                                \
    1048576u                    /* over in the kernel, but the operation is not: a timer that was  \
                                   re-armed, or a stream that will begin again */
#define SRING_WATCHED_ 2097152u /* sring_wait_any waits for it, or has done so */
#define SRING_FIBER_ 16777216u  /* a fiber: the record is in the fiber's memory */
#define SRING_PARKS_ 33554432u  /* a fiber waits for it: arg_ is its stack */
#define SRING_WORK_ 67108864u   /* a call in another thread: the record is in the work's memory */
#define SRING_WAKER_ 134217728u /* the read of a waker: the library's own */
#define SRING_APART_                                                                               \
    (SRING_BATCH_ | SRING_FIBER_ | SRING_WORK_) /* not in a slot or in the parked records */
#define SRING_AGAIN_ 4194304u /* a stream that begins again when the kernel has ended it */
#define SRING_COPY_ 8388608u  /* of a slot: holds a stream's request again; its record is parked */

struct sring_slot_ {
    struct sring_sqe_ sqe_;
    struct sring_record_ record_;
};

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SRING_POLL_MASK_(mask) (mask)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) | (uint64_t)(uint32_t)(second) << 32)
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) | (uint64_t)(uint32_t)(file_index) << 32)
#define SRING_INDEX_FILE_(index) ((uint32_t)((index) >> 32))
#else
#define SRING_POLL_MASK_(mask) ((mask) << 16 | (mask) >> 16)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) << 32 | (uint64_t)(uint32_t)(second))
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) << 48 | (uint64_t)(uint32_t)(file_index))
#define SRING_INDEX_FILE_(index) ((uint32_t)(index))
#endif

SRING_END_C_

#endif /* SRING_DETAIL_RECORD_H */
