/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Catching misuse reports.
 */
#include "support.h"

void catch_misuse(const struct sring_misuse *misuse, void *arg)
{
    struct caught *caught = arg;

    snprintf(caught->function, sizeof(caught->function), "%s", misuse->function);
    snprintf(caught->expected, sizeof(caught->expected), "%s", misuse->expected);
    snprintf(caught->found, sizeof(caught->found), "%s", misuse->found);
    longjmp(caught->jump, 1);
}

void check_misuse(const struct caught *caught, bool happened, const char *function,
                  const char *expected, const char *found, const char *file, int line)
{
    if (!happened) {
        fprintf(stderr, "%s:%d: no misuse was reported\n", file, line);
    } else if (strcmp(caught->function, function) != 0 || !strstr(caught->expected, expected) ||
               !strstr(caught->found, found)) {
        fprintf(stderr, "%s:%d: reported: %s needs %s, but was given %s\n", file, line,
                caught->function, caught->expected, caught->found);
    } else {
        return;
    }
    _fail(file, line);
}
