/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parts of grep_tree that read no file: the options, the search in memory, paths.
 */
#ifndef GREP_SEARCH_H
#define GREP_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

enum {
    PIECE = 96 * 1024, /* bytes that are read at a time; grep(1) looks for NUL in so many */
    SPARE = 4096,      /* room for the part of a line before them, at first */
};

/* --- text ------------------------------------------------------------------------------------ */

/* Bytes that grow. */
struct text {
    unsigned char *bytes;
    size_t length, capacity;
};

/* Returns 0 or -ENOMEM. */
int text_append(struct text *text, const void *bytes, size_t length);
void text_free(struct text *text);

/* --- the options ----------------------------------------------------------------------------- */

struct options {
    const char *pattern;
    size_t pattern_length;
    bool ignore_case, numbers, count, list;
    bool prints_lines;  /* neither count nor list */
    struct stat output; /* of stdout */
    char **paths;
    int path_count;
};

/* Ends the program for --help or wrong arguments. */
void parse_options(int argc, char **argv, struct options *options);

/* --- the search in a file -------------------------------------------------------------------- */

struct search {
    const struct options *options;
    const char *path;
    bool with_path;    /* before each line */
    uint64_t lines;    /* before the current piece */
    uint64_t selected; /* lines */
    bool binary;       /* a NUL was found: lines are not printed any more */
    bool binary_selected;
    bool over; /* nothing more has to be read */
    struct text folded;
    struct text output;
};

/* `fresh` bytes were read behind `length` bytes that are left from before. Looks for NUL. */
void search_binary(struct search *search, unsigned char *bytes, size_t length, size_t fresh);
/* Searches complete lines. Returns 0 or -ENOMEM. */
int search_lines(struct search *search, const unsigned char *bytes, size_t length);
/* The end of the file: completes the output. Returns 0 or -ENOMEM. */
int search_end(struct search *search);
void search_free(struct search *search);

/* --- files ----------------------------------------------------------------------------------- */

/* Whether stdout is this file, which must not be searched then. */
bool is_output(const struct options *options, const struct stat *status);
/* Whether a file has a hole, which is read as NULs, behind its current position `from`. */
bool has_hole(int raw, const struct stat *status, off_t from);

/* Prints a message as grep(1) does. */
void complain(const char *path, const char *message);

#endif /* GREP_SEARCH_H */
