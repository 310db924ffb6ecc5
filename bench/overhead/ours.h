/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring of the contestants that use this library.
 */
#ifndef OURS_H
#define OURS_H

#include "overhead.h"

#include <sring/sring.h>

static struct sring ring;

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
