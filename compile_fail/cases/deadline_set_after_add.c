/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The batch owns an added operation: its deadline cannot be set any more.
// expect gcc-O0: runtime "sring_read_set_timeout needs a live handle of read in state Building"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct sring_read_building op;
    struct sring_read_completed done;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed results;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_batch_init(&ring, &batch, 1)) {
        give_up("sring_batch_init");
    }
    if (sring_read_init(&ring, &op, &file)) {
        give_up("sring_read_init");
    }
#ifdef SRING_TWIN
    if (sring_read_set_timeout(&ring, &op, 1000000000)) {
        give_up("sring_read_set_timeout");
    }
#endif
    sring_read_add(&ring, &batch, &op, &buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_read_building_gone_ */
    /* error: L3 "'sring_read_set_timeout' requires holding {read in state Building} 'op'" */
    if (sring_read_set_timeout(&ring, &op, 1000000000)) {
        give_up("sring_read_set_timeout");
    }
#endif
    sring_batch_submit(&ring, &batch, &inflight);
    sring_batch_wait(&ring, &inflight, &results);
    sring_read_take(&ring, &results, 0, &done);
    EXPECT(sring_read_finish(&done, &buf) == 6);
    sring_batch_finish(&ring, &results);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
