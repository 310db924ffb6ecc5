/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A fiber that reads.
 */
#ifndef SRING_TESTS_READING_FIBER_H
#define SRING_TESTS_READING_FIBER_H

#include "support.h"

/* Reads up to 8 bytes from the struct sring_fd; returns their number. */
SRING_FIBER(read_it)
{
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 8);
    rc = sring_read_await(ring, arg, &buf);
    sring_buf_free(&buf);
    return rc;
}

#endif /* SRING_TESTS_READING_FIBER_H */
