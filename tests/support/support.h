/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers of all tests: rings that must not leak, files and sockets, misuse reports, children and
 * threads, buffers that count their frees.
 */
#ifndef SRING_TESTS_SUPPORT_H
#define SRING_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <sring/sring.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Makes a system call again after EINTR. */
#define UNINTERRUPTED(call)                                                                        \
    ({                                                                                             \
        __typeof__(call) result_;                                                                  \
        do {                                                                                       \
            result_ = (call);                                                                      \
        } while (result_ == -1 && errno == EINTR);                                                 \
        result_;                                                                                   \
    })

/* --- reporting ----------------------------------------------------------------------------- */

/* Skips the test, and prints the reason. */
#define SKIP(why)                                                                                  \
    do {                                                                                           \
        printf("SKIP %s: %s\n", __func__, why);                                                    \
        skip();                                                                                    \
    } while (0)

/* Both as integers. cmocka 2 has deprecated assert_in_range, and cmocka 1 does not have its
 * successor. */
#define ASSERT_BETWEEN(value, least, most)                                                         \
    assert_true((int64_t)(value) >= (int64_t)(least) && (int64_t)(value) <= (int64_t)(most))

/* By the kernel's version. */
bool kernel_is_at_least(unsigned major, unsigned minor);

/* Whether a ring has what io_uring has since this version of Linux. The fallback has all of it, on
 * every kernel. */
bool ring_has(unsigned major, unsigned minor);

/* Skips the test if a ring does not have `what`, which io_uring has since this version of Linux. */
#define NEEDS(major, minor, what)                                                                  \
    do {                                                                                           \
        if (!ring_has(major, minor)) {                                                             \
            SKIP(what " needs Linux " #major "." #minor);                                          \
        }                                                                                          \
    } while (0)

/* --- rings --------------------------------------------------------------------------------- */

/* A fixture: *state is an open ring. The teardown closes it, and checks that no descriptor was left
 * open. */
int ring_setup(void **state);       /* the default preset */
int small_ring_setup(void **state); /* 8 entries, 4096 operations */
int ring_teardown(void **state);

#define RING_TEST(name) cmocka_unit_test_setup_teardown(name, ring_setup, ring_teardown)
#define SMALL_RING_TEST(name) cmocka_unit_test_setup_teardown(name, small_ring_setup, ring_teardown)

void open_ring(struct sring *ring, uint32_t entries, uint32_t capacity);
uint64_t in_flight(struct sring *ring);
/* Opens a waker, runs the ring until it was woken, this many times, and closes it. */
void use_waker(struct sring *ring, int times);

/* The row of the table in src/kernel/open.c for the setup of rings: SRING_TEST_SETUP in the
 * environment, or -1 for the best one. */
int setup_level(void);

/* Whether SRING_TEST_OPTIONS in the environment names this option: every ring then has it. */
bool test_option(const char *name);

/* Whether SRING_BACKEND in the environment chooses the fallback backend. */
bool is_fallback(void);

/* Features (IORING_FEAT_...) to hide from rings opened later, as on an older kernel. */
extern unsigned hidden_features;

/* --- the simulated kernel ------------------------------------------------------------------- */

/* Whether SRING_TEST_SIMULATED in the environment has chosen it. */
bool is_simulated(void);
/* poll(2) on a pollable descriptor; the simulated kernel runs meanwhile. */
int poll_pollable(struct pollfd *pollable, int milliseconds);
/* For it: until what must come counts as lost. A busy machine may need seconds, because the kernel
 * delays some signals of an eventfd by a grace period of RCU. */
#define LOST_AFTER 20000
/* The simulated kernel's own descriptors begin with this one. */
int first_kernel_fd(void);
/* Set: nothing completes, and no time passes. */
extern bool simulated_sleeps;
/* Set: transfers on streams may be short without a reason. */
extern bool simulated_shortens;
/* Set: streams may end after any item. */
extern bool simulated_ends;

/* --- files --------------------------------------------------------------------------------- */

/* The number of open descriptors of this process. */
int count_fds(void);

/* An unnamed file with `content`. */
void temporary_file(struct sring_fd *fd, const char *content);

/* A new directory; remove_directory also removes its files. */
void temporary_directory(char path[64]);
void remove_directory(const char *path);

struct two_fds {
    struct sring_fd in;  /* the end to read */
    struct sring_fd out; /* the end to write */
};

void open_pipe(struct two_fds *fds);
void open_socketpair(struct two_fds *fds, int type);
void close_two(struct sring *ring, struct two_fds *fds);

/* Writes or reads with the plain system call. */
void write_text(const struct sring_fd *fd, const char *text);
void expect_text(const struct sring_fd *fd, const char *text);

/* A listening socket of the given family, and its address. */
void listen_on(struct sring_fd *fd, int family, struct sockaddr_storage *address,
               socklen_t *address_length);

/* --- buffers ------------------------------------------------------------------------------- */

void new_buf(struct sring_buf *buf, size_t capacity);
void text_buf(struct sring_buf *buf, const char *text);
void expect_buf(struct sring_buf *buf, const char *text);

/* A buffer whose memory stays readable after it was freed, to detect late writes by the kernel. */
/* On its own pages: older kernels do not register memory that shares a page with file-backed
 * memory, such as the first variables after the initialised ones. */
struct counted {
    int freed;
    _Alignas(4096) unsigned char memory[4096];
};
void counted_buf(struct sring_buf *buf, struct counted *counted);
void expect_untouched(const struct counted *counted);

/* --- buffer rings -------------------------------------------------------------------------- */

/* Whether groups can be incremental. Skips the test if the kernel has no buffer rings; call it
 * before the test opens anything. */
bool has_incremental(void);
/* Skips the test if the kernel has no buffer rings, or no incremental ones. */
void open_group(struct sring *ring, struct sring_buf_ring *group, uint32_t count, size_t size,
                bool incremental);
void expect_group(const struct sring_buf_ring *group, uint32_t free, uint32_t lent);
/* Checks that all buffers are back. */
void close_group(struct sring *ring, struct sring_buf_ring *group);

void begin_stream(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
                  struct sring_recv_multishot_streaming *stream);
void expect_item(struct sring *ring, struct sring_recv_multishot_streaming *stream,
                 struct sring_lent_buf *item, const char *text);

/* --- streams of bytes ---------------------------------------------------------------------- */

/* A socket that a thread writes to as fast as it can: a number of bytes, or until stopped. */
struct source {
    struct two_fds fds;
    pthread_t thread;
    unsigned id;
    uint64_t length;
    uint64_t position; /* of the next byte to read */
    atomic_bool stop;
};

void open_source(struct source *source, unsigned id, uint64_t length);
void close_source(struct source *source);

/* Checks that these are the source's next bytes; returns their number. */
size_t check_bytes(struct source *source, const struct sring_lent_buf *item);

/* --- vectors ------------------------------------------------------------------------------- */

void new_vec(struct sring_vec *vec, uint32_t count, const size_t capacities[]);
/* A buffer for each part of a text, between bars: "one||three". */
void text_vec(struct sring_vec *vec, const char *text);
void expect_vec(struct sring_vec *vec, const char *text);
/* A vector of counted buffers; and the number of their frees. */
void counted_vec(struct sring_vec *vec, uint32_t count, struct counted counted[]);
int freed(uint32_t count, const struct counted counted[]);

/* --- misuse -------------------------------------------------------------------------------- */

struct caught {
    jmp_buf jump;
    char function[96];
    char expected[128];
    char found[128];
};
void catch_misuse(const struct sring_misuse *misuse, void *arg);
void check_misuse(const struct caught *caught, bool happened, const char *function,
                  const char *expected, const char *found, const char *file, int line);

/* Checks that the statement ends in a misuse report with `function` and the two texts. */
#define ASSERT_MISUSE(function, expected, found, statement)                                        \
    do {                                                                                           \
        static struct caught caught_;                                                              \
        static volatile bool happened_;                                                            \
        happened_ = true;                                                                          \
        sring_set_misuse_handler(catch_misuse, &caught_);                                          \
        if (setjmp(caught_.jump) == 0) {                                                           \
            statement;                                                                             \
            happened_ = false;                                                                     \
        }                                                                                          \
        sring_set_misuse_handler(NULL, NULL);                                                      \
        check_misuse(&caught_, happened_, function, expected, found, __FILE__, __LINE__);          \
    } while (0)

/* The same of body(arg) in another thread. */
void assert_misuse_in_thread(void (*body)(void *arg), void *arg, const char *function,
                             const char *expected, const char *found);

/* --- children and threads ------------------------------------------------------------------ */

/* Runs `body` in a forked child and returns its wait status; its standard error is captured. Skips
 * the test if forbid_call or suspend_call cannot work here. */
int in_child(void (*body)(void *arg), void *arg, char *errors, size_t size);
void expect_child(void (*body)(void *arg), void *arg);

/* For a child, where cmocka's assertions would run the parent's tests again. */
#define CHILD_CHECK(condition)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

/* Joins a thread of a test; it returns NULL or an error text. The thread must not assert: an
 * assertion of cmocka outside the test's own thread ends the process with status 255 and without a
 * message. */
void join_thread(pthread_t thread);

/* The number of threads of this process whose name begins like this, also of the kernel's; `*last`
 * (NULL: not wanted) becomes the id of one of them. */
int find_threads(const char *name, pid_t *last);
int count_threads(const char *name);

/* Waits until there is none, at most 10 seconds: the kernel lists a thread for a moment after it
 * was joined. */
void expect_no_threads(const char *name);

/* Makes a system call fail with `error` for the rest of this process. */
void forbid_call(int number, int error);

/* In a child: the system call, when a thread makes it that is started later, waits until it is
 * resumed (Linux 5.5). wait_for_call waits until one has been made. */
int suspend_call(int number);
uint64_t wait_for_call(int listener);
void resume_call(int listener, uint64_t call);

/* --- time ---------------------------------------------------------------------------------- */

#define MILLISECOND UINT64_C(1000000)

uint64_t now_ns(void); /* on the library's clock, like sleeps */
void sleep_ms(unsigned milliseconds);

#endif /* SRING_TESTS_SUPPORT_H */
