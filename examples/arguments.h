/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the small examples do with their arguments: nothing to do with the library.
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the program with the usage if it is asked for (--help), or if the arguments are wrong. They
 * are, too, if the first one looks like an option: a file of such a name can be called ./-NAME. */
static inline void check_arguments(int argc, char **argv, bool right, const char *usage)
{
    if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
        fputs(usage, stdout);
        exit(fflush(stdout) ? 1 : 0);
    }
    if (!right || (argc > 1 && argv[1][0] == '-')) {
        fputs(usage, stderr);
        exit(2);
    }
}

/* The number that `text` is, if it is one from 1 to `most`; else 0. */
static inline unsigned long positive(const char *text, unsigned long most)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    return isdigit((unsigned char)text[0]) && !*end && !errno && number <= most ? number : 0;
}

#endif /* ARGUMENTS_H */
