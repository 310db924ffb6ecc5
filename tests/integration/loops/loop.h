/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An event loop beside a ring, as the tests of loops/main.c see it. Each library has a file that
 * defines these functions, with those of examples/loops.
 */
#ifndef SRING_TESTS_LOOP_H
#define SRING_TESTS_LOOP_H

#include "support.h"

typedef void loop_fn(void *arg);

void loop_open(void);
void loop_close(void);
/* Calls `fn` as long as the descriptor is readable, until loop_unwatch. At most 4 at a time. */
void loop_watch(int fd, loop_fn *fn, void *arg);
void loop_unwatch(int fd);
/* Calls `fn` once. At most 4 at a time. */
void loop_after(unsigned milliseconds, loop_fn *fn, void *arg);

/* Each runs both until loop_quit, which may be called in callbacks of both. Then nothing is watched
 * any more. */
void loop_with_ring_in_it(struct sring *ring);
void loop_in_ring(struct sring *ring);
void loop_quit(void);

/* The loop cannot be in a ring. */
extern const bool loop_stays_outside;

/* --- for the files of the libraries -------------------------------------------------------- */

struct loop_entry {
    int fd; /* -1: free; timers: any other number */
    loop_fn *fn;
    void *arg;
    void *own; /* of the library */
};

#define LOOP_ENTRIES 4

static inline void loop_clear(struct loop_entry *entries)
{
    for (int i = 0; i < LOOP_ENTRIES; i++) {
        entries[i].fd = -1;
    }
}

static inline void loop_drop_all(struct loop_entry *entries, void (*drop)(struct loop_entry *))
{
    for (int i = 0; i < LOOP_ENTRIES; i++) {
        if (entries[i].fd >= 0) {
            drop(&entries[i]);
        }
    }
}

static inline struct loop_entry *loop_find(struct loop_entry *entries, int fd)
{
    for (int i = 0; i < LOOP_ENTRIES; i++) {
        if (entries[i].fd == fd) {
            return &entries[i];
        }
    }
    fail();
    return NULL;
}

static inline struct loop_entry *loop_take(struct loop_entry *entries, int fd, loop_fn *fn,
                                           void *arg)
{
    struct loop_entry *entry = loop_find(entries, -1);

    *entry = (struct loop_entry){.fd = fd, .fn = fn, .arg = arg};
    return entry;
}

#endif /* SRING_TESTS_LOOP_H */
