/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. Shared by the files of buffer rings.
 */
#ifndef SRING_RING_BUFFER_GROUP_H
#define SRING_RING_BUFFER_GROUP_H

#include "ring/ring.h"

/* struct io_uring_buf. The kernel changes address and length when it fills a buffer in part. The
 * tail of the ring lies in the first entry, so that entry is never written as a whole. */
struct buf_ring_entry {
    uint64_t address;
    uint32_t length;
    uint16_t buffer;
    uint16_t tail;
};

struct buf_ring_buffer {
    uint32_t parts;  /* parts that were filled and not returned yet */
    uint32_t filled; /* bytes filled since it was published */
    uint16_t place;  /* its entry in the ring when it was last published */
    uint16_t next;   /* the buffer in which a bundle continues */
    bool with_kernel;
};

struct buf_ring {
    struct sring_core_ *core; /* the ring's, or NULL if closed */
    struct sring_block_ *handle;
    struct buf_ring_entry *entries; /* one mapping: the entries and, on the next page, memory */
    unsigned char *memory;
    size_t mapped;
    size_t size;   /* bytes of a buffer */
    size_t stride; /* bytes from one buffer to the next */
    uint32_t count;
    uint16_t id;
    bool incremental;
    bool bundles;
    uint32_t forks; /* sring_forks() of the process that opened it */
    uint32_t made;  /* blocks of operations and items; with `over`, others read it: protected */

    pthread_mutex_t lock; /* protects all fields below: any thread may return parts */
    uint16_t tail;
    bool over;              /* the handle is gone */
    uint32_t freed;         /* of the blocks that were made */
    uint32_t free, lent;    /* as in struct sring_buf_ring_stats */
    uint16_t tried;         /* the tail when a held stream last began */
    uint64_t missing_until; /* none of the free buffers can be used until then; 0: one can */
    uint16_t *order;        /* by entry: the buffer that was last published there */
    struct buf_ring_buffer buffers[];
};

/* Free function of a block that belongs to the group. Returns the block's part, if it has one. */
void sring_lent_free(void *data, void *group);

/* The handle is gone, and the kernel is done with the memory: frees the group when its last block
 * is freed. */
void sring_buf_ring_leave(struct buf_ring *group);

/* In the index_ of an operation's block: it takes several buffers at a time. */
#define SRING_BUNDLE 16u /* IORING_RECVSEND_BUNDLE, in ioprio */

/* With the lock held: gives the buffer to the kernel. */
void sring_buf_ring_publish(struct buf_ring *group, uint32_t buffer);

/* Frees the group, which nobody refers to. */
void sring_buf_ring_destroy(struct buf_ring *group);

#endif /* SRING_RING_BUFFER_GROUP_H */
