/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Closing a ring with work in flight: started operations end with their callbacks, and a handle in
 * a container is dropped.
 */
#include "support.h"

struct pending {
    struct sring_read_submitted inflight;
};

SRING_READ_CALLBACK(on_read)
{
    struct sring_buf buf;
    int *result = arg;

    *result = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

int main(void)
{
    struct sring ring;
    struct sring_fd end;
    struct pending pending;
    int result = 0;
    int ends[2];
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (pipe(ends)) {
        abort();
    }
    sring_fd_adopt(&end, ends[0]);
    for (int i = 0; i < 2; i++) {
        struct sring_read_building op;
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 8)) {
            break;
        }
        if (sring_read_init(&ring, &op, &end)) {
            sring_buf_free(&buf);
            break;
        }
        if (i == 0) {
            sring_read_start(&ring, &op, &buf, on_read, &result);
        } else {
            sring_read_submit(&ring, &op, &buf, &pending.inflight);
            sring_read_submitted_stash(&pending.inflight);
        }
    }
    sring_fd_close(&ring, &end);
    sring_close(&ring);
    close(ends[1]);
    return result == -ECANCELED ? 0 : 2;
}
