/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waiting for readiness with poll_add, then reading with a plain system call.
 */
#include "support.h"

#include <poll.h>

int main(void)
{
    struct sring ring;
    struct sring_fd end;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;
    char text[8] = "";
    int ends[2];
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (pipe(ends)) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&end, ends[0]);
    rc = sring_poll_add_init(&ring, &op, &end, POLLIN);
    if (rc) {
        status = 3;
    } else {
        int events;

        sring_poll_add_submit(&ring, &op, &inflight);
        if (sring_poll_add_ready(&ring, &inflight) || write(ends[1], "ready", 5) != 5) {
            status = 4;
        }
        sring_poll_add_wait(&ring, &inflight, &done);
        events = sring_poll_add_finish(&done);
        if (events < 0 || !(events & POLLIN) || read(sring_fd_raw(&end), text, 7) != 5) {
            status = 5;
        }
    }
    close(ends[1]);
    sring_fd_close(&ring, &end);
    sring_close(&ring);
    return status ? status : strcmp(text, "ready") ? 6 : 0;
}
