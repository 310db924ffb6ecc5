/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. What the files of buffer rings share.
 */
#ifndef SRING_RING_BUFFER_GROUP_H
#define SRING_RING_BUFFER_GROUP_H

#include "ring/ring.h"

/* What the kernel reads. It rewrites address and length when a buffer is filled in part; the tail
 * stands in the first entry, which therefore is never written as a whole. */
struct buf_ring_entry {
    uint64_t address;
    uint32_t length;
    uint16_t buffer;
    uint16_t tail;
};

struct buf_ring_buffer {
    uint32_t parts;  /* that have been filled and are not returned */
    uint32_t filled; /* bytes, from the beginning on, since the kernel has it */
    uint16_t place;  /* in the ring, where it was published last */
    uint16_t next;   /* the buffer that a bundle goes on in */
    bool with_kernel;
};

struct buf_ring {
    struct sring_core_ *core; /* of the ring, or NULL: closed */
    struct sring_block_ *handle;
    struct buf_ring_entry *entries; /* one mapping: these, on the next page the buffers */
    unsigned char *memory;
    size_t mapped;
    size_t size;   /* of a buffer */
    size_t stride; /* from one buffer to the next */
    uint32_t count;
    uint16_t id;
    bool incremental;
    bool bundles;
    uint32_t forks; /* of the process that opened it, see sring_forks */

    pthread_mutex_t lock; /* for all that follows: parts may be returned in any thread */
    uint16_t tail;
    uint32_t references; /* the handle, and each block of an operation or item */
    uint32_t free, lent; /* as in struct sring_buf_ring_stats */
    uint16_t *order;     /* by place: the buffer that was published there last */
    struct buf_ring_buffer buffers[];
};

/* What frees a block that belongs to the group: returns its part, if it has one. */
void sring_lent_free(void *data, void *group);

/* With the lock held: the kernel may fill the buffer. */
void sring_buf_ring_publish(struct buf_ring *group, uint32_t buffer);

/* Nobody has anything of the group any more. */
void sring_buf_ring_destroy(struct buf_ring *group);

#endif /* SRING_RING_BUFFER_GROUP_H */
