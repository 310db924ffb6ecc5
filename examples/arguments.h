/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Argument parsing of the small examples; it does not use the library.
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints the usage and ends the program for --help or wrong arguments. A first argument that looks
 * like an option is wrong, too; write ./-NAME for a file with such a name. */
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

/* The number in `text`, if it is from 1 to `most`; else 0. */
static inline unsigned long positive(const char *text, unsigned long most)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    return isdigit((unsigned char)text[0]) && !*end && !errno && number <= most ? number : 0;
}

#endif /* ARGUMENTS_H */
