/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The result of a fallible call in a member: the analysis follows only local variables. Instead: a
 * local variable, copied into the member afterwards.
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-19: releasing buffer 'buf' that was not held
 */
#include "support.h"

struct job {
    int error;
};

int main(void)
{
    struct job job = {0};
    struct sring_buf buf;

#ifndef SRING_TWIN
    job.error = sring_buf_alloc(&buf, 16);
    if (job.error) {
        return 2;
    }
#else
    int rc = sring_buf_alloc(&buf, 16);

    job.error = rc;
    if (rc) {
        return 2;
    }
#endif
    sring_buf_free(&buf);
    return job.error;
}
