/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A periodic timer by callbacks, and a callback that ends the loop.
 */
#include "support.h"

struct clock {
    unsigned ticks;
    int error;
};

SRING_TIMEOUT_CALLBACK(on_tick);
static void arm(struct sring *ring, struct clock *clock) SRING_REQUIRES(*ring);

static void arm(struct sring *ring, struct clock *clock)
{
    struct sring_timeout_building op;

    const uint64_t last = UINT64_C(3600) * 1000 * 1000 * 1000;

    if (sring_timeout_init(ring, &op, clock->ticks < 5 ? 100 * 1000 : last)) {
        clock->error = -EAGAIN;
        return;
    }
    sring_timeout_start(ring, &op, on_tick, clock);
}

SRING_TIMEOUT_CALLBACK(on_tick)
{
    struct clock *clock = arg;
    int rc = sring_timeout_finish(done);

    if (rc != -ETIME) {
        clock->error = rc;
        return;
    }
    if (++clock->ticks == 5) {
        sring_stop(ring);
    }
    arm(ring, clock);
}

int main(void)
{
    struct sring ring;
    struct clock clock = {0, 0};
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    arm(&ring, &clock);
    rc = sring_run(&ring);
    if (clock.ticks != 5 || clock.error) {
        rc = 2;
    }
    sring_close(&ring); /* the sixth tick is cancelled */
    return clock.error == -ECANCELED ? rc : 3;
}
