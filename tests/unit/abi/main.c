/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * src/kernel/abi.h, which takes the place of the headers of Linux where they are missing, has their
 * names and values. Those that it lacks are found by the build without io_uring.
 */
#include "support.h"

#include <linux/time_types.h>

#include <liburing/io_uring.h>

#include "values.h"

extern const uint64_t ours[];

static void same_values(void **state)
{
    static const char *const names[] = {VALUES(NAME_)};
    static const uint64_t theirs[] = {VALUES(VALUE_)};

    (void)state;
    for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++) {
        if (ours[i] != theirs[i]) {
            fail_msg("%s is %llu in src/kernel/abi.h and %llu in Linux's header", names[i],
                     (unsigned long long)ours[i], (unsigned long long)theirs[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_values)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
