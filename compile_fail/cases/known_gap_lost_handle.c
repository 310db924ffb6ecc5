/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle stashed in memory is claimed before that memory is freed.
// expect gcc-O0 gcc clang: not caught
// expect gcc-asan: found "Indirect leak of 64000 byte(s)"
// expect gcc-dev: found "left at the end of the program: 1 buffer (64000 bytes), 0 handles of pools, 1 file"
// expect clang-tsa: not caught
#include "case.h"

struct box {
    struct sring_buf buf;
    struct sring_fd file;
};

static void make(struct box *box)
{
    if (sring_buf_alloc(&box->buf, 64000)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&box->file, temporary_file("potato"));
    sring_buf_stash(&box->buf);
    sring_fd_stash(&box->file);
}

int main(void)
{
    struct sring ring;
    struct box *box = malloc(sizeof(*box));

    if (!box || sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    make(box);
#ifdef SRING_TWIN
    sring_buf_claim(&box->buf);
    sring_fd_claim(&box->file);
    EXPECT(sring_read_at_await(&ring, &box->file, &box->buf, 0) == 6);
    sring_buf_free(&box->buf);
    sring_fd_close(&ring, &box->file);
#endif
    memset(box, 0, sizeof(*box));
    free(box);
    sring_close(&ring);
    return 0;
}
