/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A Completed operation is not waited for.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
#ifndef SRING_TWIN
    struct sring_read_at_completed again;
#endif

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_read_at_init(&ring, &op, &file, 0)) {
        give_up("sring_read_at_init");
    }
    sring_read_at_submit(&ring, &op, &buf, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "sring_read_at_submitted" "sring_read_at_completed" */
    sring_read_at_wait(&ring, &done, &again);
    EXPECT(sring_read_at_finish(&again, &buf) == 6);
#else
    EXPECT(sring_read_at_finish(&done, &buf) == 6);
#endif
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
