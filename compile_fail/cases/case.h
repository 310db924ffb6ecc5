/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the cases have in common: real files to work on, and the end when the system says no.
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

/* Ends the program with status 2: the case could not be set up. The analysis takes it for the end
 * of the path, so that a case needs no cleaning up after errors that it is not about. */
static inline _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(2);
}

/* A file that has no name any more, with this text in it, at its beginning. */
static inline int temporary_file(const char *text)
{
    char name[] = "/tmp/sring_case_XXXXXX";
    int raw = mkstemp(name);

    if (raw < 0 || unlink(name) || pwrite(raw, text, strlen(text), 0) != (ssize_t)strlen(text)) {
        give_up("temporary_file");
    }
    return raw;
}

/* The twin's own test: it must have done what it is about. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "line %d: expected %s\n", __LINE__, #condition);                       \
            exit(3);                                                                               \
        }                                                                                          \
    } while (0)

#endif /* COMPILE_FAIL_CASE_H */
