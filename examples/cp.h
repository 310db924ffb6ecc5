/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The common declarations of cp.
 */
#ifndef CP_H
#define CP_H

#include <sring/sring.h>

#include <limits.h>
#include <sys/stat.h>

enum {
    /* Enough to keep two processors busy; more would not fit into their caches. */
    BLOCKS = 4,
    BLOCK_SIZE = 1024 * 1024,
    QUOTED_MAX = 5 * PATH_MAX + 16 /* the worst case for each name */
};

struct progress {
    bool wanted; /* --progress: always shown */
    bool possible;
    bool shown;
    const char *label;
    uint64_t start_ns, drawn_ns;
};

/* One copy. The files are stashed while operations are in flight; callbacks claim them. */
struct copy {
    const char *source; /* as the user calls them */
    const char *destination;
    struct sring_fd in, out;
    uint64_t size;     /* of the source, as far as known */
    uint64_t next;     /* where the next block starts */
    uint64_t data_end; /* end of the data at `next`; a hole follows */
    uint64_t finished; /* bytes, for the progress */
    bool holes;        /* the source may have holes; the destination was emptied */
    bool tail_taken;   /* a block reads past `size`, or this is not needed */
    int error;         /* the first one, as -errno; no block continues after it */
    char failure[QUOTED_MAX + 128];
    struct progress progress;
};

/* One of the pieces in flight at a time. */
struct block {
    struct copy *copy;
    struct sring_buf buf;   /* stashed while nothing is in flight */
    struct sring_buf other; /* bytes of the copy, for --verify */
    uint64_t offset;        /* of the piece in the file */
    size_t left;            /* its bytes not copied yet */
    bool tail;
};

/* The file that becomes the copy. */
struct target {
    char name[PATH_MAX]; /* as the user calls it, and in messages */
    char path[PATH_MAX]; /* the path to open */
    char made[PATH_MAX]; /* the file created by cp, under its current name; or "" */
    bool exists;
    bool special; /* it is not a regular file */
    bool fifo;
    bool atomic; /* --atomic: made under a temporary name */
    mode_t mode;
    uid_t owner; /* -1: ours */
    gid_t group;
};

/* cp.c */
bool interrupted(void);

/* cp_progress.c */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);
void progress_begin(struct progress *progress, const char *label);
void progress_update(struct progress *progress, uint64_t finished, uint64_t size);
void progress_end(struct progress *progress, uint64_t finished, uint64_t size);

/* cp_quote.c */
const char *quote(const char *name);

/* cp_target.c */
int check_source(const char *source, struct stat *found);
int find_target(struct copy *copy, const struct stat *source, struct target *target);
int open_source(struct sring *ring, struct copy *copy, bool fifo) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(copy->in);
int open_destination(struct sring *ring, struct copy *copy, struct target *target, bool verify)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(copy->out);
void set_permissions(struct copy *copy, const struct target *target)
    SRING_REQUIRES_SHARED(copy->out);
int install(struct copy *copy, const struct target *target);

/* cp_blocks.c */
int blocks_alloc(struct copy *copy, struct block *blocks);
void blocks_free(struct block *blocks, int count);
void copy_blocks(struct sring *ring, struct copy *copy, struct block *blocks) SRING_REQUIRES(*ring);
void verify_blocks(struct sring *ring, struct copy *copy, struct block *blocks)
    SRING_REQUIRES(*ring);
void fail(struct copy *copy, int error, const char *what, const char *name);
bool stopped(const struct copy *copy);

/* cp_stream.c */
void copy_stream(struct sring *ring, struct copy *copy, struct sring_buf *buf) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(copy->in) SRING_REQUIRES_SHARED(copy->out) SRING_REQUIRES(*buf);

#endif /* CP_H */
