/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The misuse report: called at run time for a mistake that the compiler could not see. A stale,
 * copied, foreign or reused handle is detected before anything is changed. In a development build
 * (SRING_DEVELOPMENT) the report also names the calls that led to it.
 */
#ifndef SRING_MISUSE_H
#define SRING_MISUSE_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

struct sring_misuse {
    const char *function; /* the function that was called, such as "sring_read_at_wait" */
    const char *expected; /* what it needs, such as "a Submitted read_at of this ring" */
    const char *found;    /* what it was given */
};

typedef void sring_misuse_fn(const struct sring_misuse *misuse, void *arg);

/* Sets the handler of the process. NULL restores the default, which prints one line to standard
 * error and aborts. Any thread may call the handler. It ends the program or, in a test, leaves with
 * longjmp (nothing was changed yet). If it returns, the library aborts: a call with wrong arguments
 * cannot continue safely. */
SRING_API_ void sring_set_misuse_handler(sring_misuse_fn *handler, void *arg);

SRING_END_C_

#endif /* SRING_MISUSE_H */
