/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The report for programs. docs/OBSERVING.md has the keys.
 */
#include "report.h"

#include <stdio.h>
#include <string.h>

/* Prints a string, or null. Bytes that are not ASCII become the characters of ISO 8859-1, so that
 * the output is valid whatever they are. */
static void print_string(const char *text)
{
    if (!text) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20 || byte >= 0x80) {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
        }
    }
    putchar('"');
}

static void print_key(const char *indent, const char *key)
{
    printf("%s\"%s\": ", indent, key);
}

static void print_member(const char *indent, const char *key, const char *value, const char *end)
{
    print_key(indent, key);
    print_string(value);
    fputs(end, stdout);
}

static const char *boolean(bool value)
{
    return value ? "true" : "false";
}

/* Prints what an attempt came to as members. */
static void print_outcome(int rc, const char *reason)
{
    printf("\"works\": %s, \"errno\": %d", boolean(!rc), -rc);
    print_member(", ", "reason", rc ? reason : NULL, "");
}

/* Prints the words of a text as a list. */
static void print_words(const char *text)
{
    const char *separator = "";

    putchar('[');
    while (*text) {
        int length = (int)strcspn(text, " ");

        printf("%s\"%.*s\"", separator, length, text);
        separator = ", ";
        text += length + strspn(text + length, " ");
    }
    putchar(']');
}

static void print_setups(const struct report *report)
{
    const char *end = "";

    fputs("  \"setups\": [", stdout);
    for (unsigned i = 0; i < report->setup_count; i++) {
        const struct sring_setup_ *setup = &report->setups[i];

        printf("%s\n    {\"linux\": \"%s\", \"works\": %s, \"errno\": %d, \"flags\": ", end,
               setup->since, boolean(!setup->rc), -setup->rc);
        print_words(setup->flags);
        putchar('}');
        end = ",";
    }
    fputs(*end ? "\n  ],\n" : "],\n", stdout);
}

/* The bits of the kernel's features, IORING_FEAT_... */
static void print_kernel_features(const struct report *report)
{
    static const char *const names[] = {
        "SINGLE_MMAP", "NODROP",      "SUBMIT_STABLE",   "RW_CUR_POS",   "CUR_PERSONALITY",
        "FAST_POLL",   "POLL_32BITS", "SQPOLL_NONFIXED", "EXT_ARG",      "NATIVE_WORKERS",
        "RSRC_TAGS",   "CQE_SKIP",    "LINKED_FILE",     "REG_REG_RING", "RECVSEND_BUNDLE",
        "MIN_TIMEOUT", "RW_ATTR",     "NO_IOWAIT",
    };
    const struct sring_setup_ *best = best_setup(report);
    const char *separator = "";

    fputs("  \"kernel_features\": [", stdout);
    for (unsigned bit = 0; best && bit < sizeof(names) / sizeof(names[0]); bit++) {
        if (best->features >> bit & 1) {
            printf("%s\"%s\"", separator, names[bit]);
            separator = ", ";
        }
    }
    fputs("],\n", stdout);
}

static void print_features(const struct report *report)
{
    const char *end = "";

    fputs("  \"features\": {", stdout);
    for (int i = 0; i < FEATURES && report->features[i].name; i++) {
        printf("%s\n", end);
        print_key("    ", report->features[i].name);
        putchar('{');
        print_outcome(report->features[i].rc, report->features[i].reason);
        putchar('}');
        end = ",";
    }
    fputs(*end ? "\n  },\n" : "},\n", stdout);
}

static void print_limit(const char *name, const struct rlimit *limit, const char *end)
{
    const rlim_t values[] = {limit->rlim_cur, limit->rlim_max};
    const char *const names[] = {"soft", "hard"};

    print_key("", name);
    for (int i = 0; i < 2; i++) {
        print_key(i ? ", " : "{", names[i]);
        if (values[i] == RLIM_INFINITY) {
            fputs("null", stdout);
        } else {
            printf("%llu", (unsigned long long)values[i]);
        }
    }
    printf("}%s", end);
}

static void print_operations(const struct report *report)
{
    fputs("  \"operations\": {\n", stdout);
    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        print_key("    ", sring_operations[i].name);
        printf("{\"linux\": \"%s\", \"supported\": %s}%s\n", sring_operations[i].since,
               boolean(report->supported[i]), i + 1 < SRING_OPERATIONS ? "," : "");
    }
    fputs("  },\n", stdout);
}

/* The operations that were asked for; with `missing` only those that are not there. */
static void print_required(const struct report *report, const char *key, bool missing)
{
    const char *separator = "";

    print_key("  ", key);
    putchar('[');
    for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
        if (missing ? is_missing(report, i) : report->required[i]) {
            printf("%s\"%s\"", separator, sring_operations[i].name);
            separator = ", ";
        }
    }
    putchar(']');
}

void print_json(const struct report *report)
{
    const struct sring_setup_ *best = best_setup(report);

    print_member("{\n  ", "sring", SRING_VERSION_STRING, ",\n");
    print_member("  \"kernel\": {", "release", report->kernel.release, ", ");
    print_member("", "machine", report->kernel.machine, "},\n");
    fputs("  \"io_uring\": {", stdout);
    print_outcome(report->io_uring.rc, report->io_uring.reason);
    print_member("},\n  \"backend\": {", "name", report->ring.name, ", ");
    print_outcome(report->ring.rc, report->ring.reason);
    print_member(", ", "asked_for", report->asked_for, "},\n");
    print_member("  ", "setup", best ? best->since : NULL, ",\n");
    print_setups(report);
    fputs("  \"limits\": {", stdout);
    print_limit("memlock", &report->memlock, ", ");
    print_limit("nofile", &report->nofile, "},\n");
    print_kernel_features(report);
    print_features(report);
    print_operations(report);
    print_required(report, "required", false);
    fputs(",\n", stdout);
    print_required(report, "missing", true);
    fputs("\n}\n", stdout);
}
