/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The file handling of all contestants, so that they differ only in the copy: an existing
 * destination is overwritten in place and truncated at the end; otherwise a new one is created.
 */
#ifndef BENCH_COPY_FILES_H
#define BENCH_COPY_FILES_H

#include <sys/types.h>

struct copy_files {
    int in, out;
    off_t size; /* of the source */
};

/* Opens the files in `argv`: SOURCE DESTINATION. Ends the program on errors. */
struct copy_files copy_open(int argc, char **argv);

/* Sets the destination's size and closes both. Ends the program on errors. */
void copy_close(const struct copy_files *files);

/* Ends the program with a message if `n` is negative, -errno. */
void copy_need(long n, const char *what);

#endif /* BENCH_COPY_FILES_H */
