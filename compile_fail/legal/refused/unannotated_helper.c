/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A helper that takes a handle without an annotation: the analysis assumes that it holds nothing.
 * Instead: a prototype with the annotation (helper_annotations.c).
 *
 * clang-14: releasing mutex 'buf' that was not held
 * clang-14: mutex 'buf' is not held on every path through here
 * clang-19: releasing buffer 'buf' that was not held
 * clang-19: buffer 'buf' is not held on every path through here
 */
#include "support.h"

#ifndef SRING_TWIN
static void discard(struct sring_buf *buf);
#else
static void discard(struct sring_buf *buf) SRING_CONSUMES(*buf);
#endif

static void discard(struct sring_buf *buf)
{
    sring_buf_free(buf);
}

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 16)) {
        return 2;
    }
    discard(&buf);
    return 0;
}
