/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random sequences of calls of stdio, on a FILE of the ring and on one of the C library.
 */
#ifndef SRING_TESTS_STDIO_RANDOM_H
#define SRING_TESTS_STDIO_RANDOM_H

#include "support.h"

#define MOST_BYTES 9000  /* of one call */
#define OUR_BUFFER 32768 /* bytes in the buffer of our FILEs */

/* --- chance.c ------------------------------------------------------------------------------ */

void set_seed(uint64_t seed);
uint32_t pick(uint32_t below);
bool one_in(uint32_t n);
/* Fills memory with letters and newlines. */
void any_text(char *text, size_t size);

/* --- twins.c ------------------------------------------------------------------------------- */

enum {
    OURS,
    THEIRS
};

/* Two files of the same kind and content. */
struct twins {
    FILE *file[2];
    int other[2];  /* another descriptor: of the same open file, or of the other end; or -1 */
    int handle[2]; /* another open file of a regular one; or -1 */
    bool seeks;    /* regular files */
    bool socket;
    bool device;  /* /dev/full */
    bool far;     /* it may have a hole of gigabytes, without a delimiter */
    bool fails;   /* writes do */
    bool exact;   /* see choose_buffers */
    bool reads;   /* the mode allows it */
    bool updates; /* the mode allows both */
    bool appends;
    size_t behind; /* bytes that were read, and may be put back */
    bool pushed;   /* some were put back */
    bool marked;   /* fgetpos has succeeded */
    fpos_t mark[2];
    enum {
        NEITHER,
        READ,
        WRITTEN
    } last;
    char buffer[2][OUR_BUFFER]; /* for setvbuf */
};

/* Opens a pair of a random kind. Returns false if opening fails for both. */
bool open_twins(struct sring *ring, struct twins *twins);
/* Compares what both have written. `flushed`: all of it. */
void compare_twins(const struct twins *twins, bool flushed);
/* Compares the positions of the open files, when nothing is buffered. */
void compare_positions(const struct twins *twins);
void close_twins(struct twins *twins);
/* Appends to the record of this sequence, which is printed if it fails. */
__attribute__((format(printf, 1, 2))) void note(const char *format, ...);
void forget_notes(void);
__attribute__((noreturn)) void differs(const char *what, int64_t ours, int64_t theirs);

/* --- calls.c ------------------------------------------------------------------------------- */

/* Makes a random call on both FILEs, and compares. */
void any_call(struct twins *twins);

#endif /* SRING_TESTS_STDIO_RANDOM_H */
