/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers in a header of a project; for inline_helpers.c and inline_cpp.cc.
 */
#ifndef LEGAL_INLINE_HELPERS_H
#define LEGAL_INLINE_HELPERS_H

#include <sring/buf.h>
#include <sring/ops/read_at.h>

#include <string.h>

/* Reads `size` bytes at `offset` into `data`. Returns 0, -ENODATA or -errno. */
static inline int read_exactly(struct sring *ring, const struct sring_fd *file, void *data,
                               size_t size, uint64_t offset) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

/* Frees the buffer and passes a value on; for `return drop(&buf, rc);`. */
static inline int drop(struct sring_buf *buf, int value) SRING_CONSUMES(*buf);

static inline int drop(struct sring_buf *buf, int value)
{
    sring_buf_free(buf);
    return value;
}

static inline int read_exactly(struct sring *ring, const struct sring_fd *file, void *data,
                               size_t size, uint64_t offset)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, size);

    if (rc) {
        return rc;
    }
    rc = sring_read_at_await(ring, file, &buf, offset);
    if (rc < 0) {
        return drop(&buf, rc);
    }
    if ((size_t)rc != size) {
        return drop(&buf, -ENODATA);
    }
    memcpy(data, sring_buf_data(&buf), size);
    return drop(&buf, 0);
}

#endif /* LEGAL_INLINE_HELPERS_H */
