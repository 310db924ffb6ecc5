/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The histogram: its percentiles against those of the sorted times.
 */
#include "support.h"

#include "base/histogram.h"

enum {
    COUNT = 5000
};

static int compare(const void *a, const void *b)
{
    const uint64_t *first = a, *second = b;

    return *first < *second ? -1 : *first > *second;
}

static void expect_percentile(const uint64_t *sorted, size_t count,
                              const struct sring_histogram *histogram, size_t rank)
{
    const double percent = 100.0 * (double)rank / (double)count;
    const uint64_t exact = sorted[rank - 1];
    const uint64_t found = sring_histogram_percentile(histogram, percent - 1e-7);

    assert_true(found >= exact);
    assert_true(found - exact <= exact / 16);
    assert_true(found <= histogram->max);
}

/* Times of all magnitudes. */
static void percentiles(void **state)
{
    static struct sring_histogram histogram;
    static uint64_t times[COUNT];
    uint64_t random = 1, sum = 0;

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
        times[i] = random >> (i % 64);
        sring_histogram_add(&histogram, times[i]);
        sum += times[i];
    }
    qsort(times, COUNT, sizeof(times[0]), compare);
    assert_true(histogram.count == COUNT && histogram.sum == sum);
    assert_true(histogram.min == times[0] && histogram.max == times[COUNT - 1]);
    for (size_t rank = 1; rank <= COUNT; rank++) {
        expect_percentile(times, COUNT, &histogram, rank);
    }
}

/* Each time alone: around the ends of the buckets. */
static void alone(void **state)
{
    (void)state;
    for (unsigned shift = 0; shift < 64; shift++) {
        for (int64_t beside = -40; beside <= 40; beside++) {
            const uint64_t time = (UINT64_C(1) << shift) + (uint64_t)beside;
            struct sring_histogram histogram = {0};
            uint64_t half;

            sring_histogram_add(&histogram, time);
            assert_true(sring_histogram_percentile(&histogram, 0) == time);
            assert_true(sring_histogram_percentile(&histogram, 100) == time);
            sring_histogram_add(&histogram, UINT64_MAX);
            half = sring_histogram_percentile(&histogram, 50);

            assert_true(half >= time && half - time <= time / 16);
            assert_true(sring_histogram_percentile(&histogram, 100) == UINT64_MAX);
        }
    }
}

static void empty(void **state)
{
    static const struct sring_histogram none;

    (void)state;
    assert_true(sring_histogram_percentile(&none, 50) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles),
        cmocka_unit_test(alone),
        cmocka_unit_test(empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
