/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the process owns, and a development build's report of what was never given back.
 *
 * In a development build, which is a program compiled with SRING_DEVELOPMENT (all of its files),
 * what is left at the end is written to standard error, with the calls that made it; and what is
 * known of files: sring_close says which are left when no ring is open any more. (One that the
 * program releases after that is among them, and is no leak.) A descriptor that
 * is adopted twice is a misuse there, and so is to detach an operation on a local array.
 */
#ifndef SRING_LIVE_H
#define SRING_LIVE_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* Of all threads, at the time of the call. */
struct sring_live {
    uint64_t buffers; /* that were allocated or adopted, and not freed: whoever has them now */
    uint64_t bytes;   /* their capacities */
    uint64_t pools;   /* handles of pools; for the buffers of one see sring_pool_get_stats */
    uint64_t files;   /* in a development build, else 0 */
};

/* Fills in what the process owns. May be called from any thread. */
SRING_API_ void sring_get_live(struct sring_live *live);

SRING_END_C_

#endif /* SRING_LIVE_H */
