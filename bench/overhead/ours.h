/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring of the contestants that use this library.
 */
#ifndef OURS_H
#define OURS_H

#include "overhead.h"

#include <sring/sring.h>

static struct sring ring;

static inline void adopt_block(struct sring_buf *buf, unsigned index, size_t size)
    SRING_PRODUCES(*buf);

/* The memory of block `index` as a buffer. */
static inline void adopt_block(struct sring_buf *buf, unsigned index, size_t size)
{
    int rc = sring_buf_adopt(buf, block_memory(index), size, NULL, NULL);

    if (rc) {
        fail("sring_buf_adopt", rc);
    }
}

void contestant_open(void)
{
    struct sring_options options = {.entries = QUEUE_ENTRIES};
    int rc = sring_open(&ring, &options);

    if (rc) {
        fail("sring_open", rc);
    }
}

void contestant_close(void)
{
    sring_close(&ring);
}

#endif /* OURS_H */
