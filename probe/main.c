/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring-probe: prints what rings can do with this kernel, for this user, in this container.
 */
#include "report.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exit statuses. */
enum {
    WITH_URING = 0,    /* also: all operations that were asked for are there */
    WITH_FALLBACK = 1, /* also: an operation that was asked for is missing */
    WITHOUT_RING = 2,
    WRONG_USAGE = 64, /* as in sysexits.h */
    CANNOT_WRITE = 74,
};

static const char help[] =
    "Usage: sring-probe [--json] [--require=OPERATION[,OPERATION...]]\n"
    "\n"
    "Prints whether io_uring works here and if not why, which backend sring_open\n"
    "chooses, and which set-ups, features and operations its rings have.\n"
    "\n"
    "  --json           print it as JSON; docs/OBSERVING.md has the keys\n"
    "  --require=LIST   only print which of these operations are missing; the\n"
    "                   exit status says whether all are there\n"
    "  --help           print this\n"
    "  --version        print the version\n"
    "\n"
    "SRING_BACKEND in the environment (uring, fallback) decides as for programs.\n"
    "\n"
    "Exit status: 0 rings use io_uring, 1 only the fallback works, 2 no ring can be\n"
    "opened. With --require: 0 all are there, 1 one is missing, 2 no ring can be\n"
    "opened. 64: wrong usage. 74: the output cannot be written.\n";

struct request {
    bool json;
    bool
        requires;
};

__attribute__((noreturn, format(printf, 1, 2))) static void wrong_usage(const char *format, ...)
{
    va_list arguments;

    fputs("sring-probe: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\nTry sring-probe --help.\n", stderr);
    exit(WRONG_USAGE);
}

/* Ends the program; if what it has printed cannot be written, with another status. */
__attribute__((noreturn)) static void end(int status)
{
    bool failed = ferror(stdout);

    errno = 0;
    if (fclose(stdout) || failed) {
        fprintf(stderr, "sring-probe: the output cannot be written%s%s\n", errno ? ": " : "",
                errno ? strerror(errno) : "");
        exit(CANNOT_WRITE);
    }
    exit(status);
}

static void require_one(struct report *report, const char *name, size_t length)
{
    if (!length) {
        wrong_usage("--require: the name of an operation is missing");
    }
    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        if (strlen(sring_operations[i].name) == length &&
            !memcmp(sring_operations[i].name, name, length)) {
            report->required[i] = true;
            return;
        }
    }
    wrong_usage("--require: there is no operation '%.*s'; sring-probe lists them all", (int)length,
                name);
}

static void require(struct report *report, const char *list)
{
    for (;;) {
        size_t length = strcspn(list, ",");

        require_one(report, list, length);
        if (!list[length]) {
            return;
        }
        list += length + 1;
    }
}

static struct request read_options(int argc, char **argv, struct report *report)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'},
        {"require", required_argument, NULL, 'r'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {0},
    };
    struct request request = {0};
    int option, at = optind;

    for (; (option = getopt_long(argc, argv, "+:", options, NULL)) != -1; at = optind) {
        switch (option) {
        case 'j':
            request.json = true;
            break;
        case 'r':
            request.
                requires
            = true;
            require(report, optarg);
            break;
        case 'h':
            fputs(help, stdout);
            end(0);
        case 'v':
            puts("sring-probe " SRING_VERSION_STRING);
            end(0);
        case ':':
            wrong_usage("%s needs a value", argv[at]);
        default:
            if (!strncmp(argv[at], "--", 2) && optopt) {
                wrong_usage("%s: this option takes no value", argv[at]);
            }
            wrong_usage("there is no option %s", argv[at]);
        }
    }
    if (optind < argc) {
        wrong_usage("'%s' is not an option; there are no other arguments", argv[optind]);
    }
    return request;
}

static int status_of(const struct report *report, const struct request *request)
{
    if (report->ring.rc) {
        return WITHOUT_RING;
    }
    if (!request->requires) {
        return strcmp(report->ring.name, "uring") ? WITH_FALLBACK : WITH_URING;
    }
    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        if (is_missing(report, i)) {
            return WITH_FALLBACK;
        }
    }
    return WITH_URING;
}

int main(int argc, char **argv)
{
    static struct report report;
    struct request request = read_options(argc, argv, &report);

    look(&report);
    if (request.json) {
        print_json(&report);
    } else if (request.requires) {
        print_missing(&report);
    } else {
        print_text(&report);
    }
    end(status_of(&report, &request));
}
