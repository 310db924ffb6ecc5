/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Prints what is in flight on a ring.
 */
#ifndef SRING_DUMP_H
#define SRING_DUMP_H

#include <sring/ring.h>

#include <stdio.h>

SRING_BEGIN_C_

/* Prints what is in flight, one thing a line: operations, batches, fibers and calls in other
 * threads. docs/OBSERVING.md has the format. Calls no function of the program, takes no
 * completions, makes no system call but those of the output, and allocates nothing. May be called
 * in callbacks and fibers. `file` is the caller's; it is not one of sring_fopen, whose writes are
 * operations. For write errors see ferror(3). */
SRING_API_ void sring_dump_(struct sring *ring, FILE *file);
SRING_INLINE_ void sring_dump(struct sring *ring, FILE *file) SRING_REQUIRES(*ring);

SRING_INLINE_ void sring_dump(struct sring *ring, FILE *file)
{
    SRING_PROVE_RING_(ring);
    sring_dump_(ring, file);
}

SRING_END_C_

#endif /* SRING_DUMP_H */
