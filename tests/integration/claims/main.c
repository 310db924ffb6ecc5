/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Runs all groups, then checks that each error in the spec was tried.
 */
#include "claims.h"

#include <signal.h>

int main(void)
{
    static const struct CMUnitTest last[] = {cmocka_unit_test(every_error_was_tried), {0}};
    static const struct CMUnitTest *const groups[] = {
        version_tests, path_tests, transfer_tests, buffer_tests, socket_tests, message_tests,
        wait_tests,    kind_tests, direct_tests,   flag_tests,   limit_tests,  user_tests,
        last};
    struct CMUnitTest all[128];
    size_t count = 0;

    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        for (const struct CMUnitTest *test = groups[i]; test->name; test++) {
            all[count++] = *test;
        }
    }
    return _cmocka_run_group_tests("claims", all, count, NULL, NULL);
}
