/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Ternaries: over results, over arguments, and over two files.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd even;
    struct sring_fd odd;
    struct sring_buf buf;
    char found[7] = "";
    int raw_even = legal_file("ace");
    int raw_odd = legal_file("bdf");
    int status;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&even, raw_even);
    sring_fd_adopt(&odd, raw_odd);
    rc = sring_buf_alloc(&buf, 1);
    if (!rc) {
        for (unsigned i = 0; i < 6; i++) {
            int n = i % 2 ? sring_read_at_await(&ring, &odd, &buf, i / 2)
                          : sring_read_at_await(&ring, &even, &buf, i / 2);

            found[i] = (char)(n == 1 ? sring_buf_data(&buf)[0] : '?');
        }
        sring_buf_free(&buf);
    }
    status = rc ? 2 : strcmp(found, "abcdef") == 0 ? 0 : 3;
    sring_fd_close(&ring, &odd);
    sring_fd_close(&ring, &even);
    sring_close(&ring);
    return status;
}
