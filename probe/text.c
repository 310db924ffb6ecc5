/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The report for people.
 */
#include "report.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 80
#define INDENT 12 /* of all but the labels */
#define COLUMNS 3

/* Prints the words of a text after those in the line, which has `column` characters. */
static void print_words(const char *text, int column)
{
    while (*text) {
        int length = (int)strcspn(text, " ");

        if (column > INDENT && column + 1 + length > WIDTH) {
            printf("\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            putchar(' ');
            column++;
        }
        printf("%.*s", length, text);
        column += length;
        text += length + strspn(text + length, " ");
    }
    putchar('\n');
}

/* Prints a label, if it is not "", and a text behind it. */
static void print_line(const char *label, const char *text)
{
    printf("%-*s", INDENT, label);
    print_words(text, INDENT);
}

/* Prints the attempt in a line that has begun. */
static void print_outcome(const char *works, const struct attempt *attempt)
{
    if (attempt->rc) {
        print_words(attempt->reason, INDENT + printf("no:"));
    } else {
        puts(works);
    }
}

/* Prints a limit in units of so many bytes. */
static void print_limit(const char *name, rlim_t value, unsigned unit, const char *unit_name)
{
    if (value == RLIM_INFINITY) {
        printf("%s unlimited", name);
    } else {
        printf("%s %llu%s", name, (unsigned long long)(value / unit), unit_name);
    }
}

static void print_setups(const struct report *report)
{
    for (unsigned i = 0; i < report->setup_count; i++) {
        const struct sring_setup_ *setup = &report->setups[i];

        printf("%-*s%s  %-5s %s\n", INDENT, i ? "" : "set-ups", setup->rc ? "no " : "yes",
               setup->since, *setup->flags ? setup->flags : "no flags");
    }
}

/* Those that work in one line, the others with the reason. */
static void print_features(const struct report *report)
{
    char text[FEATURES * 32 + sizeof(report->features[0].reason)] = "";
    int count = 0;

    for (; count < FEATURES && report->features[count].name; count++) {
        if (!report->features[count].rc) {
            strcat(strcat(text, " "), report->features[count].name);
        }
    }
    if (count) {
        print_line("features", *text ? text + 1 : "none");
    }
    for (int i = 0; i < count; i++) {
        if (report->features[i].rc) {
            snprintf(text, sizeof(text), "no %s: %s", report->features[i].name,
                     report->features[i].reason);
            print_line("", text);
        }
    }
}

static void print_operations(const struct report *report)
{
    const unsigned rows = (SRING_OPERATIONS + COLUMNS - 1) / COLUMNS;
    unsigned count = 0;

    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        count += report->supported[i];
    }
    printf("%-*s%u of %u, with the version of Linux that io_uring needs\n", INDENT, "operations",
           count, (unsigned)SRING_OPERATIONS);
    for (unsigned i = 0; i < rows; i++) {
        for (unsigned j = i; j < SRING_OPERATIONS; j += rows) {
            const char *end = j + rows < SRING_OPERATIONS ? " " : "";

            printf("%s %-17s %-*s%s", report->supported[j] ? "yes" : "no ",
                   sring_operations[j].name, *end ? 4 : 0, sring_operations[j].since, end);
        }
        putchar('\n');
    }
}

void print_text(const struct report *report)
{
    printf("sring " SRING_VERSION_STRING ", Linux %s, %s\n\n", report->kernel.release,
           report->kernel.machine);
    printf("%-*s", INDENT, "io_uring");
    print_outcome("yes", &report->io_uring);
    printf("%-*s", INDENT, "backend");
    if (report->ring.rc && !strcmp(report->ring.reason, report->io_uring.reason)) {
        puts("none");
    } else {
        print_outcome(report->ring.name, &report->ring);
    }
    if (report->asked_for) {
        print_line("", "by SRING_BACKEND in the environment");
    }
    print_setups(report);
    printf("%-*s", INDENT, "limits");
    print_limit("memlock", report->memlock.rlim_cur, 1024, " KiB");
    print_limit(", nofile", report->nofile.rlim_cur, 1, "");
    putchar('\n');
    print_features(report);
    print_operations(report);
}

void print_missing(const struct report *report)
{
    if (report->ring.rc) {
        printf("no ring can be opened: %s\n", report->ring.reason);
        return;
    }
    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        if (is_missing(report, i)) {
            printf("%s is missing: Linux %s or later is needed\n", sring_operations[i].name,
                   sring_operations[i].since);
        }
    }
}
