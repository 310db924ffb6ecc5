/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One read with the library. Includes only the header of that operation, unless WITH_ALL_OPERATIONS
 * is defined. Its twin is liburing_read.c.
 */
#ifdef WITH_ALL_OPERATIONS
#include <sring/sring.h>
#else
#include <sring/ops/read_at.h>
#endif

int read_some(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, uint64_t offset)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*buf);

int read_some(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, uint64_t offset)
{
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int rc = sring_read_at_init(ring, &op, fd, offset);

    if (rc) {
        return rc;
    }
    sring_read_at_submit(ring, &op, buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    return sring_read_at_finish(&done, buf);
}
