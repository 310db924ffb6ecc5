/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * first: prints what one read from standard input brings. The program of the README.
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
            sring_read_submit(&ring, &op, &buf, &inflight); /* the kernel owns buf from here on */
            sring_read_wait(&ring, &inflight, &done);
            if (sring_read_finish(&done, &buf) > 0) { /* and here the program owns it again */
                fwrite(sring_buf_data(&buf), 1, sring_buf_length(&buf), stdout);
            }
        }
        sring_buf_free(&buf);
    }
    sring_fd_release(&in);
    sring_close(&ring);
    return 0;
}
