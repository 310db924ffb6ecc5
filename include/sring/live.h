/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Counts what the process owns, and reports at exit what was never given back.
 *
 * The report is for development builds: programs with all files compiled with SRING_DEVELOPMENT
 * that have opened a ring or adopted a file. At exit they print what is left, and the calls that
 * made it, to standard error. sring_close of the last open ring prints which files are left; a file
 * that the program closes later is in this list, too. In such builds it is also a misuse to adopt a
 * descriptor twice, to detach an operation on a local array, or to share one as constant memory.
 */
#ifndef SRING_LIVE_H
#define SRING_LIVE_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* The counts are for all threads of the process. */
struct sring_live {
    uint64_t buffers; /* allocated or adopted and not freed yet, wherever they are; a shared one is
                         one buffer */
    uint64_t bytes;   /* sum of their capacities */
    uint64_t pools;   /* handles of pools; for a pool's buffers see sring_pool_get_stats */
    uint64_t files;   /* 0 unless this is a development build */
};

/* Fills in the counts. Any thread may call it. They are exact if no other thread makes or frees
 * something meanwhile. */
SRING_API_ void sring_get_live(struct sring_live *live);

SRING_END_C_

#endif /* SRING_LIVE_H */
