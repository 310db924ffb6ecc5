/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Live handles and reports of lost ones: by sring_get_live, by LeakSanitizer in a program built
 * with it, and by the library in a development build (this file is also built with
 * SRING_DEVELOPMENT). To see the end of a program, the test runs itself with the name of one of the
 * functions below.
 */
#include "support.h"

#include <signal.h>
#include <sys/wait.h>

/* --- the programs -------------------------------------------------------------------------- */

struct box {
    struct sring_buf buf;
    struct sring_fd fd;
};

static struct sring ring;
static struct box kept;

static void open_or_die(void)
{
    if (sring_open(&ring, NULL)) {
        exit(9);
    }
}

static void fill(struct box *box)
{
    if (sring_buf_alloc(&box->buf, 65536) ||
        sring_openat_await(&ring, "/dev/null", O_RDONLY | O_CLOEXEC, 0, &box->fd)) {
        exit(9);
    }
    sring_buf_stash(&box->buf);
    sring_fd_stash(&box->fd);
}

static void empty(struct box *box)
{
    sring_buf_claim(&box->buf);
    sring_buf_free(&box->buf);
    sring_fd_claim(&box->fd);
    sring_fd_close(&ring, &box->fd);
}

/* Ten buffers and ten files. */
static void lost(void)
{
    open_or_die();
    for (int i = 0; i < 10; i++) {
        struct box *box = malloc(sizeof(*box));

        fill(box);
        memset(box, 0, sizeof(*box));
        free(box);
    }
    sring_close(&ring);
}

static void lost_pool(void)
{
    struct sring_pool pool;

    if (sring_pool_open(&pool, 4, 4096, NULL)) {
        exit(9);
    }
    memset(&pool, 0, sizeof(pool));
}

static void lost_adopted(void)
{
    struct sring_buf buf;
    void *memory = malloc(12345);

    if (sring_buf_adopt(&buf, memory, 12345, NULL, NULL)) {
        exit(9);
    }
    memory = NULL;
    memset(&buf, 0, sizeof(buf));
    __asm__ volatile("" : : "r"(memory) : "memory");
}

/* Two buffers made by one call, and shared by two. */
static void lost_shared(void)
{
    struct sring_shared_buf shared[2], another;
    struct sring_buf bufs[2];

    open_or_die();
    for (int i = 0; i < 2; i++) {
        if (sring_buf_alloc(&bufs[i], 1000)) {
            exit(9);
        }
    }
    sring_buf_share(&bufs[0], &shared[0]);
    sring_buf_share(&bufs[1], &shared[1]);
    sring_shared_copy(&another, &shared[0]);
    sring_shared_free(&shared[0]);
    sring_close(&ring);
    memset(shared, 0, sizeof(shared));
    memset(&another, 0, sizeof(another));
    __asm__ volatile("" : : "r"(&shared), "r"(&another) : "memory");
}

/* Still owned, and reachable in the program. */
static void still_known(void)
{
    open_or_die();
    fill(&kept);
}

static void on_recv(struct sring *of, struct sring_recv_completed *done, void *arg)
{
    (void)of;
    (void)done;
    (void)arg;
}

/* Only the ring has pointers to the buffer and the callback's argument. */
static void still_in_flight(void)
{
    struct sring_recv_building op;
    int pair[2];

    open_or_die();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || sring_buf_alloc(&kept.buf, 4096)) {
        exit(9);
    }
    sring_fd_adopt(&kept.fd, pair[0]);
    if (sring_recv_init(&ring, &op, &kept.fd)) {
        exit(9);
    }
    sring_recv_start(&ring, &op, &kept.buf, on_recv, malloc(100));
    (void)sring_flush(&ring);
}

static void on_sent(struct sring *of, struct sring_send_shared_completed *done, void *arg)
{
    (void)of;
    (void)done;
    (void)arg;
}

/* Only the operation has the shared buffer. */
static void shared_in_flight(void)
{
    static const char filling[65536];
    struct sring_shared_buf shared;
    struct sring_buf buf;
    int pair[2];

    open_or_die();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || sring_buf_alloc(&buf, 4096)) {
        exit(9);
    }
    while (send(pair[0], filling, sizeof(filling), MSG_DONTWAIT) > 0) {
    }
    sring_buf_set_length(&buf, 4096);
    sring_buf_share(&buf, &shared);
    sring_fd_adopt(&kept.fd, pair[0]);
    if (sring_send_shared_launch(&ring, &kept.fd, &shared, NULL, on_sent, NULL, NULL)) {
        exit(9);
    }
    sring_shared_free(&shared);
    (void)sring_flush(&ring);
}

static void constant_on_stack(void)
{
    const char text[] = "not constant for long";
    struct sring_shared_buf shared;

    open_or_die();
    if (sring_shared_static(&shared, text, sizeof(text))) {
        exit(9);
    }
    sring_shared_free(&shared);
    sring_close(&ring);
}

/* Nobody could know when the kernel is done with it. */
static void detached_on_stack(void)
{
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_building op;
    struct sring_shared_buf shared;
    struct sring_buf buf;
    unsigned char memory[64] = "on the stack";
    int pair[2];

    open_or_die();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ||
        sring_buf_adopt(&buf, memory, sizeof(memory), NULL, NULL)) {
        exit(9);
    }
    sring_buf_share(&buf, &shared);
    sring_fd_adopt(&kept.fd, pair[0]);
    if (sring_send_shared_init(&ring, &op, &kept.fd, &shared)) {
        exit(9);
    }
    sring_shared_free(&shared);
    sring_send_shared_submit(&ring, &op, &inflight);
    sring_send_shared_detach(&ring, &inflight);
    sring_fd_close(&ring, &kept.fd);
    sring_close(&ring);
    close(pair[1]);
}

static void open_stream(struct sring_stream *stream)
{
    struct sring_fd fd;

    open_or_die();
    sring_fd_adopt(&fd, open("/dev/null", O_RDWR | O_CLOEXEC));
    if (sring_stream_open(&ring, stream, &fd) || sring_stream_write_all(&ring, stream, "lost", 4)) {
        exit(9);
    }
}

/* One of two operations is abandoned. */
static void left_building(void)
{
    struct sring_nop_building op, other;

    if (sring_open(&ring, NULL) || sring_nop_init(&ring, &op)) {
        exit(9);
    }
    if (sring_nop_init(&ring, &other)) {
        exit(9);
    }
    sring_nop_building_stash(&op);
    sring_nop_abandon(&ring, &other);
    sring_close(&ring);
}

/* The ring closes it. */
static void left_stream(void)
{
    struct sring_stream stream;

    open_stream(&stream);
    sring_close(&ring);
}

/* Two buffers and a file. */
static void lost_stream(void)
{
    struct sring_stream stream;

    open_stream(&stream);
    memset(&stream, 0, sizeof(stream));
}

/* A file that is given back after the last ring was closed. */
static void released_late(void)
{
    struct sring_fd fd;

    open_or_die();
    sring_fd_adopt(&fd, 0);
    sring_close(&ring);
    sring_fd_release(&fd);
}

static void closed_stream(void)
{
    struct sring_stream stream;

    open_stream(&stream);
    if (sring_stream_close(&ring, &stream)) {
        exit(9);
    }
    sring_close(&ring);
}

/* Files whose numbers are reused, after each way to close one. */
static void nothing_left(void)
{
    struct sring_fd again;

    open_or_die();
    fill(&kept);
    empty(&kept);
    fill(&kept);
    sring_fd_claim(&kept.fd);
    if (sring_close_await(&ring, &kept.fd)) {
        exit(9);
    }
    sring_fd_adopt(&again, open("/dev/null", O_RDONLY | O_CLOEXEC));
    close(sring_fd_release(&again));
    sring_fd_adopt(&again, open("/dev/null", O_RDONLY | O_CLOEXEC));
    sring_fd_close(&ring, &again);
    sring_close(&ring);
    sring_buf_claim(&kept.buf);
    sring_buf_free(&kept.buf);
}

/* A child's handles are copies: it reports nothing, and its descriptors are its own. */
static void in_a_child(void)
{
    int status;

    open_or_die();
    fill(&kept);
    if (!fork()) {
        struct sring_fd own;

        close(sring_fd_raw(&kept.fd));
        sring_fd_adopt(&own, open("/dev/null", O_RDONLY | O_CLOEXEC));
        exit(sring_fd_release(&own) < 0);
    }
    wait(&status);
    empty(&kept);
    sring_close(&ring);
    exit(status);
}

static void adopted_twice(void)
{
    struct sring_fd one, two;
    int raw = open("/dev/null", O_RDONLY | O_CLOEXEC);

    sring_fd_adopt(&one, raw);
    sring_fd_adopt(&two, raw);
    close(sring_fd_release(&one));
    _exit(0);
}

static const struct program {
    const char *name;
    void (*run)(void);
} programs[] = {
    {"lost", lost},
    {"lost_pool", lost_pool},
    {"lost_adopted", lost_adopted},
    {"lost_shared", lost_shared},
    {"shared_in_flight", shared_in_flight},
    {"constant_on_stack", constant_on_stack},
    {"detached_on_stack", detached_on_stack},
    {"still_known", still_known},
    {"still_in_flight", still_in_flight},
    {"left_building", left_building},
    {"left_stream", left_stream},
    {"lost_stream", lost_stream},
    {"closed_stream", closed_stream},
    {"released_late", released_late},
    {"nothing_left", nothing_left},
    {"in_a_child", in_a_child},
    {"adopted_twice", adopted_twice},
};

static int run(const char *name)
{
    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
        if (!strcmp(programs[i].name, name)) {
            programs[i].run();
            return 0;
        }
    }
    return 8;
}

/* --- the checks ---------------------------------------------------------------------------- */

static char output[16384];

/* Returns the exit status, or 128 + the signal. */
static int status_of(const char *name)
{
    char self[512], command[600];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    FILE *pipe;
    int status;

    assert_true(length > 0);
    self[length] = '\0';
    snprintf(command, sizeof(command), "exec '%s' %s 2>&1", self, name);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    output[fread(output, 1, sizeof(output) - 1, pipe)] = '\0';
    status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void expect_said(const char *text)
{
    if (!strstr(output, text)) {
        fail_msg("\"%s\" is not in\n%s", text, output);
    }
}

static void expect_silence(const char *name)
{
    assert_int_equal(status_of(name), 0);
    assert_string_equal(output, "");
}

__attribute__((weak)) void __lsan_do_leak_check(void);

#if defined(SRING_DEVELOPMENT)

static void lost_handles(void **state)
{
    char *file;

    (void)state;
    (void)status_of("lost");
    expect_said("sring: no ring is open any more, and 10 files are\n");
    expect_said("sring: left at the end of the program: 10 buffers (655360 bytes), 0 handles of "
                "pools, 10 files\n");
    expect_said("sring:   10 files made at ");
    expect_said("test_live_development+0x");
    file = strstr(output, "10 files made at ");
    assert_non_null(strchr(file, '\n'));
    assert_int_equal(status_of("released_late"), 0);
    expect_said("sring: no ring is open any more, and 1 file is\nsring:   1 file made at ");
    assert_null(strstr(output, "left at the end"));
    (void)status_of("lost_shared");
    expect_said("sring: left at the end of the program: 2 buffers (2000 bytes)");
    if (!__lsan_do_leak_check) { /* it lists lost buffers itself */
        file = strstr(output, "1 buffer made at ");
        assert_non_null(file);
        assert_non_null(strstr(file + 1, "1 buffer made at "));
    }
    (void)status_of("shared_in_flight");
    expect_said("sring: left at the end of the program: 1 buffer (4096 bytes)");
    (void)status_of("still_in_flight");
    expect_said("sring: left at the end of the program: 1 buffer (4096 bytes), 0 handles of "
                "pools, 1 file\n");
}

static void streams(void **state)
{
    (void)state;
    expect_silence("closed_stream");
    assert_int_equal(status_of("left_building"), 0);
    expect_said("sring: sring_close leaves 1 operation that was not submitted; ");
    assert_int_equal(status_of("left_stream"), 0);
    expect_said("sring: sring_close closes a stream that was left open; 4 bytes were written to it "
                "and not sent; it was opened at ");
    expect_said("test_live_development+0x");
    assert_null(strstr(output, "left at the end"));
    assert_int_equal(status_of("lost_stream"), 0);
    expect_said("sring: left at the end of the program: 2 buffers (32768 bytes), 0 handles of "
                "pools, 1 file\n");
    if (!__lsan_do_leak_check) { /* it lists lost buffers itself */
        expect_said("sring:   2 buffers made at ");
        expect_said("test_live_development+0x");
    }
}

static void nothing_to_say(void **state)
{
    (void)state;
    expect_silence("nothing_left");
    expect_silence("in_a_child");
}

static void adopting_twice(void **state)
{
    (void)state;
    assert_int_equal(status_of("adopted_twice"), 128 + SIGABRT);
    expect_said("sring: misuse: sring_fd_adopt needs a descriptor that no handle has");
}

static void memory_on_the_stack(void **state)
{
    (void)state;
    assert_int_equal(status_of("constant_on_stack"), 128 + SIGABRT);
    expect_said("sring: misuse: sring_shared_static needs memory that is valid until the program "
                "ends");
    assert_int_equal(status_of("detached_on_stack"), 128 + SIGABRT);
    expect_said("sring: misuse: sring_send_shared_detach needs a buffer whose memory lasts");
}

#else

static void lost_handles(void **state)
{
    (void)state;
    if (!__lsan_do_leak_check) {
        SKIP("not built with LeakSanitizer");
    }
    assert_int_not_equal(status_of("lost"), 0);
    expect_said("655360 byte(s) in 10 object(s)");
    expect_said("sring_buf_alloc");
    expect_said("in lost ");
    assert_int_not_equal(status_of("lost_pool"), 0);
    expect_said("sring_pool_open");
    assert_int_not_equal(status_of("lost_adopted"), 0);
    expect_said("12345 byte(s) in 1 object(s)");
    assert_int_not_equal(status_of("lost_shared"), 0);
    expect_said("2000 byte(s) in 2 object(s)");
}

static void streams(void **state)
{
    (void)state;
    expect_silence("closed_stream");
    expect_silence("left_stream");
    expect_silence("lost_stream"); /* the ring has it */
}

/* With LeakSanitizer or without. */
static void nothing_to_say(void **state)
{
    (void)state;
    expect_silence("nothing_left");
    expect_silence("still_known");
    expect_silence("still_in_flight");
    expect_silence("shared_in_flight");
    expect_silence("in_a_child");
}

static void adopting_twice(void **state)
{
    (void)state;
    expect_silence("adopted_twice"); /* it would need a table */
}

static void memory_on_the_stack(void **state)
{
    (void)state;
    expect_silence("constant_on_stack");
    expect_silence("detached_on_stack");
}

#endif

static void expect_live(const struct sring_live *before, uint64_t buffers, uint64_t bytes,
                        uint64_t pools, uint64_t files)
{
    struct sring_live now;

    sring_get_live(&now);
    assert_int_equal(now.buffers - before->buffers, buffers);
    assert_int_equal(now.bytes - before->bytes, bytes);
    assert_int_equal(now.pools - before->pools, pools);
#if defined(SRING_DEVELOPMENT)
    assert_int_equal(now.files - before->files, files);
#else
    (void)files;
    assert_int_equal(now.files, 0);
#endif
}

static void counts(void **state)
{
    static unsigned char memory[100];
    struct sring *here = *state;
    struct sring_live before;
    struct sring_buf buf, adopted;
    struct sring_registered_buf registered;
    struct sring_pooled_buf pooled;
    struct sring_pool pool, another;
    struct sring_vec vec;
    struct sring_fd fd;

    NEEDS(5, 19, "a registered buffer");
    sring_get_live(&before);
    new_buf(&buf, 1000);
    assert_int_equal(sring_buf_adopt(&adopted, memory, 100, NULL, NULL), 0);
    assert_int_equal(sring_openat_await(here, "/dev/zero", O_RDONLY | O_CLOEXEC, 0, &fd), 0);
    expect_live(&before, 2, 1100, 0, 1);
    assert_int_equal(sring_read_at_await(here, &fd, &buf, 0), 1000);
    assert_int_equal(sring_buf_register(here, &buf, &registered), 0);
    assert_int_equal(sring_vec_init(&vec, 4), 0);
    sring_vec_push(&vec, &adopted);
    expect_live(&before, 2, 1100, 0, 1); /* whichever handle has them */
    sring_registered_buf_free(&registered);
    sring_vec_free(&vec);
    sring_fd_close(here, &fd);
    expect_live(&before, 0, 0, 0, 0);
    assert_int_equal(sring_pool_open(&pool, 2, 4096, NULL), 0);
    assert_int_equal(sring_pool_share(&pool, &another), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    expect_live(&before, 0, 0, 2, 0);
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
    sring_pool_close(&another);
    expect_live(&before, 0, 0, 0, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(counts),
        cmocka_unit_test(lost_handles),
        cmocka_unit_test(streams),
        cmocka_unit_test(nothing_to_say),
        cmocka_unit_test(adopting_twice),
        cmocka_unit_test(memory_on_the_stack),
    };

    if (argc == 2) {
        return run(argv[1]);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
