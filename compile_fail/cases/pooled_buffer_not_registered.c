/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation on a registered buffer needs a pooled buffer unwrapped as a registered one.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_pool pool;
    struct sring_pooled_buf pooled;
    struct sring_registered_pool registered;
#ifndef SRING_TWIN
    struct sring_buf buf;
#else
    struct sring_registered_buf buf;
#endif
    int n;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_register(&ring, &pool, &registered)) {
        give_up("sring_pool_register");
    }
    if (sring_pool_get(&pool, &pooled)) {
        give_up("sring_pool_get");
    }
#ifndef SRING_TWIN
    sring_pooled_buf_unwrap(&pooled, &buf);
    /* error: L1 incompatible-pointer-types "struct sring_registered_buf *" "struct sring_buf *" */
    n = sring_read_fixed_await(&ring, &file, &buf, 0);
    sring_pooled_buf_wrap(&buf, &pooled);
#else
    if (sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &buf)) {
        give_up("sring_pooled_buf_unwrap_registered");
    }
    n = sring_read_fixed_await(&ring, &file, &buf, 0);
    sring_pooled_buf_wrap_registered(&buf, &pooled);
#endif
    EXPECT(n == 6);
    sring_pool_put(&pool, &pooled);
    sring_pool_unregister(&ring, &registered);
    sring_pool_close(&pool);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
