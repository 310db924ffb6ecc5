/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a lent buffer dies with it.
// expect gcc-O0 gcc-asan: runtime "sring_lent_buf_length needs a lent buffer that is yours"
// expect gcc clang: runtime "sring_lent_buf_length needs a lent buffer that is yours"
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
    if (sring_read_provided_await(&ring, &file, &group, &item)) {
        give_up("sring_read_provided_await");
    }
    EXPECT(memcmp(sring_lent_buf_data(&item), "potato", 6) == 0);
#ifndef SRING_TWIN
    struct sring_lent_buf copy = item;

    sring_lent_buf_return(&item);
    /* error: L3 "'sring_lent_buf_length' requires holding {lent buffer} 'copy'" */
    EXPECT(sring_lent_buf_length(&copy) == 6);
#else
    EXPECT(sring_lent_buf_length(&item) == 6);
    sring_lent_buf_return(&item);
#endif
    sring_fd_close(&ring, &file);
    sring_buf_ring_close(&ring, &group);
    sring_close(&ring);
    return 0;
}
