/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Many operations in the kernel's workers, on a small ring: no completion is lost. In Linux 6.1
 * workers post completions themselves; there a ring that read ahead of the queue's tail lost one
 * within half a minute, and waited for ever (test_posted.c shows the cause at once).
 * SRING_TEST_SECONDS in the environment makes a run longer.
 */
#include "support.h"

#include <sys/mman.h>

enum {
    EACH = 16 /* operations in flight */
};

struct round {
    struct sring_fsync_submitted syncing[EACH];
    struct sring_unlinkat_submitted removing[EACH];
    bool syncs[EACH];
};

static unsigned seed = 1;

static bool either(void)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) & 1;
}

static void begin(struct sring *ring, struct round *round, const struct sring_fd *file)
{
    for (int i = 0; i < EACH; i++) {
        round->syncs[i] = either();
        if (round->syncs[i]) {
            struct sring_fsync_building op;

            assert_int_equal(sring_fsync_init(ring, &op, file), 0);
            sring_fsync_submit(ring, &op, &round->syncing[i]);
        } else {
            struct sring_unlinkat_building op;

            assert_int_equal(sring_unlinkat_init(ring, &op, "/nowhere/x", 0), 0);
            sring_unlinkat_submit(ring, &op, &round->removing[i]);
        }
    }
    assert_int_equal(sring_flush(ring), 0);
}

static void end(struct sring *ring, struct round *round)
{
    for (int i = 0; i < EACH; i++) {
        if (round->syncs[i]) {
            struct sring_fsync_completed done;

            sring_fsync_wait(ring, &round->syncing[i], &done);
            assert_int_equal(sring_fsync_finish(&done), 0);
        } else {
            struct sring_unlinkat_completed done;

            sring_unlinkat_wait(ring, &round->removing[i], &done);
            assert_int_equal(sring_unlinkat_finish(&done), -ENOENT);
        }
    }
}

static void none_lost(void **state)
{
    const char *seconds = getenv("SRING_TEST_SECONDS");
    uint64_t last = now_ns() + (seconds ? strtoull(seconds, NULL, 10) : 1) * 1000 * MILLISECOND;
    struct sring ring;
    struct sring_fd file;

    (void)state;
    open_ring(&ring, 64, 128);
    sring_fd_adopt(&file, memfd_create("file", MFD_CLOEXEC));
    while (now_ns() < last) {
        struct round round;

        begin(&ring, &round, &file);
        end(&ring, &round);
        assert_int_equal(in_flight(&ring), 0);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
