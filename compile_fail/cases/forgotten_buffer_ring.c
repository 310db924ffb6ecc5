/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Every buffer ring is closed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_lent_buf item;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_buf_ring group = SRING_NONE;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_ring_open(&ring, &group, 4, 64, NULL)) {
        give_up("sring_buf_ring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_read_provided_await(&ring, &file, &group, &item)) {
        give_up("sring_read_provided_await");
    }
    EXPECT(memcmp(sring_lent_buf_data(&item), "potato", 6) == 0);
    sring_lent_buf_return(&item);
    sring_fd_close(&ring, &file);
#ifdef SRING_TWIN
    sring_buf_ring_close(&ring, &group);
#endif
    sring_close(&ring);
    return 0;
    /* error: L3 "{buffer ring} 'group' is still held at the end of function" */
}
