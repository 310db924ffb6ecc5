/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A retry loop: when the ring has no room for another operation, take what has completed first.
 */
#include "support.h"

SRING_NOP_CALLBACK(count_one)
{
    int *count = arg;

    if (sring_nop_finish(done) == 0) {
        ++*count;
    }
}

int main(void)
{
    const struct sring_options options = {.entries = 4, .capacity = 8};
    struct sring ring;
    int wanted = 100;
    int retries = 0;
    int count = 0;
    int status = 0;
    int rc = sring_open(&ring, &options);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 0; i < wanted; i++) {
        struct sring_nop_building op;

        for (;;) {
            rc = sring_nop_init(&ring, &op);
            if (!rc) {
                break;
            }
            if (rc != -EAGAIN || sring_flush_and_wait(&ring, 1) || sring_poll(&ring) < 0) {
                status = 2;
                goto out;
            }
            retries++;
        }
        sring_nop_start(&ring, &op, count_one, &count);
    }
    if (sring_run(&ring)) {
        status = 3;
    } else if (count != wanted || retries == 0) {
        status = 4;
    }
out:
    sring_close(&ring);
    return status;
}
