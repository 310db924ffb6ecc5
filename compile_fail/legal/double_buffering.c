/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Double buffering: one buffer is filled while the other is processed; then they are swapped.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf front;
    struct sring_buf back;
    int raw = legal_file("The quick brown fox jumps over the lazy dog");
    uint64_t offset = 0;
    unsigned sum = 0;
    int status = 1;
    int n;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0) {
        goto close_ring;
    }
    sring_fd_adopt(&file, raw);
    if (sring_buf_alloc(&front, 8)) {
        goto close_file;
    }
    if (sring_buf_alloc(&back, 8)) {
        goto free_front;
    }
    n = sring_read_at_await(&ring, &file, &front, 0);
    while (n > 0) {
        struct sring_read_at_building op;
        struct sring_read_at_submitted inflight;
        struct sring_read_at_completed done;
        struct sring_buf full;

        offset += (uint64_t)n;
        if (sring_read_at_init(&ring, &op, &file, offset)) {
            break;
        }
        sring_read_at_submit(&ring, &op, &back, &inflight);
        if (sring_flush(&ring)) {
            status = 3;
        }
        for (size_t i = 0; i < sring_buf_length(&front); i++) {
            sum += sring_buf_data(&front)[i];
        }
        sring_buf_move(&full, &front);
        sring_read_at_wait(&ring, &inflight, &done);
        n = sring_read_at_finish(&done, &front);
        sring_buf_move(&back, &full);
    }
    if (status == 1 && offset == 43 && sum == 4057) {
        status = 0;
    }
    sring_buf_free(&back);
free_front:
    sring_buf_free(&front);
close_file:
    sring_fd_close(&ring, &file);
close_ring:
    sring_close(&ring);
    return status;
}
