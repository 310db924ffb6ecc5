/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The search of grep_tree, in memory. What is selected, what is binary and what is printed are as
 * with LC_ALL=C grep -rF.
 */
#define _GNU_SOURCE /* memmem, memrchr, SEEK_HOLE */

#include "grep_search.h"
#include "arguments.h"

#include <inttypes.h>
#include <unistd.h>

static const char usage[] =
    "usage: grep_tree [-ciln] STRING PATH...\n"
    "Prints the lines that contain STRING, of the files in directories and below.\n"
    "\n"
    "  -c  print the number of lines of each file instead\n"
    "  -i  ignore the case of ASCII letters\n"
    "  -l  print the names of the files instead\n"
    "  -n  print the number of each line\n"
    "\n"
    "Exit status: 0 lines were found, 1 none, 2 error.\n";

/* --- text ------------------------------------------------------------------------------------ */

static int text_reserve(struct text *text, size_t length)
{
    size_t capacity = text->capacity ? text->capacity : 256;
    unsigned char *bytes;

    while (capacity < length) {
        capacity *= 2;
    }
    if (capacity == text->capacity) {
        return 0;
    }
    bytes = realloc(text->bytes, capacity);
    if (!bytes) {
        return -ENOMEM;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return 0;
}

int text_append(struct text *text, const void *bytes, size_t length)
{
    int rc = text_reserve(text, text->length + length);

    if (rc) {
        return rc;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return 0;
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}

/* --- the options ----------------------------------------------------------------------------- */

void parse_options(int argc, char **argv, struct options *options)
{
    bool right = true;
    int option;

    *options = (struct options){0};
    if (argc == 2 && !strcmp(argv[1], "--help")) {
        check_arguments(argc, argv, false, usage);
    }
    while ((option = getopt(argc, argv, "+ciln")) != -1) {
        switch (option) {
        case 'c':
            options->count = true;
            break;
        case 'i':
            options->ignore_case = true;
            break;
        case 'l':
            options->list = true;
            break;
        case 'n':
            options->numbers = true;
            break;
        default:
            right = false;
        }
    }
    if (!right || argc - optind < 2 || strchr(argv[optind], '\n')) {
        fputs(usage, stderr);
        exit(2);
    }
    if (options->ignore_case) {
        for (char *at = argv[optind]; *at; at++) {
            *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
        }
    }
    options->count = options->count && !options->list;
    options->prints_lines = !options->count && !options->list;
    options->numbers = options->numbers && options->prints_lines;
    if (fstat(STDOUT_FILENO, &options->output)) {
        options->output = (struct stat){.st_mode = S_IFCHR};
    }
    options->pattern = argv[optind];
    options->pattern_length = strlen(argv[optind]);
    options->paths = argv + optind + 1;
    options->path_count = argc - optind - 1;
}

/* --- the search in a file -------------------------------------------------------------------- */

void search_binary(struct search *search, unsigned char *bytes, size_t length, size_t fresh)
{
    if (!search->binary && memchr(bytes + length, 0, fresh)) {
        search->binary = true;
    }
    if (search->binary && search->options->count) { /* a NUL ends a line */
        for (unsigned char *end = bytes + length + fresh;
             (bytes = memchr(bytes, 0, (size_t)(end - bytes)));) {
            *bytes = '\n';
        }
    }
}

static uint64_t count_lines(const unsigned char *at, const unsigned char *end)
{
    uint64_t count = 0;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        count++;
        at++;
    }
    return count;
}

static int print_path(struct search *search, const char *after)
{
    int rc = text_append(&search->output, search->path, strlen(search->path));

    return rc ? rc : text_append(&search->output, after, 1);
}

static int print_number(struct search *search, uint64_t number, const char *after)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRIu64 "%s", number, after);

    return text_append(&search->output, digits, (size_t)length);
}

static int print_line(struct search *search, const unsigned char *line, size_t length)
{
    int rc = search->with_path ? print_path(search, ":") : 0;

    if (!rc && search->options->numbers) {
        rc = print_number(search, search->lines + 1, ":");
    }
    return rc ? rc : text_append(&search->output, line, length);
}

/* A line was found. Returns 0 or -ENOMEM. */
static int select_line(struct search *search, const unsigned char *line, size_t length)
{
    const struct options *options = search->options;

    search->selected++;
    if (options->count) {
        return 0;
    }
    if (options->list || search->binary) { /* one is enough */
        search->binary_selected = search->binary && !options->list;
        search->over = true;
        return 0;
    }
    return print_line(search, line, length);
}

/* Returns the bytes in lower case, or NULL without memory. */
static const unsigned char *fold(struct text *folded, const unsigned char *bytes, size_t length)
{
    if (text_reserve(folded, length)) {
        return NULL;
    }
    for (size_t i = 0; i < length; i++) {
        folded->bytes[i] =
            (unsigned char)(bytes[i] + (bytes[i] >= 'A' && bytes[i] <= 'Z' ? 'a' - 'A' : 0));
    }
    return folded->bytes;
}

int search_lines(struct search *search, const unsigned char *bytes, size_t length)
{
    const struct options *options = search->options;
    const unsigned char *in = options->ignore_case ? fold(&search->folded, bytes, length) : bytes;
    size_t at = 0, counted = 0;

    if (!in) {
        return -ENOMEM;
    }
    while (at < length && !search->over) {
        const unsigned char *found =
            memmem(in + at, length - at, options->pattern, options->pattern_length);
        const unsigned char *before, *end;
        size_t line;
        int rc;

        if (!found) {
            break;
        }
        before = memrchr(in + at, '\n', (size_t)(found - in) - at);
        line = before ? (size_t)(before + 1 - in) : at;
        end = memchr(found, '\n', length - (size_t)(found - in));
        at = (size_t)(end + 1 - in);
        if (options->numbers) {
            search->lines += count_lines(bytes + counted, bytes + line);
            counted = line;
        }
        rc = select_line(search, bytes + line, at - line);
        if (rc) {
            return rc;
        }
    }
    if (options->numbers) {
        search->lines += count_lines(bytes + counted, bytes + length);
    }
    return 0;
}

int search_end(struct search *search)
{
    int rc;

    if (search->options->list && search->selected) {
        return print_path(search, "\n");
    }
    if (!search->options->count) {
        return 0;
    }
    rc = search->with_path ? print_path(search, ":") : 0;
    return rc ? rc : print_number(search, search->selected, "\n");
}

void search_free(struct search *search)
{
    text_free(&search->folded);
    text_free(&search->output);
}

/* --- files ----------------------------------------------------------------------------------- */

bool is_output(const struct options *options, const struct stat *status)
{
    return options->prints_lines && S_ISREG(status->st_mode) &&
           status->st_dev == options->output.st_dev && status->st_ino == options->output.st_ino;
}

bool has_hole(int raw, const struct stat *status, off_t from)
{
    off_t hole;

    if (!S_ISREG(status->st_mode) || status->st_size <= from) {
        return false;
    }
    hole = lseek(raw, from, SEEK_HOLE);
    return lseek(raw, from, SEEK_SET) == from && hole >= 0 && hole < status->st_size;
}

void complain(const char *path, const char *message)
{
    fprintf(stderr, "grep_tree: %s: %s\n", path, message);
}
