/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A do/while loop that repeats a call until it no longer returns -EAGAIN, with one test after the
 * loop; and a function that does not return, for fatal errors.
 */
#include "support.h"

static _Noreturn void die(const char *what, int rc)
{
    fprintf(stderr, "%s: %s\n", what, strerror(-rc));
    exit(2);
}

/* Takes completed operations, to make room. */
static void make_room(struct sring *ring) SRING_REQUIRES(*ring);

static void make_room(struct sring *ring)
{
    int rc = sring_flush_and_wait(ring, 1);

    if (rc) {
        die("flush", rc);
    }
    rc = sring_poll(ring);
    if (rc < 0) {
        die("poll", rc);
    }
}

SRING_NOP_CALLBACK(on_nop)
{
    *(int *)arg += sring_nop_finish(done) == 0;
}

int main(void)
{
    const struct sring_options options = {.preset = SRING_PRESET_DEVELOPMENT};
    struct sring ring;
    int count = 0;
    int rc = sring_open(&ring, &options);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 0; i < 200; i++) {
        struct sring_nop_building op;

        do {
            rc = sring_nop_init(&ring, &op);
            if (rc == -EAGAIN) {
                make_room(&ring);
            }
        } while (rc == -EAGAIN);
        if (rc) {
            die("init", rc);
        }
        sring_nop_start(&ring, &op, on_nop, &count);
    }
    while (sring_nop_await(&ring)) {
        make_room(&ring);
    }
    rc = sring_run(&ring);
    sring_close(&ring);
    return !rc && count == 200 ? 0 : 3;
}
