/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file is closed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd file = SRING_NONE;

    sring_fd_adopt(&file, temporary_file("potato"));
    EXPECT(sring_fd_raw(&file) >= 0);
#ifdef SRING_TWIN
    EXPECT(close(sring_fd_release(&file)) == 0);
#endif
    return 0;
    /* error: L3 "{file} 'file' is still held at the end of function" */
}
