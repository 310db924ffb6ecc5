/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The tests that are skipped on the fallback backend, each with the reason. docs/BACKENDS.md tells
 * users about the differences.
 */
#include "support.h"

#include <sys/resource.h>

#define ANY "*" /* all tests of the program */

static const struct {
    const char *program, *test, *reason;
} table[] = {
    {"test_async", "runs_in_worker", "the kernel has no workers for it"},
    {"test_async", "waits_in_worker", "the kernel has no workers for it"},
    {"test_claims", "what_a_user_meets", "it locks no memory, so RLIMIT_MEMLOCK does not matter"},
    {"test_forged", ANY, "no other ring can post completions in it"},
    {"test_iopoll", ANY, "it refuses iopoll"},
    {"test_links", "left_to_the_kernel", "it has all features that links need"},
    {"test_lost_ring", ANY, "it does not call io_uring_enter, which the test forbids"},
    {"test_numbers", "refusals", "it does not call io_uring_enter, which the test forbids"},
    {"test_options", "boot_clock", "it refuses CLOCK_BOOTTIME"},
    {"test_options", "few_workers", "opening a FIFO does not occupy one of its threads"},
    {"test_options", "workers", "it refuses workers.cpus"},
    {"test_presets", "memory_of_presets", "it locks no memory"},
    {"test_presets", "half_of_the_limit", "it locks no memory"},
    {"test_shared_threads", "notified_late", "it copies the data, so the buffer is free at once"},
    {"test_sqpoll", ANY, "it refuses sqpoll"},
    {"test_stdio_left", "lost_ring", "it does not call io_uring_enter, which the test forbids"},
    {"test_supports", "on_this_kernel", "it has all operations on every kernel"},
    {"test_supports", "with_iopoll", "it refuses iopoll"},
    {"test_versions", "set_ups", "it has no set-ups"},
    {"test_zerocopy", "stays_lent", "it copies the data, so the buffer is free at once"},
    {"test_zerocopy", "freed_when_the_kernel_is_done", "it copies the data"},
    {"test_zerocopy", "closed_while_lent", "it copies the data, so the buffer is free at once"},
};

int __real__cmocka_run_group_tests(const char *group, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction set_up, CMFixtureFunction tear_down);
int __wrap__cmocka_run_group_tests(const char *group, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction set_up, CMFixtureFunction tear_down);

/* The fallback's own descriptors begin with 1024 only if there may be twice as many. */
static void allow_many_fds(void)
{
    struct rlimit limit;

    if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < 4096) {
        limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void skipped(void **state)
{
    (void)state;
    skip();
}

static const char *reason_of(const char *test)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (!strcmp(program_invocation_short_name, table[i].program) &&
            (!strcmp(table[i].test, ANY) || !strcmp(table[i].test, test))) {
            return table[i].reason;
        }
    }
    return NULL;
}

int __wrap__cmocka_run_group_tests(const char *group, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction set_up, CMFixtureFunction tear_down)
{
    struct CMUnitTest *left = calloc(count, sizeof(*left));
    int rc;

    if (is_fallback()) {
        allow_many_fds();
    }
    for (size_t i = 0; i < count; i++) {
        const char *reason = is_fallback() && tests[i].name ? reason_of(tests[i].name) : NULL;

        left[i] = tests[i];
        if (reason) {
            printf("SKIP %s on the fallback: %s\n", tests[i].name, reason);
            left[i] = (struct CMUnitTest){.name = tests[i].name, .test_func = skipped};
        }
    }
    rc = __real__cmocka_run_group_tests(group, left, count, set_up, tear_down);
    free(left);
    return rc;
}
