/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A Submitted operation cannot be forgotten while the ring goes on.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

static void read_once(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

__attribute__((noinline)) static void read_once(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_completed done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_read_at_submitted inflight = SRING_NONE;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    if (sring_read_at_init(ring, &op, file, 0)) {
        give_up("sring_read_at_init");
    }
    sring_read_at_submit(ring, &op, &buf, &inflight);
#ifdef SRING_TWIN
    sring_read_at_wait(ring, &inflight, &done);
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
    sring_buf_free(&buf);
#else
    (void)done;
#endif
    /* error: L3 "{read_at in state Submitted} 'inflight' is still held at the end of function" */
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    read_once(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
