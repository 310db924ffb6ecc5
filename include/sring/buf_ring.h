/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings: groups of buffers. The kernel takes a buffer from the group when data arrives.
 *
 * An operation on a group (recv_multishot, read_multishot, recv_provided, read_provided) holds no
 * memory while it waits. Arrived data is handed out as a lent buffer: a part of the group's memory,
 * to be read and returned. docs/BUFFER_RINGS.md describes the life of a buffer.
 */
#ifndef SRING_BUF_RING_H
#define SRING_BUF_RING_H

#include <sring/buf.h>
#include <sring/handles/buf_ring.h>
#include <sring/handles/lent_buf.h>
#include <sring/ring.h>

SRING_BEGIN_C_

/* Zero means default, for every field. */
struct sring_buf_ring_options {
    /* The kernel fills a buffer piece by piece. Each piece is lent by itself, and the buffer goes
     * back to the kernel when it is full and all pieces were returned. For byte streams, not for
     * datagrams, which would be truncated at the end of a buffer. No effect before Linux 6.16. */
    bool incremental;
};

struct sring_buf_ring_stats {
    size_t size;      /* bytes of a buffer */
    uint32_t count;   /* number of buffers */
    uint32_t free;    /* buffers that the kernel may fill, including partly filled ones */
    uint32_t lent;    /* filled parts that were not returned yet */
    bool incremental; /* the kernel fills buffers piece by piece */
    bool bundles;     /* recv_multishot may fill several buffers at a time (Linux 6.16) */
};

SRING_COLD_ int sring_buf_ring_open_(struct sring *ring, uint32_t count, size_t size,
                                     const struct sring_buf_ring_options *options,
                                     struct sring_block_ **group);
SRING_COLD_ void sring_buf_ring_close_(struct sring *ring, struct sring_block_ *group);
SRING_API_ void sring_buf_ring_get_stats_(const struct sring_block_ *group,
                                          struct sring_buf_ring_stats *stats);

/* How an operation can use its group. */
#define SRING_LENDS_INCREMENTAL_ 1u /* it may use an incremental group */
#define SRING_LENDS_BUNDLES_ 2u     /* it takes several buffers at a time if the kernel can */

/* Private. Makes the block for an operation's item. place_ is the group id, length_ the size of a
 * buffer, and index_ is to be added to the ioprio of the SQE. Returns 0, -EINVAL or -ENOMEM. */
SRING_COLD_ int sring_lent_begin_(struct sring_block_ *group, unsigned needs,
                                  struct sring_block_ **item);
/* Private. Called by init: reports a misuse if the group is of another ring. */
SRING_COLD_ void sring_lent_check_group_(const struct sring *ring, const struct sring_block_ *group,
                                         const char *function);
/* Private. Called at submit: reports a misuse if the group is closed or of another ring. */
SRING_COLD_ void sring_lent_check_(struct sring *ring, const struct sring_block_ *item,
                                   const char *function);
/* Private. The same as sring_next_, for a stream on a buffer ring. */
SRING_COLD_ int sring_next_lent_(struct sring *ring, uint64_t number, struct sring_block_ **item,
                                 const char *function);

/* Opens a group of `count` buffers, rounded up to a power of 2, of `size` bytes each. The library
 * allocates the memory. `options` may be NULL. Returns 0, -EINVAL (count 0 or over 32768, size 0 or
 * over 2 GiB - 4 KiB), -ENOMEM (also: RLIMIT_MEMLOCK), -ENOBUFS (65536 groups are open) or
 * -EOPNOTSUPP (Linux before 5.19). */
SRING_INLINE_ SRING_FALLIBLE int
sring_buf_ring_open(struct sring *ring, struct sring_buf_ring *group, uint32_t count, size_t size,
                    const struct sring_buf_ring_options *options) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*group);

/* Closes the group: cancels its operations and waits until the kernel is done with them; callbacks
 * run. Data that they have received is not lost: their handles stay valid and still return it. Lent
 * buffers stay valid, too: the memory is freed when the last one is returned. Call it before the
 * ring is closed, which closes its groups. */
SRING_INLINE_ void sring_buf_ring_close(struct sring *ring, struct sring_buf_ring *group)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*group);

/* Fills in the size of the group and its counters. */
SRING_INLINE_ void sring_buf_ring_get_stats(const struct sring_buf_ring *group,
                                            struct sring_buf_ring_stats *stats)
    SRING_REQUIRES_SHARED(*group);

/* The received bytes and their number. A length of 0 is the end of the stream or file: there are no
 * bytes, but the lent buffer must still be returned. The pointer must not be used after that. */
SRING_INLINE_ const unsigned char *sring_lent_buf_data(const struct sring_lent_buf *item)
    SRING_REQUIRES(*item);
SRING_INLINE_ size_t sring_lent_buf_length(const struct sring_lent_buf *item) SRING_REQUIRES(*item);

/* Returns the part to its group. Any thread may call it, even after the group or the ring was
 * closed. */
SRING_INLINE_ void sring_lent_buf_return(struct sring_lent_buf *item) SRING_CONSUMES(*item);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_buf_ring_open(struct sring *ring, struct sring_buf_ring *group,
                                      uint32_t count, size_t size,
                                      const struct sring_buf_ring_options *options)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_buf_ring_open_(ring, count, size, options, &block);
    group->block_ = SRING_NOTHING_;
    group->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        group->block_ = block;
        group->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_buf_ring_close(struct sring *ring, struct sring_buf_ring *group)
{
    struct sring_block_ *block = sring_buf_ring_block_(group, __func__);

    SRING_PROVE_RING_(ring);
    sring_buf_ring_close_(ring, block);
    group->block_ = NULL;
}

SRING_INLINE_ void sring_buf_ring_get_stats(const struct sring_buf_ring *group,
                                            struct sring_buf_ring_stats *stats)
{
    sring_buf_ring_get_stats_(sring_buf_ring_block_(group, __func__), stats);
}

SRING_INLINE_ const unsigned char *sring_lent_buf_data(const struct sring_lent_buf *item)
{
    return sring_lent_buf_block_(item, __func__)->data_;
}

SRING_INLINE_ size_t sring_lent_buf_length(const struct sring_lent_buf *item)
{
    return sring_lent_buf_block_(item, __func__)->length_;
}

SRING_INLINE_ void sring_lent_buf_return(struct sring_lent_buf *item)
{
    struct sring_block_ *block = sring_lent_buf_block_(item, __func__);

    item->block_ = NULL;
    sring_block_free_(block);
}

SRING_END_C_

#endif /* SRING_BUF_RING_H */
