/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No operation writes to a shared buffer.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf, other;
    struct sring_shared_buf shared;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("tomato"));
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
    sring_buf_share(&buf, &shared);
    if (sring_buf_alloc(&other, 64)) {
        give_up("sring_buf_alloc");
    }
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_shared_buf *" */
    EXPECT(sring_read_at_await(&ring, &file, &shared, 0) == 6);
#else
    EXPECT(sring_read_at_await(&ring, &file, &other, 0) == 6);
#endif
    EXPECT(sring_write_at_shared_await(&ring, &file, &shared, 0) == 6);
    sring_shared_free(&shared);
    sring_buf_free(&other);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
