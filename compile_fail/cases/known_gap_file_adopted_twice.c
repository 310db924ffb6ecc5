/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A descriptor is adopted once: the number does not show that another handle has it.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect gcc-dev: runtime "sring_fd_adopt needs a descriptor that no handle has"
// expect clang-tsa: not caught
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd one, two;
    int raw = temporary_file("potato");

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&one, raw);
#ifndef SRING_TWIN
    sring_fd_adopt(&two, raw); /* a second close could close another file */
#else
    sring_fd_adopt(&two, dup(raw));
#endif
    EXPECT(sring_fsync_await(&ring, &two) == 0);
    sring_fd_close(&ring, &one);
    sring_fd_close(&ring, &two);
    sring_close(&ring);
    return 0;
}
