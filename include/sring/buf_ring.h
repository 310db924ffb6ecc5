/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings: groups of buffers out of which the kernel takes one when data is there.
 *
 * An operation on a group (recv_multishot, read_multishot, recv_provided, read_provided) holds no
 * memory while it waits. What has arrived comes out of it as a lent buffer: a part of the group's
 * memory, to be read and returned. docs/BUFFER_RINGS.md has the life of a buffer.
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
    /* A buffer is filled piece by piece, each of which is lent by itself, and goes back to the
     * kernel when it is full and all are returned. For streams of bytes, not for datagrams, which
     * would be cut off at a buffer's end. From Linux 6.16 on; before that it changes nothing. */
    bool incremental;
};

struct sring_buf_ring_stats {
    size_t size;      /* of a buffer, in bytes */
    uint32_t count;   /* buffers of the group */
    uint32_t free;    /* of these, those that the kernel may fill, also those filled in part */
    uint32_t lent;    /* parts that have been filled and were not returned, wherever they are */
    bool incremental; /* buffers are filled piece by piece */
    bool bundles;     /* recv_multishot fills several at a time (Linux 6.16 and later) */
};

SRING_COLD_ int sring_buf_ring_open_(struct sring *ring, uint32_t count, size_t size,
                                     const struct sring_buf_ring_options *options,
                                     struct sring_block_ **group);
SRING_COLD_ void sring_buf_ring_close_(struct sring *ring, struct sring_block_ *group);
SRING_API_ void sring_buf_ring_get_stats_(const struct sring_block_ *group,
                                          struct sring_buf_ring_stats *stats);

/* What an operation needs of its group. */
#define SRING_LENDS_INCREMENTAL_ 1u /* it may use an incremental group */
#define SRING_LENDS_BUNDLES_ 2u     /* it takes several buffers at a time where the kernel can */

/* Private. The block that an operation on this group begins with, in which its item will be: it
 * has the group's number in place_, a buffer's size in length_, and in index_ what is to be added
 * to the SQE's ioprio. Returns 0, -EINVAL or -ENOMEM. */
SRING_COLD_ int sring_lent_begin_(struct sring *ring, struct sring_block_ *group, unsigned needs,
                                  struct sring_block_ **item, const char *function);
/* Private. The operation goes to the kernel: its group must be open. */
SRING_COLD_ void sring_lent_check_(struct sring *ring, const struct sring_block_ *item,
                                   const char *function);
/* Private. As sring_next_, for a stream that lends. */
SRING_COLD_ int sring_next_lent_(struct sring *ring, uint64_t number, struct sring_block_ **item,
                                 const char *function);

/* Opens a group of `count` buffers, rounded up to a power of 2, of `size` bytes each; the library
 * allocates them. `options` may be NULL.
 * Returns 0, -EINVAL (count 0 or over 32768, size 0 or over 2 GiB - 4 KiB), -ENOMEM (also:
 * RLIMIT_MEMLOCK), -ENOBUFS (65536 groups are open) or -EOPNOTSUPP (Linux before 5.19). */
SRING_INLINE_ SRING_FALLIBLE int
sring_buf_ring_open(struct sring *ring, struct sring_buf_ring *group, uint32_t count, size_t size,
                    const struct sring_buf_ring_options *options) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*group);

/* Closes the group: cancels the operations that are in flight on it and waits until the kernel is
 * done with them; callbacks run. What these have received is not lost: their handles stay valid
 * and still bring it. So do lent buffers: the memory is released when the last one is returned. To
 * be called before the ring is closed, which closes its groups. */
SRING_INLINE_ void sring_buf_ring_close(struct sring *ring, struct sring_buf_ring *group)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*group);

SRING_INLINE_ void sring_buf_ring_get_stats(const struct sring_buf_ring *group,
                                            struct sring_buf_ring_stats *stats)
    SRING_REQUIRES_SHARED(*group);

/* The bytes that have arrived, and how many. A length of 0 is the end of the stream or file; there
 * are no bytes then, and the lent buffer must be returned all the same. The pointer must not be
 * used after that. */
SRING_INLINE_ const unsigned char *sring_lent_buf_data(const struct sring_lent_buf *item)
    SRING_REQUIRES(*item);
SRING_INLINE_ size_t sring_lent_buf_length(const struct sring_lent_buf *item) SRING_REQUIRES(*item);

/* Gives the part back to its group. May be called by any thread, also after the group or the ring
 * was closed. */
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
