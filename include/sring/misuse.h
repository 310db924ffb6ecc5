/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The misuse report: what happens when a mistake that the compiler could not see is made at run
 * time. A stale, copied, foreign or twice used handle is found before anything is touched.
 */
#ifndef SRING_MISUSE_H
#define SRING_MISUSE_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

struct sring_misuse {
    const char *function; /* the call that was made, such as "sring_read_at_wait" */
    const char *expected; /* what it needs, such as "a Submitted read_at of this ring" */
    const char *found;    /* what it was given */
};

typedef void sring_misuse_fn(const struct sring_misuse *misuse, void *arg);

/* Replaces the handler of the whole process; NULL restores the default, which writes one line to
 * standard error and aborts. The handler may be called from any thread. It ends the program or, in
 * a test, jumps out with longjmp (nothing has been touched yet); if it returns, the library aborts:
 * there is no safe way to go on with a call whose arguments are not what they claim to be. */
SRING_API_ void sring_set_misuse_handler(sring_misuse_fn *handler, void *arg);

SRING_END_C_

#endif /* SRING_MISUSE_H */
