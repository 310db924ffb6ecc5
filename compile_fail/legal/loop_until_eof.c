/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An endless loop with break and continue: the buffer is back at the head of every round.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int raw = legal_file("one two three four five");
    uint64_t offset = 0;
    unsigned spaces = 0;
    int status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0) {
        goto close_ring;
    }
    sring_fd_adopt(&file, raw);
    if (sring_buf_alloc(&buf, 5)) {
        goto close_file;
    }
    for (;;) {
        struct sring_read_at_building op;
        struct sring_read_at_submitted inflight;
        struct sring_read_at_completed done;
        int n;

        if (sring_read_at_init(&ring, &op, &file, offset)) {
            break;
        }
        sring_read_at_submit(&ring, &op, &buf, &inflight);
        sring_read_at_wait(&ring, &inflight, &done);
        n = sring_read_at_finish(&done, &buf);
        if (n == -EINTR || n == -EAGAIN) {
            continue;
        }
        if (n <= 0) {
            status = n ? 3 : 0;
            break;
        }
        offset += (uint64_t)n;
        for (int i = 0; i < n; i++) {
            if (sring_buf_data(&buf)[i] != ' ') {
                continue;
            }
            spaces++;
        }
    }
    sring_buf_free(&buf);
    if (!status && (offset != 23 || spaces != 4)) {
        status = 4;
    }
close_file:
    sring_fd_close(&ring, &file);
close_ring:
    sring_close(&ring);
    return status;
}
