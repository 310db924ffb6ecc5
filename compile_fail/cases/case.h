/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers of the cases: real files to work on, and an exit if the system fails.
 */
#ifndef COMPILE_FAIL_CASE_H
#define COMPILE_FAIL_CASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <sring/sring.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Ends the program with status 2: the case could not be set up. For the analysis the path ends
 * here, so a case needs no cleanup after errors that are not part of it. */
static inline _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(2);
}

/* An unlinked file with this text, at position 0. */
static inline int temporary_file(const char *text)
{
    char name[] = "/tmp/sring_case_XXXXXX";
    int raw = mkstemp(name);

    if (raw < 0 || unlink(name) || pwrite(raw, text, strlen(text), 0) != (ssize_t)strlen(text)) {
        give_up("temporary_file");
    }
    return raw;
}

/* Checks that the twin has done its work. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "line %d: expected %s\n", __LINE__, #condition);                       \
            exit(3);                                                                               \
        }                                                                                          \
    } while (0)

#endif /* COMPILE_FAIL_CASE_H */
