/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Polling with ready: other work is done until the operation has completed, then wait returns at
 * once.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    unsigned long work = 0;
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_timeout_init(&ring, &op, 2 * 1000 * 1000);
    if (rc) {
        sring_close(&ring);
        return 2;
    }
    sring_timeout_submit(&ring, &op, &inflight);
    if (sring_flush(&ring)) {
        status = 3;
    }
    while (!sring_timeout_ready(&ring, &inflight)) {
        work++;
    }
    sring_timeout_wait(&ring, &inflight, &done);
    if (sring_timeout_finish(&done) != -ETIME || work == 0) {
        status = 4;
    }
    sring_close(&ring);
    return status;
}
