/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Older kernels: stands in for io_uring_queue_init_params (by the linker's --wrap) and refuses
 * every combination of flags but the one that SRING_TEST_SETUP names, as an older kernel would.
 */
#include "support.h"

#include <liburing.h>

int __real_io_uring_queue_init_params(unsigned entries, struct io_uring *ring,
                                      struct io_uring_params *params);
int __wrap_io_uring_queue_init_params(unsigned entries, struct io_uring *ring,
                                      struct io_uring_params *params);

unsigned hidden_features;

int setup_level(void)
{
    const char *text = getenv("SRING_TEST_SETUP");

    return text ? atoi(text) : -1;
}

int __wrap_io_uring_queue_init_params(unsigned entries, struct io_uring *ring,
                                      struct io_uring_params *params)
{
    static const unsigned levels[] = {
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN,
        IORING_SETUP_SUBMIT_ALL,
        0,
    };
    unsigned flags = params->flags & ~(unsigned)(IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP);
    int level = setup_level();
    int rc;

    if (level >= 0 && flags != levels[level]) {
        return -EINVAL;
    }
    rc = __real_io_uring_queue_init_params(entries, ring, params);
    params->features &= ~hidden_features;
    return rc;
}
