/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No operation begins on a buffer ring that was closed.
// expect gcc-O0: runtime "sring_read_provided_init needs an open buffer ring"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf_ring group;
    struct sring_lent_buf item;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_ring_open(&ring, &group, 4, 64, NULL)) {
        give_up("sring_buf_ring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
#ifndef SRING_TWIN
    sring_buf_ring_close(&ring, &group);
    /* error: L2 sring_error_buf_ring_gone_ */
    /* error: L3 "'sring_read_provided_await' requires holding {buffer ring} 'group'" */
    if (sring_read_provided_await(&ring, &file, &group, &item)) {
        give_up("sring_read_provided_await");
    }
    EXPECT(memcmp(sring_lent_buf_data(&item), "potato", 6) == 0);
    sring_lent_buf_return(&item);
#else
    if (sring_read_provided_await(&ring, &file, &group, &item)) {
        give_up("sring_read_provided_await");
    }
    EXPECT(memcmp(sring_lent_buf_data(&item), "potato", 6) == 0);
    sring_lent_buf_return(&item);
    sring_buf_ring_close(&ring, &group);
#endif
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
