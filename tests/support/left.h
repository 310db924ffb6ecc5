/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits that a callback leaves by longjmp.
 */
#ifndef SRING_TESTS_LEFT_H
#define SRING_TESTS_LEFT_H

#include "support.h"

#include <setjmp.h>

SRING_TIMEOUT_CALLBACK(leave)
{
    (void)ring;
    assert_int_equal(sring_timeout_finish(done), -ETIME);
    longjmp(*(jmp_buf *)arg, 1);
}

/* Two milliseconds from now a callback jumps there, out of the call that waits. */
static inline void leave_soon(struct sring *ring, jmp_buf *out)
{
    sring_assert_owner(ring);
    assert_int_equal(sring_timeout_launch(ring, 2 * MILLISECOND, NULL, leave, out, NULL), 0);
}

#endif /* SRING_TESTS_LEFT_H */
