/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Presets: each has the sizes that it promises, and can use all of them. SRING_PRESET_AUTO keeps to
 * the limits of the process and to the memory of the kernel.
 */
#include "faulty_kernel.h"
#include "support.h"

#include <grp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define SKIPPED 77 /* exit status of a child */
#define MOST 16384 /* of anything that a preset sets */

/* What a ring has, counted by using it. */
struct sizes {
    uint32_t entries, capacity, direct_fds, registered_buffers;
};

static const struct {
    enum sring_preset preset;
    struct sizes sizes;
    rlim_t memory; /* KiB, as in docs/RUNNING.md */
} presets[] = {
    {SRING_PRESET_DEFAULT, {256, 4096, 64, 64}, 164},
    {SRING_PRESET_LOW_LATENCY, {64, 512, 16, 16}, 28},
    {SRING_PRESET_HIGH_THROUGHPUT, {1024, 16384, 1024, 1024}, 644},
    {SRING_PRESET_DEVELOPMENT, {8, 64, 4, 4}, 8},
};
#define PRESETS (sizeof(presets) / sizeof(presets[0]))

/* Runs the test in a child, which says whether it could run. */
static void run_child(void (*body)(void *arg), void *arg, const char *why_not)
{
    char errors[1024];
    int status = in_child(body, arg, errors, sizeof(errors));

    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
        printf("SKIP in part: %s\n", why_not);
    } else if (status) {
        fail_msg("%s", errors);
    }
}

/* --- counting ------------------------------------------------------------------------------ */

SRING_NOP_CALLBACK(count_one)
{
    CHILD_CHECK(sring_nop_finish(done) == 0);
    ++*(uint32_t *)arg;
}

static void start_nop(struct sring *ring, uint32_t *ended)
{
    struct sring_nop_building op;

    CHILD_CHECK(sring_nop_init(ring, &op) == 0);
    (void)sring_nop_start(ring, &op, count_one, ended);
}

static uint64_t count_flushes(struct sring *ring)
{
    struct sring_stats stats;

    sring_get_stats(ring, &stats);
    return stats.flushes;
}

/* Returns how many operations are handed over with one system call. */
static uint32_t count_entries(struct sring *ring)
{
    uint64_t before = count_flushes(ring);
    uint32_t begun = 0, ended = 0;

    while (count_flushes(ring) == before) {
        start_nop(ring, &ended);
        begun++;
    }
    CHILD_CHECK(sring_run(ring) == 0 && ended == begun);
    return begun - 1; /* the last one found the queue full */
}

/* Returns how many operations can be in flight, and lets as many end. */
static uint32_t count_capacity(struct sring *ring)
{
    struct sring_nop_building op;
    uint32_t begun = 0, ended = 0;

    while (!sring_nop_init(ring, &op)) {
        (void)sring_nop_start(ring, &op, count_one, &ended);
        begun++;
    }
    CHILD_CHECK(sring_run(ring) == 0 && ended == begun);
    return begun;
}

static void read_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_read_at_building op;
    struct sring_buf buf;

    new_buf(&buf, 4);
    CHILD_CHECK(sring_read_at_init_direct(ring, &op, direct, 0) == 0);
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    CHILD_CHECK(sring_read_at_finish(&done, &buf) == 4);
    sring_buf_free(&buf);
}

/* Returns how many files have a slot; the last one is read. */
static uint32_t count_direct_fds(struct sring *ring)
{
    static struct sring_direct_fd direct[MOST];
    uint32_t count = 0, slots;
    struct sring_fd file;

    temporary_file(&file, "text");
    while (count < MOST && !sring_fd_register(ring, &file, &direct[count])) {
        sring_direct_fd_stash(&direct[count++]);
    }
    for (slots = count; count;) {
        sring_direct_fd_claim(&direct[--count]);
        if (count + 1 == slots) {
            read_direct(ring, &direct[count]);
        }
        sring_direct_fd_unregister(ring, &direct[count]);
    }
    sring_fd_close(ring, &file);
    return slots;
}

/* Returns how many buffers can be registered; the last one is read into. */
static uint32_t count_registered(struct sring *ring)
{
    static struct sring_registered_buf registered[MOST];
    uint32_t count = 0, slots;
    struct sring_buf buf;
    struct sring_fd file;
    int rc = 0;

    temporary_file(&file, "text");
    while (!rc) {
        new_buf(&buf, 64);
        rc = sring_buf_register(ring, &buf, &registered[count]);
        if (rc) {
            sring_buf_free(&buf);
        } else {
            sring_registered_buf_stash(&registered[count++]);
        }
    }
    CHILD_CHECK(rc == (ring_has(5, 19) ? -ENOBUFS : -EOPNOTSUPP));
    for (slots = count; count;) {
        sring_registered_buf_claim(&registered[--count]);
        if (count + 1 == slots) {
            CHILD_CHECK(sring_read_fixed_await(ring, &file, &registered[count], 0) == 4);
            CHILD_CHECK(!memcmp(sring_registered_buf_data(&registered[count]), "text", 4));
        }
        sring_registered_buf_free(&registered[count]);
    }
    sring_fd_close(ring, &file);
    return slots;
}

static void expect_sizes_of(struct sring *ring, struct sizes expected)
{
    CHILD_CHECK(count_entries(ring) == expected.entries);
    CHILD_CHECK(count_capacity(ring) == expected.capacity);
    CHILD_CHECK(count_direct_fds(ring) == expected.direct_fds);
    CHILD_CHECK(count_registered(ring) == (ring_has(5, 19) ? expected.registered_buffers : 0));
}

static void expect_sizes(const struct sring_options *options, struct sizes expected)
{
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, options) == 0);
    expect_sizes_of(&ring, expected);
    sring_close(&ring);
}

static void by_preset(void *arg)
{
    (void)arg;
    for (size_t i = 0; i < PRESETS; i++) {
        const struct sring_options options = {.preset = presets[i].preset};

        expect_sizes(&options, presets[i].sizes);
    }
    expect_sizes(NULL, presets[0].sizes);
}

/* Each preset with each of the four fields set. */
static void with_explicit_sizes(void *arg)
{
    (void)arg;
    for (size_t i = 0; i < PRESETS; i++) {
        struct sring_options options = {.preset = presets[i].preset, .entries = 32};
        struct sizes expected = presets[i].sizes;

        expected.entries = 32;
        expect_sizes(&options, expected);
        options.capacity = expected.capacity = 300;
        options.direct_fds = expected.direct_fds = 5;
        options.registered_buffers = expected.registered_buffers = 3;
        expect_sizes(&options, expected);
    }
}

static void sizes(void **state)
{
    (void)state;
    expect_child(by_preset, NULL);
    expect_child(with_explicit_sizes, NULL);
}

/* --- SRING_PRESET_AUTO --------------------------------------------------------------------- */

/* Lowers a soft limit, or ends the child as skipped. Returns the limits before. */
static struct rlimit limit(int resource, rlim_t value)
{
    struct rlimit before, lower;

    CHILD_CHECK(!getrlimit(resource, &before));
    lower = before;
    lower.rlim_cur = value;
    if (value > before.rlim_max || setrlimit(resource, &lower)) {
        _exit(SKIPPED);
    }
    return before;
}

/* Opens a ring with a limit of locked memory. Buffers are registered without it. */
static int open_limited(struct sring *ring, const struct sring_options *options, rlim_t memlock)
{
    struct rlimit before = limit(RLIMIT_MEMLOCK, memlock);
    int rc = sring_open(ring, options);

    CHILD_CHECK(!setrlimit(RLIMIT_MEMLOCK, &before));
    return rc;
}

/* This process may run on so many CPUs, if there are as many. Returns how many there are. */
static int use_cpus(int most)
{
    cpu_set_t all, some;
    int count = 0;

    CPU_ZERO(&some);
    CHILD_CHECK(!sched_getaffinity(0, sizeof(all), &all));
    for (int i = 0; i < CPU_SETSIZE && count < most; i++) {
        if (CPU_ISSET(i, &all)) {
            CPU_SET(i, &some);
            count++;
        }
    }
    CHILD_CHECK(!sched_setaffinity(0, sizeof(some), &some));
    return count;
}

struct limits {
    rlim_t memlock; /* for each CPU */
    rlim_t nofile;
    struct sizes sizes;
};

/* The memory of a ring with so many entries, at most. */
#define RING_OF(entries) ((rlim_t)(entries) * (128 + 2 * 16 * 16 + 8) + 2 * 4096)

static const struct limits table[] = {
    {4096, 32, {32, 512, 8, 32}}, /* it is never smaller */
    {65536, 32, {32, 512, 8, 32}},
    {2 * RING_OF(64) - 1, 400, {32, 512, 100, 32}},
    {2 * RING_OF(64), 400, {64, 1024, 100, 64}},
    {2 * RING_OF(512) - 1, 4 * 4096, {256, 4096, 4096, 256}},
    {2 * RING_OF(1024), 4 * 4097, {1024, 16384, 4096, 1024}},
    {2 * RING_OF(2048), 400, {1024, 16384, 100, 1024}}, /* it is never larger */
};

static void with_limits(void *arg)
{
    const struct sring_options options = {.preset = SRING_PRESET_AUTO};
    const struct limits *it = arg;
    rlim_t memlock = it->memlock * (rlim_t)use_cpus(2);
    struct sring ring;
    int rc;

    limit(RLIMIT_NOFILE, it->nofile);
    rc = open_limited(&ring, &options, memlock);
    if (rc) {
        CHILD_CHECK(rc == -ENOMEM && memlock < 2 * RING_OF(32) && geteuid() != 0);
        _exit(SKIPPED);
    }
    expect_sizes_of(&ring, it->sizes);
    sring_close(&ring);
}

static void automatic_sizes(void **state)
{
    (void)state;
    if (sysconf(_SC_PAGESIZE) != 4096) {
        SKIP("other pages");
    }
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        run_child(with_limits, (void *)&table[i], "the hard limits are lower");
    }
}

/* From now on no other test is this process's user. */
static void become_another_user(void)
{
    const uid_t user = 61000 + (uid_t)getpid() % 4000;

    CHILD_CHECK(!setgroups(0, NULL) && !setgid(user) && !setuid(user));
}

static void without_locked_memory(void *arg)
{
    const struct sring_options options = {.backend = SRING_BACKEND_URING};
    struct sring ring;

    (void)arg;
    become_another_user();
    if (!open_limited(&ring, &options, 0)) {
        sring_close(&ring);
        _exit(SKIPPED);
    }
}

/* Whether the kernel counts the memory of rings. */
static bool counts_memory(void)
{
    char errors[1024];
    int status = in_child(without_locked_memory, NULL, errors, sizeof(errors));

    return !WIFEXITED(status) || WEXITSTATUS(status) != SKIPPED;
}

/* The memory that the documents promise is enough, and not a page of it is left over. */
static void with_memory_of(void *arg)
{
    const size_t *i = arg;
    const struct sring_options options = {.preset = presets[*i].preset,
                                          .backend = SRING_BACKEND_URING};
    struct sring first, second;

    become_another_user();
    CHILD_CHECK(open_limited(&first, &options, presets[*i].memory << 10) == 0);
    CHILD_CHECK(open_limited(&second, &options, (2 * presets[*i].memory - 4) << 10) == -ENOMEM);
    sring_close(&first);
}

static void memory_of_presets(void **state)
{
    (void)state;
    NEEDS(6, 6, "a queue without an index array");
    if (geteuid() != 0 || sysconf(_SC_PAGESIZE) != 4096 || setup_level() > 0) {
        SKIP("only root can become a user without rings; or other pages, or an older set-up");
    }
    if (!counts_memory()) {
        SKIP("this kernel does not count the memory of rings");
    }
    for (size_t i = 0; i < PRESETS; i++) {
        expect_child(with_memory_of, &i);
    }
}

/* One ring for each CPU takes at most half of what the user may lock, so as many again
 * can be opened. */
static void fill_the_limit(void *arg)
{
    const struct sring_options options = {.preset = SRING_PRESET_AUTO,
                                          .backend = SRING_BACKEND_URING};
    const rlim_t *memlock = arg;
    static struct sring rings[4];
    int cpus = use_cpus(2), count;
    int64_t entries = -1;

    become_another_user();
    limit(RLIMIT_MEMLOCK, *memlock * (rlim_t)cpus);
    for (count = 0; count < 2 * cpus; count++) {
        CHILD_CHECK(sring_open(&rings[count], &options) == 0);
        CHILD_CHECK(!count || (int64_t)rings[count].sq_mask_ == entries); /* none is smaller */
        entries = (int64_t)rings[count].sq_mask_;
    }
    while (count) {
        sring_close(&rings[--count]);
    }
}

static void half_of_the_limit(void **state)
{
    (void)state;
    if (geteuid() != 0) {
        SKIP("only root can become a user without rings");
    }
    for (rlim_t memlock = 65536; memlock < 3 * RING_OF(512); memlock += 5 * 4096) {
        run_child(fill_the_limit, &memlock, "the hard limit is lower");
    }
}

/* --- a kernel without memory --------------------------------------------------------------- */

static unsigned most_entries; /* for which the kernel has memory */
static unsigned tried;

static int open_small(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    tried++;
    return entries > most_entries ? -ENOMEM : kernel_below->open(kernel, entries, cq_entries);
}

#define ENOUGH (2 * RING_OF(512))

/* AUTO is opened with as much as there is, in so many attempts. */
static void expect_smaller(const struct sring_options *options, struct sizes expected,
                           unsigned attempts)
{
    struct sring ring;

    tried = 0;
    CHILD_CHECK(open_limited(&ring, options, ENOUGH) == 0 && tried == attempts);
    expect_sizes_of(&ring, expected);
    sring_close(&ring);
}

static void expect_none(struct sring_options options, unsigned attempts)
{
    struct sring ring;

    tried = 0;
    CHILD_CHECK(open_limited(&ring, &options, ENOUGH) == -ENOMEM && tried == attempts);
}

static void with_less_memory(void *arg)
{
    struct sring_options options = {.preset = SRING_PRESET_AUTO, .direct_fds = 7};

    (void)arg;
    use_cpus(1);
    faulty_kernel()->open = open_small;
    most_entries = 1024;
    expect_smaller(&options, (struct sizes){512, 8192, 7, 512}, 1);
    most_entries = 128;
    expect_smaller(&options, (struct sizes){128, 2048, 7, 128}, 3);
    most_entries = 32;
    options.registered_buffers = 50; /* what is set explicitly stays */
    expect_smaller(&options, (struct sizes){32, 512, 7, 50}, 5);
    most_entries = 31;
    expect_none(options, 5);
    options.capacity = 512;
    expect_none(options, 1);
    options.capacity = 0;
    options.entries = 64;
    expect_none(options, 1);
    expect_none((struct sring_options){0}, 1); /* no other preset shrinks */
}

static void no_memory(void **state)
{
    (void)state;
    if (sysconf(_SC_PAGESIZE) != 4096) {
        SKIP("other pages");
    }
    run_child(with_less_memory, NULL, "the hard limit is lower");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(automatic_sizes),
        cmocka_unit_test(memory_of_presets),
        cmocka_unit_test(half_of_the_limit),
        cmocka_unit_test(no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
