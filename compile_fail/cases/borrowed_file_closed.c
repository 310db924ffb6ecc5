/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file that is only borrowed is not closed.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

struct holder {
    struct sring_fd file;
};

static void look(struct sring *ring, struct holder *holder) SRING_REQUIRES(*ring);

static void look(struct sring *ring, struct holder *holder)
{
    sring_fd_borrow(&holder->file);
    EXPECT(sring_fd_raw(&holder->file) >= 0);
#ifndef SRING_TWIN
    /* error: L3 "releasing {file} 'holder->file' using exclusive access, expected shared access" */
    sring_fd_close(ring, &holder->file);
#else
    (void)ring;
    sring_fd_return(&holder->file);
    sring_fd_claim(&holder->file);
    sring_fd_close(ring, &holder->file);
#endif
}

int main(void)
{
    struct sring ring;
    struct holder holder;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&holder.file, temporary_file("potato"));
    sring_fd_stash(&holder.file);
    look(&ring, &holder);
    sring_close(&ring);
    return 0;
}
