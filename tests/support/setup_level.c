/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Older kernels: replaces the library's io_uring_setup (by the linker's --wrap), and rejects every
 * combination of flags except the one in SRING_TEST_SETUP, as an older kernel would.
 */
#include "support.h"

#include <errno.h>
#include <liburing.h>

#define SETUP_NO_SQARRAY (1u << 16) /* IORING_SETUP_NO_SQARRAY */

int __real_sring_io_uring_setup(unsigned entries, struct io_uring_params *params);
int __wrap_sring_io_uring_setup(unsigned entries, struct io_uring_params *params);

unsigned hidden_features;

int setup_level(void)
{
    const char *text = getenv("SRING_TEST_SETUP");

    return text ? atoi(text) : -1;
}

int __wrap_sring_io_uring_setup(unsigned entries, struct io_uring_params *params)
{
    static const unsigned levels[] = {
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN |
            IORING_SETUP_SQE128 | SETUP_NO_SQARRAY,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN,
        IORING_SETUP_SUBMIT_ALL,
        0,
    };
    unsigned flags = params->flags & ~(unsigned)(IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP);
    int level = setup_level();
    int fd;

    if (level >= 0 && flags != levels[level]) {
        return -EINVAL;
    }
    fd = __real_sring_io_uring_setup(entries, params);
    params->features &= ~hidden_features;
    return fd;
}
