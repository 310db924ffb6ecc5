/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A helper follows the annotations on its definition.
// expect gcc-O0 gcc clang: runtime "sring_buf_free needs a buffer that is yours"
// expect clang-tsa: L3
#include "case.h"

#ifndef SRING_TWIN
static void drop(struct sring_buf *buf) SRING_CONSUMES(*buf)
{
    (void)buf;
    /* error: L3 "{buffer} 'buf' is still held at the end of function" */
}

static void use(struct sring_buf *buf) SRING_REQUIRES(*buf)
{
    sring_buf_free(buf);
    /* error: L3 "expecting {buffer} 'buf' to be held at the end of function" */
}
#else
static void drop(struct sring_buf *buf) SRING_CONSUMES(*buf)
{
    sring_buf_free(buf);
}

static void use(struct sring_buf *buf) SRING_REQUIRES(*buf)
{
    sring_buf_set_length(buf, 1);
}
#endif

/* Not inlined, so that only the analysis can find it. */
__attribute__((noinline)) static void use_twice(struct sring_buf *buf) SRING_REQUIRES(*buf)
{
    __asm__("" : "+r"(buf));
    use(buf);
    use(buf);
}

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    use_twice(&buf);
    drop(&buf);
    return 0;
}
