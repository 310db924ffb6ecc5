/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Which set-ups of rings the kernel has, for sring-probe. Programs do not include this file.
 */
#ifndef SRING_DETAIL_SETUP_H
#define SRING_DETAIL_SETUP_H

#include <sring/detail/proof.h>

#include <stdbool.h>
#include <stdint.h>

SRING_BEGIN_C_

/* The set-up flags that sring_open tries together. */
struct sring_setup_ {
    const char *since; /* the version of Linux that came with them */
    const char *flags; /* their names without IORING_SETUP_, separated by a space */
    int rc;            /* 0: it can be opened; otherwise -errno */
    uint32_t features; /* IORING_FEAT_..., if it can be opened */
};

/* Tries one; 0 is that of the newest kernels, 5 that of the oldest. Returns false if there is no
 * such set-up: after the last one, and if the library was built without io_uring. Does not retry
 * as sring_open does after -ENOMEM: call it before rings were opened and closed. */
SRING_API_ bool sring_try_setup_(unsigned which, struct sring_setup_ *setup);

SRING_END_C_

#endif /* SRING_DETAIL_SETUP_H */
