/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings as fixtures.
 */
#include "support.h"

#include <sys/utsname.h>

struct fixture {
    struct sring ring; /* first, so that *state is the ring */
    int fds;
};

static int set_up(void **state, uint32_t entries, uint32_t capacity)
{
    struct sring_options options = {.entries = entries, .capacity = capacity};
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    if (!fixture) {
        return -1;
    }
    fixture->fds = count_fds();
    if (sring_open(&fixture->ring, &options)) {
        free(fixture);
        return -1;
    }
    *state = fixture;
    return 0;
}

int ring_setup(void **state)
{
    return set_up(state, 0, 0);
}

int small_ring_setup(void **state)
{
    return set_up(state, 8, 4096);
}

int ring_teardown(void **state)
{
    struct fixture *fixture = *state;
    int before = fixture->fds;
    int now;

    sring_close(&fixture->ring);
    free(fixture);
    now = count_fds();
    if (now != before) {
        fprintf(stderr, "%d descriptors were open before, %d are now\n", before, now);
        return -1;
    }
    return 0;
}

void open_ring(struct sring *ring, uint32_t entries, uint32_t capacity)
{
    struct sring_options options = {.entries = entries, .capacity = capacity};
    int rc = sring_open(ring, &options);

    assert_int_equal(rc, 0);
}

uint64_t in_flight(struct sring *ring)
{
    struct sring_stats stats;

    sring_get_stats(ring, &stats);
    return stats.in_flight;
}

bool kernel_is_at_least(unsigned major, unsigned minor)
{
    struct utsname name;
    unsigned has[2];

    assert_int_equal(uname(&name), 0);
    assert_int_equal(sscanf(name.release, "%u.%u", &has[0], &has[1]), 2);
    return has[0] > major || (has[0] == major && has[1] >= minor);
}

bool ring_has(unsigned major, unsigned minor)
{
    return is_fallback() || kernel_is_at_least(major, minor);
}

SRING_WAKER_CALLBACK(on_used_waker)
{
    (void)arg;
    sring_stop(ring);
}

void use_waker(struct sring *ring, int times)
{
    struct sring_waker waker;

    assert_int_equal(sring_waker_open(ring, &waker, on_used_waker, NULL), 0);
    for (int i = 0; i < times; i++) {
        sring_wake(&waker);
        assert_int_equal(sring_run(ring), 0);
    }
    sring_waker_close(ring, &waker);
    assert_int_equal(sring_run(ring), 0);
}
