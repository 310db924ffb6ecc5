/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Every call into the kernel fails, or the ring's descriptor was closed: every wait ends with an
 * error or in the misuse report. The ring can be closed, and close reports the loss. A parked fiber
 * changes nothing of that.
 */
#include "batches.h"

#include "base/resolver.h"

#include <semaphore.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static struct {
    struct sring ring;
    struct two_fds fds;
    struct sring_read_submitted read;
    struct sring_poll_multishot_streaming stream;
    struct sring_batch_submitted batch;
    struct sring_fiber fiber; /* stashed; it is parked */
} world;

SRING_FIBER(sleep_long)
{
    (void)arg;
    return sring_sleep(ring, UINT64_MAX / 2);
}

static struct sring_event never;
static int ended;

/* Waits for another fiber. It needs no kernel to end. */
SRING_FIBER(wait_for_never)
{
    int rc = sring_event_wait(ring, &never);

    ended++;
    return rc;
}

/* Owns memory that only its stack knows, and has lent a part of the stack. It never ends. */
SRING_FIBER(read_into_the_stack)
{
    unsigned char bytes[64];
    struct sring_buf buf;
    void *volatile owned = malloc(100);
    int rc;

    CHILD_CHECK(owned && sring_buf_adopt(&buf, bytes, sizeof(bytes), NULL, NULL) == 0);
    rc = sring_read_await(ring, arg, &buf);
    sring_buf_free(&buf);
    free(owned);
    ended++;
    return rc;
}

SRING_FIBER(return_at_once)
{
    (void)ring;
    (void)arg;
    return 0;
}

static struct sring *const ring = &world.ring;

static void wait_for_it(void)
{
    struct sring_read_completed done;

    sring_read_wait(ring, &world.read, &done);
    sring_read_submitted_stash(&world.read);
}

static void cancel_it(void)
{
    struct sring_read_completed done;

    sring_read_cancel(ring, &world.read, &done);
    sring_read_submitted_stash(&world.read);
}

static void run_it(void)
{
    CHILD_CHECK(sring_run(ring) < 0);
}

static void flush_and_wait(void)
{
    CHILD_CHECK(sring_flush_and_wait(ring, 1) < 0);
}

static void take_next(void)
{
    uint32_t events;

    CHILD_CHECK(sring_poll_multishot_next(ring, &world.stream, &events) < 0);
}

static void end_it(void)
{
    sring_poll_multishot_end(ring, &world.stream);
}

static void wait_for_the_batch(void)
{
    struct sring_batch_completed done;

    sring_batch_wait(ring, &world.batch, &done);
}

static void join_it(void)
{
    sring_fiber_claim(&world.fiber);
    (void)sring_join(ring, &world.fiber);
}

static void await_several(void)
{
    struct sring_nop_item items[4] = {0};

    CHILD_CHECK(sring_nop_await_each(ring, items, 4) == 0);
    CHILD_CHECK(items[0].result < 0 && items[3].result < 0); /* were refused */
}

static void await_one(void)
{
    CHILD_CHECK(sring_nop_await(ring) < 0); /* was refused */
}

static sem_t go;

/* Lasts longer than the wait. */
static int block(void *arg)
{
    (void)arg;
    while (sem_wait(&go)) {
    }
    return 0;
}

static void offload(void)
{
    (void)!sring_offload(ring, block, NULL);
}

static void look_up(void)
{
    struct addrinfo *list;

    CHILD_CHECK(sring_resolve(ring, "localhost", "80", NULL, &list) < 0);
}

static void close_it(void)
{
    sring_close(ring);
}

static const struct wait {
    void (*call)(void);
    const char *function; /* the function that reports; NULL: it returns */
} waits[] = {
    {wait_for_it, "sring_read_wait"},
    {cancel_it, "sring_read_cancel"},
    {run_it, NULL},
    {flush_and_wait, NULL},
    {take_next, "sring_poll_multishot_next"},
    {end_it, "sring_poll_multishot_end"},
    {wait_for_the_batch, "sring_batch_wait"},
    {join_it, "sring_join"},
    {await_several, NULL},
    {await_one, NULL},
    {offload, "sring_offload"},
    {look_up, NULL},
    {close_it, "sring_close"},
};

static struct caught caught;

/* Whether the call ends in the report of this function. */
static bool reports(void (*call)(void), const char *function)
{
    sring_set_misuse_handler(catch_misuse, &caught);
    if (!setjmp(caught.jump)) {
        call();
        sring_set_misuse_handler(NULL, NULL);
        return false;
    }
    sring_set_misuse_handler(NULL, NULL);
    if (strcmp(caught.function, "io_uring_enter") != 0) { /* the case of EEXIST */
        CHILD_CHECK(strcmp(caught.function, function) == 0);
        CHILD_CHECK(strstr(caught.expected, "a ring") == caught.expected);
    }
    return true;
}

static int find_nothing_soon(const char *host, const char *service, const struct addrinfo *hints,
                             struct addrinfo **list)
{
    (void)host;
    (void)service;
    (void)hints;
    *list = NULL;
    return block(NULL);
}

static void prepare(void)
{
    struct sring_fiber fiber;
    struct sring_read_building op;
    struct sring_poll_multishot_building poll;
    struct sring_batch_building batch;
    struct sring_buf buf;

    CHILD_CHECK(sem_init(&go, 0, 0) == 0);
    sring_chosen_resolver = find_nothing_soon;
    open_ring(ring, 8, 256);
    open_pipe(&world.fds);
    CHILD_CHECK(sring_buf_alloc(&buf, 8) == 0);
    CHILD_CHECK(sring_read_init(ring, &op, &world.fds.in) == 0);
    sring_read_submit(ring, &op, &buf, &world.read);
    CHILD_CHECK(sring_poll_multishot_init(ring, &poll, &world.fds.in, POLLIN) == 0);
    sring_poll_multishot_submit(ring, &poll, &world.stream);
    CHILD_CHECK(sring_batch_init(ring, &batch, 1) == 0);
    add_read(ring, &batch, &world.fds.in, 8, 0);
    sring_batch_submit(ring, &batch, &world.batch);
    CHILD_CHECK(sring_spawn(ring, &fiber, sleep_long, NULL) == 0);
    sring_fiber_move_stash(&world.fiber, &fiber);
    CHILD_CHECK(sring_poll(ring) >= 0);
    CHILD_CHECK(sring_flush(ring) == 0);
}

static void try_one(const struct wait *wait, int error)
{
    prepare();
    forbid_call(__NR_io_uring_enter, error);
    alarm(100); /* they are many, and the machine may be slow */
    if (error == EEXIST) {
        (void)reports(wait->call, "io_uring_enter");
        return;
    }
    CHILD_CHECK(reports(wait->call, wait->function ? wait->function : "") == !!wait->function);
    sem_post(&go);
    if (ring->live_) {
        CHILD_CHECK(reports(close_it, "sring_close"));
        CHILD_CHECK(!ring->live_);
    }
}

/* The library gives up after about a second; the tests run in parallel. */
static void ends_with_every_error(void **state)
{
    enum {
        WAITS = sizeof(waits) / sizeof(waits[0])
    };
    static const int errors[] = {EPERM,  ENOSYS, EBADF, EOPNOTSUPP, ENXIO,  EINTR,
                                 ETIME,  EAGAIN, EBUSY, ENOMEM,     EFAULT, EINVAL,
                                 EEXIST, EBADFD, EIO,   EOWNERDEAD, 0};
    pid_t children[sizeof(errors) / sizeof(errors[0])][WAITS];
    bool failed = false;

    (void)state;
    fflush(NULL);
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        for (size_t j = 0; j < WAITS; j++) {
            children[i][j] = fork();
            assert_true(children[i][j] >= 0);
            if (!children[i][j]) {
                try_one(&waits[j], errors[i]);
                _exit(0);
            }
        }
    }
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        for (size_t j = 0; j < WAITS; j++) {
            int status;

            assert_int_equal(waitpid(children[i][j], &status, 0), children[i][j]);
            if (status) {
                fprintf(stderr, "error %d, wait %zu: status 0x%x\n", errors[i], j, status);
                failed = true;
            }
        }
    }
    assert_false(failed);
}

/* --- fibers --------------------------------------------------------------------------------- */

/* The child exits as usual: LeakSanitizer must find nothing that is lost. */
static void lose_fibers(void *arg)
{
    sring_fiber_fn *const fns[] = {wait_for_never, read_into_the_stack, return_at_once};
    struct sring_fiber fiber;

    (void)arg;
    open_ring(ring, 8, 256);
    open_pipe(&world.fds);
    for (int i = 0; i < 3; i++) {
        CHILD_CHECK(sring_spawn(ring, &fiber, fns[i], &world.fds.in) == 0);
        sring_fiber_detach(ring, &fiber);
    }
    CHILD_CHECK(sring_run_for(ring, MILLISECOND) == -ETIME);
    forbid_call(__NR_io_uring_enter, EBADF);
    CHILD_CHECK(reports(close_it, "sring_close"));
    CHILD_CHECK(!ring->live_);
    CHILD_CHECK(ended == 1);
    exit(0);
}

static void fibers(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(in_child(lose_fibers, NULL, errors, sizeof(errors)), 0);
    assert_string_equal(errors, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_with_every_error),
        cmocka_unit_test(fibers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
