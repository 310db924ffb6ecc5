/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tests of the spec's claims about operations: each error that it lists, and each kind of file,
 * flag, default and version that it names.
 */
#ifndef SRING_TESTS_CLAIMS_H
#define SRING_TESTS_CLAIMS_H

#include "support.h"

/* The claims of spec/ops about an operation. */
struct claimed {
    const char *op;
    const char *opcode; /* its name */
    uint32_t value;
    unsigned major, minor; /* the first Linux version */
    const char *errors;    /* separated by commas */
};
extern const struct claimed claimed[];
const struct claimed *claimed_of(const char *op);
/* Whether the running kernel has the version that the operation needs. */
bool has_op(const char *op);

/* Records an error that the operation returned; the spec must list it. */
#define CLAIM(op, error, result) claim(#op, #error, error, result, __FILE__, __LINE__)
void claim(const char *op, const char *name, int error, int result, const char *file, int line);
/* The error cannot be provoked here. */
/* The same for what the fallback backend never does; `why` says why. */
#define CLAIM_OF_URING(op, error, why, call)                                                       \
    do {                                                                                           \
        if (is_fallback()) {                                                                       \
            untried(#op, #error, "the fallback: " why);                                            \
        } else {                                                                                   \
            claim(#op, #error, error, call, __FILE__, __LINE__);                                   \
        }                                                                                          \
    } while (0)
#define UNTRIED(op, error, why) untried(#op, #error, why)
void untried(const char *op, const char *name, const char *why);
void every_error_was_tried(void **state);

/* Operations that should not wait end after this many milliseconds, with -ETIME. */
extern unsigned patience_ms;
#define LONG_ENOUGH (patience_ms * MILLISECOND)
/* The same for a stream, which has no deadline. */
#define WAIT_FOR_ITEM(op, ring, stream)                                                            \
    for (unsigned ms_ = 0; ms_ < patience_ms && !sring_##op##_ready(ring, stream); ms_++) {        \
        sleep_ms(1);                                                                               \
    }

/* For operations with the option flags: init, set_flags, submit, wait, finish. */
#define DECLARE_TRANSFER(op, loan)                                                                 \
    int op##_with(struct sring *ring, const struct sring_fd *fd, loan *buf, uint32_t flags)
DECLARE_TRANSFER(read, struct sring_buf);
DECLARE_TRANSFER(write, struct sring_buf);
DECLARE_TRANSFER(read_at, struct sring_buf);
DECLARE_TRANSFER(write_at, struct sring_buf);
DECLARE_TRANSFER(readv, struct sring_vec);
DECLARE_TRANSFER(writev, struct sring_vec);
DECLARE_TRANSFER(readv_at, struct sring_vec);
DECLARE_TRANSFER(writev_at, struct sring_vec);
DECLARE_TRANSFER(read_fixed, struct sring_registered_buf);
DECLARE_TRANSFER(write_fixed, struct sring_registered_buf);
DECLARE_TRANSFER(write_shared, const struct sring_shared_buf);
DECLARE_TRANSFER(write_at_shared, const struct sring_shared_buf);
DECLARE_TRANSFER(send_shared, const struct sring_shared_buf);
DECLARE_TRANSFER(recv, struct sring_buf);
DECLARE_TRANSFER(send, struct sring_buf);

/* A descriptor that is closed at the end of the test. */
const struct sring_fd *keep(struct sring *ring, int raw);
int raw_of(const struct sring_fd *fd);
/* A handle of a descriptor that is not open. */
const struct sring_fd *no_file(void);
void close_kept(struct sring *ring);

/* Both ends; the test uses system calls on the second. */
struct ends {
    const struct sring_fd *fd;
    int other;
};
struct ends keep_pipe_in(struct sring *ring, int flags);
struct ends keep_pipe_out(struct sring *ring, int flags);
struct ends keep_pair(struct sring *ring, int type);
struct ends keep_tcp(struct sring *ring, int flags);
/* The other end of a TCP connection sends a reset. */
void reset(int other);
/* A terminal that has hung up: EIO for reads with `in`, otherwise for writes. */
const struct sring_fd *keep_hung_up(struct sring *ring, bool in);
const struct sring_fd *keep_text(struct sring *ring, const char *content, int flags);
/* Fills a socket or pipe until nothing more fits. */
void fill(int raw);

/* Switches to an ordinary user and back; does nothing if the test is not run by root. */
void be_nobody(void);
void be_root(void);

/* The result of a send on a TCP socket, as an ordinary user with a tiny limit of locked memory. */
int send_without_memory(int (*send)(struct sring *ring, const struct sring_fd *fd));

/* A group of tests each. */
#define TESTS(name) extern const struct CMUnitTest name[]
TESTS(version_tests);
TESTS(path_tests);
TESTS(transfer_tests);
TESTS(buffer_tests);
TESTS(socket_tests);
TESTS(message_tests);
TESTS(wait_tests);
TESTS(kind_tests);
TESTS(direct_tests);
TESTS(flag_tests);
TESTS(limit_tests);
TESTS(user_tests);

#define CLAIM_TEST(name) cmocka_unit_test_setup_teardown(name, ring_setup, claim_teardown)
int claim_teardown(void **state);

#endif /* SRING_TESTS_CLAIMS_H */
