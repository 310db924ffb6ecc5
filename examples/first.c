/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * first: prints the bytes of one read from standard input. The program of the README.
 */
#include <sring/sring.h>
#include <stdio.h>

int main(void)
{
    struct sring ring;
    struct sring_fd in;
    struct sring_buf buf;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;

    if (sring_open(&ring, NULL)) {
        return 1;
    }
    sring_fd_adopt(&in, 0);
    if (!sring_buf_alloc(&buf, 4096)) {
        if (!sring_read_init(&ring, &op, &in)) {
            sring_read_submit(&ring, &op, &buf, &inflight); /* the kernel owns buf now */
            sring_read_wait(&ring, &inflight, &done);
            if (sring_read_finish(&done, &buf) > 0) { /* the program owns buf again */
                fwrite(sring_buf_data(&buf), 1, sring_buf_length(&buf), stdout);
            }
        }
        sring_buf_free(&buf);
    }
    sring_fd_release(&in);
    sring_close(&ring);
    return 0;
}
