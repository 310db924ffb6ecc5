/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No operation begins on a shared buffer whose handle was freed.
// expect gcc-O0: runtime "sring_write_at_shared_launch needs a shared buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

SRING_WRITE_AT_SHARED_CALLBACK(on_written)
{
    *(int *)arg = sring_write_at_shared_finish(done);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_shared_buf shared;
    int written = 0, rc;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("tomato"));
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
    sring_buf_share(&buf, &shared);
#ifndef SRING_TWIN
    sring_shared_free(&shared);
    /* error: L2 sring_error_shared_buf_gone_ */
    /* error: L3 "'sring_write_at_shared_launch' requires holding {shared buffer} 'shared'" */
    rc = sring_write_at_shared_launch(&ring, &file, &shared, 0, NULL, on_written, &written, NULL);
#else
    rc = sring_write_at_shared_launch(&ring, &file, &shared, 0, NULL, on_written, &written, NULL);
    sring_shared_free(&shared);
#endif
    EXPECT(!rc);
    EXPECT(!sring_run(&ring));
    EXPECT(written == 6);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
