/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Every lent buffer is returned, or the group runs out of buffers.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf_ring group;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_lent_buf item = SRING_NONE;

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
#ifdef SRING_TWIN
    sring_lent_buf_return(&item);
#endif
    sring_fd_close(&ring, &file);
    sring_buf_ring_close(&ring, &group);
    sring_close(&ring);
    return 0;
    /* error: L3 "{lent buffer} 'item' is still held at the end of function" */
}
