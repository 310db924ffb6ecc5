/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: There is no file if no connection was made.
// expect gcc-O0 clang: runtime "sring_fd_close needs"
// expect gcc: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_connect_to(&ring, NULL, NULL, 0, &file)) {
#ifndef SRING_TWIN
        /* error: L2 sring_error_fd_gone_ */
        /* error: L3 "releasing {file} 'file' that was not held" */
        sring_fd_close(&ring, &file);
#endif
        sring_close(&ring);
        return 0;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 1;
}
