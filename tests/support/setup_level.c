/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Older kernels: replaces the library's io_uring_setup, and rejects every combination of flags
 * except the one in SRING_TEST_SETUP, as an older kernel would.
 */
#include "support.h"

#include "kernel/uring.h"

#define SETUP_NO_SQARRAY (1u << 16) /* IORING_SETUP_NO_SQARRAY */

unsigned hidden_features;

static int (*set_up)(unsigned entries, struct io_uring_params *params);

int setup_level(void)
{
    const char *text = getenv("SRING_TEST_SETUP");

    return text ? atoi(text) : -1;
}

bool is_fallback(void)
{
    const char *name = getenv("SRING_BACKEND");

    return name && !strcmp(name, "fallback");
}

static int set_up_as_older(unsigned entries, struct io_uring_params *params)
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
    const unsigned wishes = IORING_SETUP_SQPOLL | IORING_SETUP_SQ_AFF | IORING_SETUP_IOPOLL |
                            IORING_SETUP_ATTACH_WQ | IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP;
    unsigned flags = params->flags & ~wishes;
    int level = setup_level();
    int fd;

    if (level >= 0) {
        unsigned known = levels[level];

        if (params->flags & IORING_SETUP_SQPOLL) {
            known &= ~(unsigned)(IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN);
        }
        if (flags != known) {
            return -EINVAL;
        }
    }
    fd = set_up(entries, params);
    params->features &= ~hidden_features;
    return fd;
}

__attribute__((constructor)) static void choose(void)
{
    set_up = sring_uring_setup;
    sring_uring_setup = set_up_as_older;
}
