/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A direct descriptor is unregistered once.
// expect gcc-O0: runtime "sring_direct_fd_unregister needs a direct descriptor that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd direct;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_fd_register(&ring, &file, &direct)) {
        give_up("sring_fd_register");
    }
    sring_direct_fd_unregister(&ring, &direct);
#ifndef SRING_TWIN
    /* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct' that was not held" */
    sring_direct_fd_unregister(&ring, &direct);
#endif
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
