/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What breaks a chain: each operation with each possible result, and its effect on the operation
 * linked behind it. The kernel orders some of these chains, the library the others.
 */
#ifndef SRING_TESTS_LINKS_H
#define SRING_TESTS_LINKS_H

#include "batches.h"

#include <liburing.h>

/* How an operation ends, or the cause. */
enum situation {
    FULL,      /* everything requested */
    SHORT,     /* a part */
    END,       /* nothing, without an error */
    WRONG,     /* the file, path or value is wrong */
    BROKEN,    /* the other end is closed */
    BAD_FLAGS, /* the kernel does not know these flags */
    WOULD_WAIT,
    CANCELLED, /* while it waits for something */
    EXPIRES,   /* the same, by its deadline */
    ALL_SHORT, /* with MSG_WAITALL: the other end closes after a part */
    ALL_CANCELLED,
    CUT_OFF, /* a datagram longer than the buffer */
    ALL_CUT_OFF,
    CUT_OFF_TOLD, /* with MSG_TRUNC: the result is its length */
    SPARED        /* with IORING_TIMEOUT_ETIME_SUCCESS */
};

enum {
    SUCCESS = 100000, /* any result >= 0, and < 0 */
    ERROR
};

/* `fails`: the operation linked behind it must not begin. */
struct way {
    const char *name;
    void (*add)(struct sring *ring, struct sring_batch_building *batch, enum situation situation);
    int (*take)(struct sring *ring, struct sring_batch_completed *done, uint32_t index);
    enum situation situation;
    int result;
    bool fails;
};

/* Each ends with a name of NULL. */
extern const struct way transfers[], messages[], provided[], others[];

/* The buffer ring of `provided`. */
void provided_open(struct sring *ring);
void provided_close(struct sring *ring);

/* The files of the tested operation; they are closed after it. */
const struct sring_fd *keep(int raw);
/* The same; the operation will wait on this one until it is cancelled. */
const struct sring_fd *keep_waiting(int raw);
const struct sring_fd *keep_file(const char *content);
/* A pair: the first end as a file, the second as a plain descriptor; both are closed later. */
struct ends {
    const struct sring_fd *near;
    int far;
};
struct ends keep_pair(int type, bool waits); /* a socket pair, or 0: a pipe, near is read from */

#define SET_IF(op, name, condition, value)                                                         \
    do {                                                                                           \
        if (condition) {                                                                           \
            sring_##op##_set_##name(&building, value);                                             \
        }                                                                                          \
    } while (0)
#define EXPIRE_IF(op, condition)                                                                   \
    do {                                                                                           \
        if (condition) {                                                                           \
            assert_int_equal(sring_##op##_set_timeout(ring, &building, MILLISECOND), 0);           \
        }                                                                                          \
    } while (0)

#define TAKE_VEC(kind)                                                                             \
    static int take_##kind(struct sring *ring, struct sring_batch_completed *done, uint32_t index) \
    {                                                                                              \
        struct sring_##kind##_completed taken;                                                     \
        struct sring_vec vec;                                                                      \
        int result;                                                                                \
                                                                                                   \
        sring_##kind##_take(ring, done, index, &taken);                                            \
        result = sring_##kind##_finish(&taken, &vec);                                              \
        sring_vec_free(&vec);                                                                      \
        return result;                                                                             \
    }

#endif /* SRING_TESTS_LINKS_H */
