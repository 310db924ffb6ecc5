/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: After a helper has consumed a buffer, the caller does not use it.
// expect gcc-O0: runtime "sring_buf_set_length needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include <sring/sring.h>

static void give_away(struct sring_buf *buf) SRING_CONSUMES(*buf);

static inline void give_away(struct sring_buf *buf)
{
    sring_buf_free(buf);
}

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 4096)) {
        return 1;
    }
    sring_buf_set_length(&buf, 1);
    give_away(&buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "'sring_buf_set_length' requires holding {buffer} 'buf'" */
    sring_buf_set_length(&buf, 1);
#endif
    return 0;
}
