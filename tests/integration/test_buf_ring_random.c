/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings under random operations: SRING_TEST_SEED repeats a run.
 */
#include "support.h"

enum {
    COUNT = 4,
    SIZE = 1000,
    SOURCES = 6,
    BUNDLES = 1 << 14 /* IORING_FEAT_RECVSEND_BUNDLE */
};

static unsigned seed = 1;

static unsigned chance(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % n;
}

/* Several streams and one-shot operations share a group; each receives its data in order. */
static void at_random(void **state)
{
    const char *given = getenv("SRING_TEST_SEED");
    bool incremental = has_incremental();

    (void)state;
    for (unsigned round = 0; round < 8; round++) {
        struct source sources[SOURCES];
        struct sring_recv_multishot_streaming streams[SOURCES];
        bool streaming[SOURCES] = {false};
        struct sring_lent_buf item;
        struct sring_buf_ring group;
        struct sring ring;

        seed = given ? (unsigned)atoi(given) : round + 1;
        hidden_features = round & 1 ? 0 : BUNDLES;
        open_ring(&ring, 8, 64);
        hidden_features = 0;
        open_group(&ring, &group, COUNT, SIZE, round & 2 && incremental);
        for (unsigned i = 0; i < SOURCES; i++) {
            open_source(&sources[i], i, UINT64_MAX);
        }
        for (int step = 0; step < 3000; step++) {
            unsigned i = chance(SOURCES);
            struct source *source = &sources[i];

            if (streaming[i] && (chance(3) || sring_recv_multishot_ready(&ring, &streams[i]))) {
                if (!sring_recv_multishot_next(&ring, &streams[i], &item)) {
                    (void)check_bytes(source, &item);
                    sring_lent_buf_return(&item);
                } else {
                    sring_recv_multishot_end(&ring, &streams[i]);
                    streaming[i] = false;
                }
            } else if (!streaming[i] && chance(2)) {
                begin_stream(&ring, &source->fds.in, &group, &streams[i]);
                streaming[i] = true;
            } else if (!streaming[i] &&
                       !sring_recv_provided_await(&ring, &source->fds.in, &group, &item)) {
                (void)check_bytes(source, &item);
                sring_lent_buf_return(&item);
            }
        }
        for (unsigned i = 0; i < SOURCES; i++) {
            if (streaming[i]) {
                sring_recv_multishot_end(&ring, &streams[i]);
            }
            close_source(&sources[i]);
        }
        close_group(&ring, &group);
        sring_close(&ring);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_random),
    };
    int fds = count_fds();
    int failed = cmocka_run_group_tests_name("buffer rings at random", tests, NULL, NULL);

    return failed || count_fds() != fds;
}
