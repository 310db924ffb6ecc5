/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What breaks a chain: each operation in each way that it can end, and what becomes of that behind
 * it. The kernel keeps some of these orders, and the library the others.
 */
#ifndef SRING_TESTS_LINKS_H
#define SRING_TESTS_LINKS_H

#include "batches.h"

#include <liburing.h>

/* How an operation ends, or what makes it end so. */
enum situation {
    FULL,      /* it does all it should */
    SHORT,     /* some of it */
    END,       /* nothing, which is no error */
    WRONG,     /* it cannot be done with this file, path or value */
    BROKEN,    /* nobody is at the other end */
    BAD_FLAGS, /* the kernel does not know these flags */
    WOULD_WAIT,
    CANCELLED, /* while it waits for something */
    EXPIRES,   /* the same, by its deadline */
    ALL_SHORT, /* with MSG_WAITALL: the other end closes behind a part */
    ALL_CANCELLED,
    CUT_OFF, /* a datagram that is longer than the buffer */
    ALL_CUT_OFF,
    CUT_OFF_TOLD, /* with MSG_TRUNC: the result is its length */
    SPARED        /* with IORING_TIMEOUT_ETIME_SUCCESS */
};

enum {
    SUCCESS = 100000, /* any result from 0 on, and below 0 */
    ERROR
};

/* `fails`: what is linked behind must not begin. */
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

/* The buffer ring that `provided` is about. */
void provided_open(struct sring *ring);
void provided_close(struct sring *ring);

/* The files of the operation that is tried; they are closed behind it. */
const struct sring_fd *keep(int raw);
/* The same, and that it will wait for this one until it is cancelled. */
const struct sring_fd *keep_waiting(int raw);
const struct sring_fd *keep_file(const char *content);
/* A pair whose first end was kept already; the second is a plain number, kept as well. */
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
