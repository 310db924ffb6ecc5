/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring of the contestants that use liburing directly: with every setup flag that helps.
 */
#ifndef RAW_H
#define RAW_H

#include "overhead.h"

#include <liburing.h>
#include <string.h>

static struct io_uring ring;

void contestant_open(void)
{
    struct io_uring_params params;
    int rc;

    memset(&params, 0, sizeof(params));
    params.flags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                   IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE;
    params.cq_entries = 4096;
    rc = io_uring_queue_init_params(QUEUE_ENTRIES, &ring, &params);
    if (rc == -EINVAL) { /* before Linux 6.1 */
        params.flags = IORING_SETUP_CQSIZE;
        rc = io_uring_queue_init_params(QUEUE_ENTRIES, &ring, &params);
    }
    if (rc) {
        fail("io_uring_queue_init_params", rc);
    }
    (void)io_uring_register_ring_fd(&ring);
}

void contestant_close(void)
{
    io_uring_queue_exit(&ring);
}

#endif /* RAW_H */
