/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The result of sring_connect_to is checked: there may be no connection.
// expect gcc-O0 gcc clang: L1
// expect clang-tsa: L1 L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_connect_to(&ring, NULL, NULL, 0, &file);
    /* error: L3 "releasing {file} 'file' that was not held" */
    sring_fd_close(&ring, &file);
#else
    if (!sring_connect_to(&ring, NULL, NULL, 0, &file)) {
        sring_fd_close(&ring, &file);
    }
#endif
    sring_close(&ring);
    return 0;
}
