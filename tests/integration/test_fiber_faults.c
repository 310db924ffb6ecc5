/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What goes wrong around fibers: signals, fork, exit, no memory, misuse, several rings; and what a
 * switch keeps.
 */
#include "support.h"

#include <fenv.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#if __has_feature(thread_sanitizer)
#define THREADS_SANITIZED
#endif
#endif

#define LONG (20000 * MILLISECOND)

SRING_FIBER(sleep_for)
{
    return sring_sleep(ring, *(const uint64_t *)arg);
}

static const uint64_t moment = MILLISECOND, long_time = LONG;

/* Runs fn(ring, arg) in a fiber of a ring of its own, beside one that sleeps. For children. */
static int run_in_fiber(sring_fiber_fn *fn, void *arg)
{
    struct sring_fiber sleeper, fiber;
    struct sring ring;
    int result;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_spawn(&ring, &sleeper, sleep_for, (void *)(uintptr_t)&moment) == 0);
    CHILD_CHECK(sring_spawn(&ring, &fiber, fn, arg) == 0);
    result = sring_join(&ring, &fiber);
    CHILD_CHECK(sring_join(&ring, &sleeper) == 0);
    sring_close(&ring);
    return result;
}

/* --- signals -------------------------------------------------------------------------------- */

static struct sring_waker waker; /* stashed */

static void wake(int number)
{
    (void)number;
    sring_wake(&waker);
}

SRING_WAKER_CALLBACK(count)
{
    (void)ring;
    ++*(int *)arg;
}

SRING_FIBER(raise_often)
{
    const int *woken = arg;

    for (int i = 1; i <= 100; i++) {
        assert_int_equal(raise(SIGUSR1), 0); /* on this stack */
        while (*woken < i) {
            sring_yield(ring);
        }
    }
    return 0;
}

static void signal_on_a_fibers_stack(void **state)
{
    struct sring *ring = *state;
    struct sring_waker opened;
    struct sring_fiber fiber;
    int woken = 0;

    assert_int_equal(sring_waker_open(ring, &opened, count, &woken), 0);
    sring_waker_move_stash(&waker, &opened);
    (void)signal(SIGUSR1, wake);
    assert_int_equal(sring_spawn(ring, &fiber, raise_often, &woken), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    (void)signal(SIGUSR1, SIG_DFL);
    sring_waker_claim(&waker);
    sring_waker_close(ring, &waker);
    assert_int_equal(woken, 100);
}

SRING_FIBER(write_to_nowhere)
{
    *(volatile int *)arg = 1;
    return 0;
}

SRING_FIBER(send_a_fault)
{
    (void)kill(getpid(), SIGSEGV);
    return sring_sleep(ring, 1);
}

static void fault(void *arg)
{
    (void)signal(SIGSEGV, SIG_DFL); /* not the test framework's handler */
    (void)run_in_fiber(arg ? write_to_nowhere : send_a_fault, arg);
    _exit(1);
}

static void leave(int number)
{
    (void)number;
    _exit(9);
}

static void handled_fault(void *arg)
{
    (void)signal(SIGSEGV, leave);
    (void)run_in_fiber(write_to_nowhere, arg);
    _exit(1);
}

/* Faults that are no overflows are none of the library's business. */
static void other_faults(void **state)
{
    void *nowhere = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char errors[1024];
    int status;

    (void)state;
#if defined(SANITIZED)
    SKIP("the sanitizer handles SIGSEGV itself");
#endif
    for (int i = 0; i < 2; i++) {
        status = in_child(fault, i ? nowhere : NULL, errors, sizeof(errors));
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
        assert_string_equal(errors, "");
    }
    status = in_child(handled_fault, nowhere, errors, sizeof(errors));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 9);
    assert_string_equal(errors, "");
    munmap(nowhere, 4096);
}

SRING_FIBER(use_all_of_the_stack)
{
    volatile unsigned char frame[1024];

    frame[0] = 1;
    __asm__ volatile("" : : "r"(frame) : "memory"); /* so that the recursion stays one */
    return arg ? 0 : use_all_of_the_stack(ring, arg) + frame[0];
}

static void overflow_after_another_ring(void *arg)
{
    struct sring_fiber fiber;
    struct sring rings[2];

    (void)arg;
    (void)signal(SIGSEGV, SIG_DFL);
    for (int i = 0; i < 2; i++) {
        CHILD_CHECK(sring_open(&rings[i], NULL) == 0);
        CHILD_CHECK(sring_spawn(&rings[i], &fiber, sleep_for, (void *)(uintptr_t)&moment) == 0);
        CHILD_CHECK(sring_join(&rings[i], &fiber) == 0);
    }
    sring_close(&rings[0]);
    CHILD_CHECK(sring_spawn(&rings[1], &fiber, use_all_of_the_stack, NULL) == 0);
    (void)sring_join(&rings[1], &fiber);
}

/* The signal stack belongs to the thread, not to its first ring. */
static void overflow_of_the_second_ring(void **state)
{
    char errors[1024];
    int status;

    (void)state;
#if defined(SANITIZED)
    SKIP("the sanitizer reports an overflow itself");
#endif
    status = in_child(overflow_after_another_ring, NULL, errors, sizeof(errors));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    assert_non_null(strstr(errors, "a fiber needs more than its stack"));
}

/* --- fork ----------------------------------------------------------------------------------- */

enum after_fork {
    RETURNS,
    SLEEPS,
    YIELDS,
    TAKES,
    CLOSES,
    EXITS,
};

/* LeakSanitizer would report what the fibers have at exit. */
#if defined(SANITIZED)
#define LAST_AFTER_FORK CLOSES
#else
#define LAST_AFTER_FORK EXITS
#endif

/* Begins a stream whose slot is used again: the next item is waited for the short way. */
static void poll_for_long(struct sring *ring, const struct sring_fd *file,
                          struct sring_poll_multishot_streaming *stream) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*file) SRING_PRODUCES(*stream)
{
    struct sring_poll_multishot_building op;

    CHILD_CHECK(sring_poll_multishot_init(ring, &op, file, POLLIN) == 0);
    sring_poll_multishot_submit(ring, &op, stream);
    for (int i = 0; i < 1000; i++) {
        CHILD_CHECK(sring_nop_await(ring) == 0);
    }
}

/* Returns the status of the child, which does that within the fiber. */
SRING_FIBER(fork_here)
{
    enum after_fork what = *(enum after_fork *)arg;
    struct sring_poll_multishot_streaming stream;
    struct two_fds fds;
    uint32_t events;
    int status;
    pid_t pid;

    open_pipe(&fds);
    poll_for_long(ring, &fds.in, &stream);
    pid = fork();
    if (pid == 0) {
        switch (what) {
        case SLEEPS:
            _exit(sring_sleep(ring, 1) ? 3 : 4);
        case YIELDS:
            sring_yield(ring);
            _exit(5);
        case TAKES:
            _exit(sring_poll_multishot_next(ring, &stream, &events) ? 6 : 9);
        case CLOSES:
            sring_close(ring);
            _exit(7);
        case EXITS:
            exit(8);
        default:
            return 0;
        }
    }
    CHILD_CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    sring_poll_multishot_end(ring, &stream);
    close_two(ring, &fds);
    return status;
}

static void fork_in_fiber(void *arg)
{
    int status = run_in_fiber(fork_here, arg);

    switch (*(enum after_fork *)arg) {
    case CLOSES:
        CHILD_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
        break;
    case EXITS:
        CHILD_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 8);
        break;
    default:
        CHILD_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
}

/* The ring is dead in the child, and its fibers with it. The parent's go on. */
static void forked(void **state)
{
    (void)state;
#if defined(__SANITIZE_THREAD__) || defined(THREADS_SANITIZED)
    SKIP("ThreadSanitizer does not follow fibers into a child");
#endif
    for (enum after_fork what = RETURNS; what <= LAST_AFTER_FORK; what++) {
        char errors[4096];
        int status = in_child(fork_in_fiber, &what, errors, sizeof(errors));

        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        assert_true((what < CLOSES) == !!strstr(errors, "the parent process's ring"));
    }
}

/* --- exit ----------------------------------------------------------------------------------- */

static void say_so(void)
{
    fprintf(stderr, "at exit\n");
}

SRING_FIBER(exit_here)
{
    sring_yield(ring);
    exit(*(int *)arg);
}

static void exit_in_fiber(void *arg)
{
    (void)atexit(say_so);
    (void)run_in_fiber(exit_here, arg);
}

static void exited(void **state)
{
    char errors[1024];
    int code = 5;
    int status;

    (void)state;
#if defined(SANITIZED)
    SKIP("LeakSanitizer reports what the fibers have at exit");
#endif
    status = in_child(exit_in_fiber, &code, errors, sizeof(errors));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    assert_non_null(strstr(errors, "at exit"));
}

SRING_FIBER(end_the_thread)
{
    sring_yield(ring);
    pthread_exit(arg);
}

static void *thread_that_ends_in_a_fiber(void *arg)
{
    (void)run_in_fiber(end_the_thread, arg);
    return NULL;
}

/* Fibers are parked, and the ring is not closed. */
static void *thread_with_parked_fibers(void *arg)
{
    static struct sring ring; /* it is never closed */
    struct sring_fiber fiber;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    for (int i = 0; i < 3; i++) {
        CHILD_CHECK(sring_spawn(&ring, &fiber, sleep_for, (void *)(uintptr_t)&long_time) == 0);
        sring_fiber_detach(&ring, &fiber);
    }
    CHILD_CHECK(sring_run_for(&ring, MILLISECOND) == -ETIME);
    return arg;
}

static void end_threads(void *arg)
{
    void *(*const bodies[])(void *arg) = {thread_that_ends_in_a_fiber, thread_with_parked_fibers};

    for (int i = 0; i < 2; i++) {
        pthread_t thread;
        void *result;

        CHILD_CHECK(pthread_create(&thread, NULL, bodies[i], arg) == 0);
        CHILD_CHECK(pthread_join(thread, &result) == 0);
        CHILD_CHECK(result == arg);
    }
    exit(0);
}

/* The ring and its fibers stay as they are, and the process goes on. */
static void threads_end(void **state)
{
    char errors[1024];
    int status, value;

    (void)state;
#if defined(SANITIZED)
    SKIP("the ring of the thread is a leak");
#endif
    status = in_child(end_threads, &value, errors, sizeof(errors));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* --- what a switch keeps -------------------------------------------------------------------- */

/* Keeps its own rounding mode, whatever the others have. */
SRING_FIBER(round_up_or_down)
{
    const int mode = *(const int *)arg;
    volatile double one = 1, three = 3;
    volatile double now, third = 0; /* in memory: the x87's registers are longer */

    assert_int_equal(fegetround(), FE_TONEAREST);
    assert_int_equal(fesetround(mode), 0);
    for (int i = 0; i < 50; i++) {
        now = one / three;
        assert_true(i == 0 || now == third);
        third = now;
        if (i % 2) {
            sring_yield(ring);
        } else {
            assert_int_equal(sring_nop_await(ring), 0);
        }
        assert_int_equal(fegetround(), mode);
    }
    return 0;
}

static void floating_point(void **state)
{
    static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST};
    struct sring *ring = *state;
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(
            sring_scope_spawn(ring, &scope, round_up_or_down, (void *)(uintptr_t)&modes[i]), 0);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(fegetround(), FE_TONEAREST);
}

/* --- misuse --------------------------------------------------------------------------------- */

SRING_FIBER(close_here)
{
    (void)arg;
    ASSERT_MISUSE("sring_close", "a ring none of whose callbacks is running", "a call from",
                  sring_close(ring));
    return sring_sleep(ring, MILLISECOND); /* the handler has jumped within the fiber */
}

static void closed_in_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, close_here, NULL), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* The short way of a wait also looks at the ring. */
SRING_TRUSTED SRING_FIBER(use_a_copy)
{
    struct sring_poll_multishot_streaming stream;
    struct two_fds fds;
    struct sring copy;
    uint32_t events;
    volatile int rc = 0;

    (void)arg;
    open_pipe(&fds);
    poll_for_long(ring, &fds.in, &stream);
    memcpy(&copy, ring, sizeof(copy));
    ASSERT_MISUSE("sring_poll_multishot_next", "an open ring of the calling thread",
                  "a copy of a ring", rc = sring_poll_multishot_next(&copy, &stream, &events));
    ASSERT_MISUSE("sring_yield", "an open ring of the calling thread", "a copy of a ring",
                  sring_yield(&copy));
    sring_poll_multishot_end(ring, &stream);
    close_two(ring, &fds);
    return rc;
}

static void copy_in_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, use_a_copy, NULL), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

static struct audited {
    struct sring *ring;
    struct sring_poll_multishot_streaming stream;
    bool armed, yields;
} audited;

SRING_TRUSTED static void use_in_audit(const struct sring_audit_record *record, void *arg)
{
    uint32_t events;

    (void)record;
    (void)arg;
    if (audited.armed) {
        audited.armed = false;
        if (audited.yields) {
            sring_yield(audited.ring);
        } else {
            CHILD_CHECK(!sring_poll_multishot_next(audited.ring, &audited.stream, &events));
        }
        _exit(3);
    }
}

SRING_TRUSTED SRING_FIBER(is_audited)
{
    struct two_fds fds;

    open_pipe(&fds);
    poll_for_long(ring, &fds.in, &audited.stream);
    audited.ring = ring;
    audited.yields = arg;
    audited.armed = true;
    return sring_nop_await(ring);
}

static void audit_in_a_fiber(void *arg)
{
    const struct sring_options options = {.audit = use_in_audit};
    struct sring_fiber fiber;
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, &options) == 0);
    CHILD_CHECK(sring_spawn(&ring, &fiber, is_audited, arg) == 0);
    (void)sring_join(&ring, &fiber);
    _exit(4);
}

static void used_in_audit(void **state)
{
    bool yields = true;

    (void)state;
    for (int i = 0; i < 2; i++) {
        char errors[4096];
        int status = in_child(audit_in_a_fiber, i ? &yields : NULL, errors, sizeof(errors));

        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        assert_non_null(strstr(errors, "one whose audit function runs"));
        assert_non_null(strstr(errors, i ? "sring_yield" : "poll_multishot_next"));
    }
}

SRING_FIBER(leave_a_scope_open)
{
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    sring_scope_move_stash(arg, &scope);
    return 0;
}

static void return_with_a_scope(void *arg)
{
    struct sring_scope scope;

    (void)arg;
    (void)run_in_fiber(leave_a_scope_open, &scope);
}

static void returns_with_a_scope(void **state)
{
    char errors[1024];
    int status;

    (void)state;
    status = in_child(return_with_a_scope, NULL, errors, sizeof(errors));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, "close each scope that it has opened"));
}

/* It does not look whether it was cancelled. */
SRING_FIBER(spin)
{
    for (int i = 0; i < *(const int *)arg; i++) {
        sring_yield(ring);
    }
    return 0;
}

static void close_while_it_spins(void *arg)
{
    struct sring_fiber fiber;
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_spawn(&ring, &fiber, spin, arg) == 0);
    sring_fiber_detach(&ring, &fiber);
    sring_close(&ring);
}

/* A development build says why sring_close does not return. */
static void spinning(void **state)
{
    int few = 100, many = 1000000;
    char errors[4096];

    (void)state;
    assert_int_equal(in_child(close_while_it_spins, &few, errors, sizeof(errors)), 0);
    assert_null(strstr(errors, "sring_close waits"));
    assert_int_equal(in_child(close_while_it_spins, &many, errors, sizeof(errors)), 0);
#if defined(SRING_DEVELOPMENT)
    assert_non_null(strstr(errors, "sring_close waits for 1 cancelled fiber, which does not end"));
#else
    assert_null(strstr(errors, "sring_close waits"));
#endif
}

SRING_FIBER(ends)
{
    (void)ring;
    (void)arg;
    return 0;
}

/* How the fiber is given up: see `forgotten`. */
static void close_after_it(void *arg)
{
    const char *how = arg;
    struct sring_fiber fiber;
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_spawn(&ring, &fiber, ends, NULL) == 0);
    if (*how == 'd') {
        sring_fiber_detach(&ring, &fiber);
    } else if (*how == 'j') {
        CHILD_CHECK(sring_join(&ring, &fiber) == 0);
    } else {
        sring_fiber_stash(&fiber);
    }
    CHILD_CHECK(sring_run(&ring) == 0);
    sring_close(&ring);
}

/* A development build says that fibers were neither joined nor detached. */
static void forgotten(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(in_child(close_after_it, "detach", errors, sizeof(errors)), 0);
    assert_string_equal(errors, "");
    assert_int_equal(in_child(close_after_it, "join", errors, sizeof(errors)), 0);
    assert_string_equal(errors, "");
    assert_int_equal(in_child(close_after_it, "forget", errors, sizeof(errors)), 0);
#if defined(SRING_DEVELOPMENT)
    assert_non_null(strstr(errors, "sring_close frees 1 fiber that was not joined"));
#else
    assert_string_equal(errors, "");
#endif
}

static void close_with_a_scope(void *arg)
{
    struct sring_scope scope;
    struct sring ring;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    sring_scope_open(&ring, &scope);
    CHILD_CHECK(sring_scope_spawn(&ring, &scope, sleep_for, (void *)(uintptr_t)&long_time) == 0);
    sring_scope_stash(&scope);
    sring_close(&ring);
}

/* The same of scopes. */
static void open_scopes(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(in_child(close_with_a_scope, NULL, errors, sizeof(errors)), 0);
#if defined(SRING_DEVELOPMENT)
    assert_non_null(strstr(errors, "sring_close closes 1 scope that is open"));
#else
    assert_string_equal(errors, "");
#endif
}

/* The variable of its ring is gone. */
static void scope_of_a_closed_ring(void **state)
{
    struct sring_scope scope;
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, NULL), 0);
    sring_scope_open(&ring, &scope);
    sring_scope_stash(&scope);
    sring_close(&ring);
    memset(&ring, 0x5a, sizeof(ring));
    ASSERT_MISUSE("sring_scope_claim", "an open scope", "closed", sring_scope_claim(&scope));
}

/* --- no memory ------------------------------------------------------------------------------ */

static int failing; /* the allocation that fails, counted down; 0: none */

static bool fails(void)
{
    return failing && --failing == 0;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    return fails() ? MAP_FAILED : __real_mmap(at, size, protection, flags, fd, offset);
}

int __real_mprotect(void *at, size_t size, int protection);
int __wrap_mprotect(void *at, size_t size, int protection);
int __wrap_mprotect(void *at, size_t size, int protection)
{
    return fails() ? -1 : __real_mprotect(at, size, protection);
}

/* Fails the nth allocation of the first spawn. Returns its result. */
static int spawn_without_memory(bool scoped, int nth)
{
    struct sring_scope scope;
    struct sring_fiber fiber;
    struct sring ring;
    int rc;

    open_ring(&ring, 8, 64);
    sring_scope_open(&ring, &scope);
    failing = nth;
    if (scoped) {
        rc = sring_scope_spawn(&ring, &scope, sleep_for, (void *)(uintptr_t)&moment);
    } else {
        rc = sring_spawn(&ring, &fiber, sleep_for, (void *)(uintptr_t)&moment);
        if (!rc) {
            assert_int_equal(sring_join(&ring, &fiber), 0);
        }
    }
    failing = 0;
    assert_int_equal(sring_scope_spawn(&ring, &scope, sleep_for, (void *)(uintptr_t)&moment), 0);
    assert_int_equal(sring_scope_close(&ring, &scope), 0);
    sring_close(&ring);
    return rc;
}

/* Spawn fails without memory, and works afterwards. Only the stack for signals is optional. */
static void no_memory(void **state)
{
    (void)state;
    for (int scoped = 0; scoped < 2; scoped++) {
        int failed = 0;

        for (int nth = 1; nth < 10; nth++) {
            int rc = spawn_without_memory(scoped, nth);

            assert_true(rc == 0 || rc == -ENOMEM);
            failed += rc != 0;
        }
        ASSERT_BETWEEN(failed, 3, 4); /* the fiber, its stack, the guard; maybe a block */
    }
}

SRING_FIBER(sleep_and_count)
{
    int *ended = arg;
    int rc = sring_sleep(ring, LONG);

    ++*ended;
    return rc;
}

/* The scope takes no fibers. One that is given to it is cancelled, and has ended when the scope is
 * closed. */
static void scope_without_memory(struct sring *ring)
{
    struct sring_scope scope, other, moved;
    struct sring_fiber fiber;
    int ended = 0;

    failing = 1;
    sring_scope_open(ring, &scope);
    assert_int_equal(failing, 0);
    failing = 1;
    sring_scope_open(ring, &other);
    sring_scope_move(&moved, &scope);
    assert_int_equal(sring_scope_spawn(ring, &moved, sleep_and_count, &ended), -ENOMEM);
    assert_int_equal(sring_spawn(ring, &fiber, sleep_and_count, &ended), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    sring_scope_adopt(&moved, &fiber);
    sring_scope_cancel(ring, &moved);
    assert_int_equal(sring_scope_close(ring, &moved), -ENOMEM);
    assert_int_equal(ended, 1);
    assert_int_equal(sring_spawn(ring, &fiber, sleep_for, (void *)(uintptr_t)&moment), 0);
    assert_int_equal(sring_run(ring), 0);
    sring_scope_adopt(&other, &fiber); /* it has ended */
    assert_int_equal(sring_scope_close(ring, &other), -ENOMEM);
}

SRING_FIBER(open_without_memory)
{
    struct sring_scope scope;
    int *ended = arg;
    struct sring_fiber fiber;
    int rc;

    failing = 1;
    sring_scope_open(ring, &scope);
    failing = 0;
    assert_int_equal(sring_scope_spawn(ring, &scope, sleep_and_count, ended), -ENOMEM);
    rc = sring_spawn(ring, &fiber, sleep_and_count, ended);
    if (!rc) {
        sring_yield(ring);
        sring_scope_adopt(&scope, &fiber);
    }
    assert_int_equal(sring_scope_close(ring, &scope), -ENOMEM);
    return rc;
}

static void scopes_without_memory(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct sring_scope scope;
    int ended = 0;

    scope_without_memory(ring);
    assert_int_equal(sring_spawn(ring, &fiber, open_without_memory, &ended), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(ended, 1);
    sring_scope_open(ring, &scope); /* there is memory again */
    assert_int_equal(sring_scope_spawn(ring, &scope, sleep_for, (void *)(uintptr_t)&moment), 0);
    assert_int_equal(sring_scope_close(ring, &scope), 0);
}

/* --- several rings -------------------------------------------------------------------------- */

static struct sring two[2];

SRING_TRUSTED static int sleep_on_the_second(void)
{
    return sring_sleep(&two[1], 5 * MILLISECOND);
}

/* It is cancelled, and waits on another ring. */
SRING_FIBER(wait_elsewhere)
{
    struct sring_fiber self = {0};
    int *error = arg;

    (void)self;
    sring_yield(ring);
    assert_int_equal(sring_sleep(ring, 1), -ECANCELED);
    *error = sleep_on_the_second();
    assert_int_equal(sring_sleep(ring, 1), -ECANCELED);
    return 0;
}

SRING_TRUSTED static int sleep_on_the_first(void)
{
    return sring_sleep(&two[0], MILLISECOND);
}

/* Runs on the second ring while the cancelled fiber of the first one waits there. */
SRING_FIBER(use_the_first)
{
    int *error = arg;

    (void)ring;
    *error = sleep_on_the_first();
    return 0;
}

/* That the fiber was cancelled concerns its own calls, and its own ring. */
SRING_TRUSTED static void cancelled_elsewhere(void **state)
{
    struct sring_fiber fiber, other;
    int errors[2] = {1, 1};

    (void)state;
    for (int i = 0; i < 2; i++) {
        open_ring(&two[i], 8, 64);
    }
    assert_int_equal(sring_spawn(&two[0], &fiber, wait_elsewhere, &errors[0]), 0);
    sring_fiber_cancel(&two[0], &fiber);
    assert_int_equal(sring_spawn(&two[1], &other, use_the_first, &errors[1]), 0);
    assert_int_equal(sring_join(&two[0], &fiber), 0);
    assert_int_equal(sring_join(&two[1], &other), 0);
    assert_int_equal(errors[0], 0);
    assert_int_equal(errors[1], 0);
    for (int i = 0; i < 2; i++) {
        sring_close(&two[i]);
    }
}

SRING_FIBER(count_down)
{
    int *left = arg;
    int rc = 0;

    while (!rc && --*left > 0) {
        struct sring_fiber child;

        rc = sring_spawn(ring, &child, sleep_for, (void *)(uintptr_t)&moment);
        if (!rc) {
            rc = sring_join(ring, &child);
        }
    }
    return rc;
}

/* All rings are closed after all were opened: for ThreadSanitizer a mapping that liburing has
 * removed is still that of the other thread. */
static pthread_barrier_t all_ran;

static void *run_fibers(void *arg)
{
    int left[4] = {10, 10, 10, 10};
    struct sring_scope scope;
    struct sring ring;

    (void)arg;
    if (sring_open(&ring, NULL)) {
        return (void *)(uintptr_t)"open";
    }
    sring_scope_open(&ring, &scope);
    for (int i = 0; i < 4; i++) {
        if (sring_scope_spawn(&ring, &scope, count_down, &left[i])) {
            sring_scope_cancel(&ring, &scope);
        }
    }
    if (sring_scope_close(&ring, &scope)) {
        return (void *)(uintptr_t)"close";
    }
    sring_close(&ring);
    return NULL;
}

static void a_ring_for_each_thread(void **state)
{
    pthread_t threads[4];

    (void)state;
    if (is_simulated()) {
        SKIP("the simulated kernel has one thread");
    }
    assert_int_equal(pthread_barrier_init(&all_ran, NULL, 4), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, run_fibers, NULL), 0);
    }
    for (int i = 0; i < 4; i++) {
        join_thread(threads[i]);
    }
    pthread_barrier_destroy(&all_ran);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(signal_on_a_fibers_stack),
        cmocka_unit_test(other_faults),
        cmocka_unit_test(overflow_of_the_second_ring),
        cmocka_unit_test(forked),
        cmocka_unit_test(exited),
        cmocka_unit_test(threads_end),
        RING_TEST(floating_point),
        RING_TEST(closed_in_a_fiber),
        RING_TEST(copy_in_a_fiber),
        cmocka_unit_test(used_in_audit),
        cmocka_unit_test(returns_with_a_scope),
        cmocka_unit_test(spinning),
        cmocka_unit_test(forgotten),
        cmocka_unit_test(open_scopes),
        cmocka_unit_test(scope_of_a_closed_ring),
        cmocka_unit_test(no_memory),
        RING_TEST(scopes_without_memory),
        cmocka_unit_test(cancelled_elsewhere),
        cmocka_unit_test(a_ring_for_each_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
