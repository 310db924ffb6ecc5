/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A do/while loop over await: the buffer stays the caller's before and after each round.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int raw = legal_file("abcdefghijklmnopqrstuvwxyz");
    unsigned sum = 0;
    uint64_t offset = 0;
    int n = -1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, raw);
    if (sring_buf_alloc(&buf, 7)) {
        sring_fd_close(&ring, &file);
        sring_close(&ring);
        return 3;
    }
    do {
        n = sring_read_at_await(&ring, &file, &buf, offset);
        if (n > 0) {
            offset += (uint64_t)n;
            for (size_t i = 0; i < sring_buf_length(&buf); i++) {
                sum += sring_buf_data(&buf)[i] - 'a';
            }
        }
    } while (n > 0 || n == -EAGAIN);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return n == 0 && offset == 26 && sum == 25 * 26 / 2 ? 0 : 4;
}
