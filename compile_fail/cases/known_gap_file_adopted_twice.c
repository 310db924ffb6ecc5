/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A descriptor is adopted once: a number does not show that a handle has it already.
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
    sring_fd_adopt(&two, raw); /* and is closed behind somebody's back, when it is closed twice */
#else
    sring_fd_adopt(&two, dup(raw));
#endif
    EXPECT(sring_fsync_await(&ring, &two) == 0);
    sring_fd_close(&ring, &one);
    sring_fd_close(&ring, &two);
    sring_close(&ring);
    return 0;
}
