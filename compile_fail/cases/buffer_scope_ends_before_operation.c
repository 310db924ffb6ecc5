/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The scope of a buffer cannot end while the buffer is owned.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_buf buf = SRING_NONE;

        if (sring_buf_alloc(&buf, 64)) {
            give_up("sring_buf_alloc");
        }
        EXPECT(sring_read_at_await(&ring, &file, &buf, 0) == 6);
#ifdef SRING_TWIN
        sring_buf_free(&buf);
#endif
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
    /* error: L3 "{buffer} 'buf' is still held at the end of function" */
}
