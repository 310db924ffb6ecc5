/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The documented flags, limits and errors, on the running kernel.
 */
#include "batches.h"

#include <grp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* Flag 32 affects the linked operations, not the result; and the clocks are as documented. */
static void timeout_flags(void **state)
{
    static const struct {
        uint32_t flag;
        clockid_t clock;
    } clocks[] = {{0, CLOCK_MONOTONIC}, {4, CLOCK_BOOTTIME}, {8, CLOCK_REALTIME}};
    struct sring *ring = *state;

    for (size_t i = 0; i < 3; i++) {
        for (uint32_t way = 0; way < 4; way++) {
            uint32_t success = way & 1 ? 32 : 0, absolute = way & 2 ? 1 : 0;
            struct sring_batch_building batch;
            struct sring_batch_completed done;
            struct sring_timeout_building op;
            struct timespec now;
            uint64_t before = now_ns(), ns = 10 * MILLISECOND;
            int result;

            if (absolute) {
                assert_int_equal(clock_gettime(clocks[i].clock, &now), 0);
                ns += (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
            }
            assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
            assert_int_equal(sring_timeout_init(ring, &op, ns), 0);
            sring_timeout_set_flags(&op, clocks[i].flag | absolute | success);
            sring_timeout_add(ring, &batch, &op);
            sring_batch_link(&batch);
            add_nop(ring, &batch);
            submit_and_wait(ring, &batch, &done);
            result = take_timeout(ring, &done, 0);
            if (result == -EINVAL) { /* a kernel without this clock, or flag */
                assert_int_equal(take_nop(ring, &done, 1), -ECANCELED);
            } else {
                assert_int_equal(result, -ETIME);
                assert_int_equal(take_nop(ring, &done, 1), success ? 0 : -ECANCELED);
                assert_true(now_ns() - before >= 9 * MILLISECOND);
            }
            sring_batch_finish(ring, &done);
        }
    }
}

/* The kernel counts a closed ring's memory a little longer: opening retries. */
static void one_ring_after_the_other(void *arg)
{
    struct rlimit limit = {8 << 20, 8 << 20};

    (void)arg;
    CHILD_CHECK(!setrlimit(RLIMIT_MEMLOCK, &limit));
    if (!getuid()) {
        CHILD_CHECK(!setgroups(0, NULL) && !setgid(65534) && !setuid(65534));
    }
    for (int i = 0; i < 300; i++) {
        struct sring ring;

        CHILD_CHECK(!sring_open(&ring, NULL));
        sring_close(&ring);
    }
}

enum {
    ONE_RING = 256 << 10,
    REGISTERED = 512 << 10
}; /* bytes; two rings need more than that */

static void register_buffer(struct sring *ring)
{
    struct sring_registered_buf registered;
    struct sring_buf buf;

    CHILD_CHECK(!sring_buf_alloc(&buf, REGISTERED));
    CHILD_CHECK(!sring_buf_register(ring, &buf, &registered));
    sring_registered_buf_free(&registered);
}

static void register_pool(struct sring *ring)
{
    struct sring_registered_pool registered;
    struct sring_pool pool;

    CHILD_CHECK(!sring_pool_open(&pool, 8, REGISTERED / 8, NULL));
    CHILD_CHECK(!sring_pool_register(ring, &pool, &registered));
    sring_pool_unregister(ring, &registered);
    sring_pool_close(&pool);
}

static void register_group(struct sring *ring)
{
    struct sring_buf_ring group;

    CHILD_CHECK(!sring_buf_ring_open(ring, &group, REGISTERED / 16, 1, NULL));
    sring_buf_ring_close(ring, &group);
}

/* Registering retries, too, for two seconds after memory was freed. */
static void one_registration_after_the_other(void *arg)
{
    static void (*const registers[])(struct sring *) = {register_buffer, register_pool,
                                                        register_group};
    struct rlimit limit = {REGISTERED + ONE_RING, REGISTERED + ONE_RING};

    (void)arg;
    CHILD_CHECK(!setrlimit(RLIMIT_MEMLOCK, &limit));
    /* A user of its own: the limit counts the memory of all of a user's processes. */
    CHILD_CHECK(!setgroups(0, NULL) && !setgid(65534) && !setuid(1000000 + (uid_t)getpid()));
    for (int i = 0; i < 9; i++) { /* each takes a second with Linux 6.1 */
        struct sring ring;

        CHILD_CHECK(!sring_open(&ring, NULL));
        registers[i % 3](&ring);
        sring_close(&ring);
    }
}

static void ring_memory(void **state)
{
    (void)state;
    expect_child(one_ring_after_the_other, NULL);
    if (!getuid() && ring_has(5, 19)) {
        expect_child(one_registration_after_the_other, NULL);
    }
}

/* Sizes beyond the kernel's tables are rejected when the ring is opened. */
static void table_sizes(void **state)
{
    static const struct sring_options wrong[] = {{.registered_buffers = 16385},
                                                 {.direct_fds = 1048577}};
    const struct sring_options most = {.registered_buffers = 16384, .direct_fds = 1000};
    const size_t size = ((size_t)1 << 30) + 4096;
    void *memory;
    struct sring_registered_buf registered;
    struct sring_buf buf;
    struct sring ring;
    int rc;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(sring_open(&ring, &wrong[i]), -EINVAL);
    }
    assert_int_equal(sring_open(&ring, &most), 0);
    assert_int_equal(sring_buf_alloc(&buf, 8), 0);
    rc = sring_buf_register(&ring, &buf, &registered);
    if (rc) {
        assert_int_equal(rc, -EOPNOTSUPP);
        sring_buf_free(&buf);
    } else {
        sring_buf_unregister(&ring, &registered, &buf);
        sring_buf_free(&buf);
        memory = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        assert_true(memory != MAP_FAILED);
        assert_int_equal(sring_buf_adopt(&buf, memory, size, NULL, NULL), 0);
        assert_int_equal(sring_buf_register(&ring, &buf, &registered), -EINVAL);
        sring_buf_free(&buf);
        munmap(memory, size);
    }
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(timeout_flags),
        cmocka_unit_test(ring_memory),
        cmocka_unit_test(table_sizes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
