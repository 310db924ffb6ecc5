/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of pools: alignment, huge pages, NUMA nodes, and errors of the system.
 *
 * The system calls are wrapped, to test with and without each kind of page on any machine.
 */
#include "support.h"

#include <sys/mman.h>
#include <sys/syscall.h>

static struct {
    bool reserved;      /* there are reserved huge pages */
    bool transparent;   /* there are transparent ones */
    bool no_memory;     /* there are none */
    int populate_error; /* of MADV_POPULATE_WRITE */
    int64_t mapped;     /* bytes */
} fake;

void *__real_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *address, size_t size);
int __wrap_munmap(void *address, size_t size);
int __real_madvise(void *address, size_t size, int advice);
int __wrap_madvise(void *address, size_t size, int advice);

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    void *memory;

    if (fake.no_memory || ((flags & MAP_HUGETLB) && !fake.reserved)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    memory = __real_mmap(address, size, protection, flags & ~MAP_HUGETLB, fd, offset);
    fake.mapped += memory == MAP_FAILED ? 0 : (int64_t)size;
    return memory;
}

int __wrap_munmap(void *address, size_t size)
{
    fake.mapped -= (int64_t)size;
    return __real_munmap(address, size);
}

int __wrap_madvise(void *address, size_t size, int advice)
{
    int error = advice == MADV_HUGEPAGE ? (fake.transparent ? 0 : EINVAL) : fake.populate_error;

    if (error) {
        errno = error;
        return -1;
    }
    return advice == MADV_HUGEPAGE ? 0 : __real_madvise(address, size, advice);
}

static int setup(void **state)
{
    (void)state;
    memset(&fake, 0, sizeof(fake));
    return 0;
}

/* Nothing stays mapped. */
static int teardown(void **state)
{
    (void)state;
    return fake.mapped != 0;
}

static size_t huge_page(void)
{
    char line[128];
    size_t kibibytes = 0;
    FILE *file = fopen("/proc/meminfo", "r");

    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "Hugepagesize: %zu kB", &kibibytes) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    if (!kibibytes) {
        SKIP("this kernel has no huge pages");
    }
    return kibibytes * 1024;
}

/* Takes all buffers of a pool, writes to them, puts them back. Returns the alignment that all have.
 */
static size_t use_all(struct sring_pool *pool, int count, size_t capacity)
{
    static struct sring_pooled_buf pooled[64];
    struct sring_buf buf;
    size_t bits = 0;

    assert_true(count <= 64);
    for (int i = 0; i < count; i++) {
        assert_int_equal(sring_pool_get(pool, &pooled[i]), 0);
        sring_pooled_buf_unwrap(&pooled[i], &buf);
        memset(sring_buf_data(&buf), i, capacity);
        bits |= (size_t)sring_buf_data(&buf);
        sring_pooled_buf_wrap(&buf, &pooled[i]);
    }
    for (int i = 0; i < count; i++) {
        sring_pooled_buf_unwrap(&pooled[i], &buf);
        assert_int_equal(sring_buf_data(&buf)[0], i);
        assert_int_equal(sring_buf_data(&buf)[capacity - 1], i);
        sring_pooled_buf_wrap(&buf, &pooled[i]);
        sring_pool_put(pool, &pooled[i]);
    }
    return bits & -bits;
}

static void alignment(void **state)
{
    static const size_t capacities[] = {1, 64, 100, 4095, 4096, 4097, 70000};
    struct sring_pool pool;

    (void)state;
    for (size_t i = 0; i < sizeof(capacities) / sizeof(capacities[0]); i++) {
        for (size_t aligned = 0; aligned <= (size_t)2 << 20; aligned = aligned ? aligned * 8 : 2) {
            const struct sring_pool_options options = {.alignment = aligned, .max_count = 9};
            size_t least = capacities[i] >= 4096 ? 4096 : 64;

            least = aligned > least ? aligned : least;
            assert_int_equal(sring_pool_open(&pool, 5, capacities[i], &options), 0);
            assert_true(use_all(&pool, 9, capacities[i]) >= least);
            sring_pool_close(&pool);
            assert_int_equal(fake.mapped, 0);
        }
    }
}

static void expect_pages(enum sring_huge_pages wanted, bool huge, bool transparent)
{
    const struct sring_pool_options options = {.huge_pages = wanted, .max_count = 30};
    const size_t page = huge_page();
    struct sring_pool_stats stats;
    struct sring_pool pool;

    assert_int_equal(sring_pool_open(&pool, 20, 70000, &options), 0);
    assert_true(use_all(&pool, 30, 70000) >= 4096);
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.bytes, fake.mapped);
    assert_int_equal(stats.bytes_huge, huge ? stats.bytes : 0);
    assert_int_equal(stats.bytes_transparent, transparent ? stats.bytes : 0);
    if (wanted != SRING_HUGE_PAGES_NONE) {
        assert_int_equal(stats.bytes % page, 0);
    }
    sring_pool_close(&pool);
}

static void ordinary_pages(void **state)
{
    (void)state;
    fake.reserved = fake.transparent = true;
    expect_pages(SRING_HUGE_PAGES_NONE, false, false);
}

static void reserved_pages(void **state)
{
    (void)state;
    fake.reserved = fake.transparent = true;
    expect_pages(SRING_HUGE_PAGES_PREFER, true, false);
    expect_pages(SRING_HUGE_PAGES_REQUIRE, true, false);
}

static void transparent_pages(void **state)
{
    (void)state;
    fake.transparent = true;
    expect_pages(SRING_HUGE_PAGES_PREFER, false, true);
    fake.transparent = false;
    expect_pages(SRING_HUGE_PAGES_PREFER, false, false);
}

static void required_and_not_there(void **state)
{
    const struct sring_pool_options options = {.huge_pages = SRING_HUGE_PAGES_REQUIRE};
    struct sring_pool pool;

    (void)state;
    fake.transparent = true;
    assert_int_equal(sring_pool_open(&pool, 4, 4096, &options), -ENOMEM);
}

/* The number of pages, of 64, in memory before the pool is used. */
static int resident(bool prefault)
{
    const struct sring_pool_options options = {.prefault = prefault};
    unsigned char pages[64];
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring_buf buf;
    int count = 0;

    assert_int_equal(sring_pool_open(&pool, 1, 64 * 4096, &options), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    assert_int_equal(mincore(sring_buf_data(&buf), 64 * 4096, pages), 0);
    for (int i = 0; i < 64; i++) {
        count += pages[i] & 1;
    }
    sring_buf_free(&buf);
    sring_pool_close(&pool);
    return count;
}

static void prefaulted(void **state)
{
    (void)state;
    if (sysconf(_SC_PAGESIZE) != 4096) {
        SKIP("pages have another size here");
    }
    assert_int_equal(resident(false), 0);
    assert_int_equal(resident(true), 64);
    fake.populate_error = EINVAL; /* before Linux 5.14 */
    assert_int_equal(resident(true), 64);
}

static void no_memory(void **state)
{
    const struct sring_pool_options options = {.prefault = true};
    const struct sring_pool_options growing = {.max_count = 3, .grow_by = 1};
    struct sring_pooled_buf pooled[3];
    struct sring_pool pool;

    (void)state;
    fake.populate_error = EFAULT;
    assert_int_equal(sring_pool_open(&pool, 4, 4096, &options), -ENOMEM);
    fake.no_memory = true;
    assert_int_equal(sring_pool_open(&pool, 4, 4096, NULL), -ENOMEM);
    fake.no_memory = false;
    assert_int_equal(sring_pool_open(&pool, 1, 4096, &growing), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled[0]), 0);
    fake.no_memory = true;
    assert_int_equal(sring_pool_get(&pool, &pooled[1]), -ENOMEM);
    fake.no_memory = false; /* and the pool still works */
    assert_int_equal(sring_pool_get(&pool, &pooled[1]), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled[2]), 0);
    for (int i = 0; i < 3; i++) {
        sring_pool_put(&pool, &pooled[i]);
    }
    sring_pool_close(&pool);
}

/* The memory is freed with the last buffer, even if that comes back after the pool was closed. */
static void unmapped_in_the_end(void **state)
{
    struct sring_pooled_buf pooled[2];
    struct sring_pool pool;
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, 4096, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled[0]), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled[1]), 0);
    sring_pooled_buf_unwrap(&pooled[0], &buf);
    sring_buf_free(&buf);
    sring_pooled_buf_unwrap(&pooled[1], &buf);
    sring_pool_close(&pool);
    assert_int_equal(fake.mapped, 4 * 4096);
    memset(sring_buf_data(&buf), 1, 4096);
    sring_buf_free(&buf);
    assert_int_equal(fake.mapped, 0);
}

static void numa(void **state)
{
    const struct sring_pool_options here = {.numa = SRING_NUMA_NODE(0)};
    const struct sring_pool_options nowhere = {.numa = SRING_NUMA_NODE(4000)};
    struct sring_pool pool;
    int rc = sring_pool_open(&pool, 4, 4096, &here);

    (void)state;
#if defined(SRING_WITH_NUMA)
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    int mode = -1;

    if (rc == -EOPNOTSUPP) {
        SKIP("this machine has no NUMA");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    assert_int_equal(syscall(SYS_get_mempolicy, &mode, NULL, 0, sring_buf_data(&buf), 2), 0);
    assert_int_equal(mode, 1); /* MPOL_PREFERRED, asked with MPOL_F_ADDR */
    sring_buf_free(&buf);
    assert_int_equal(use_all(&pool, 4, 4096) >= 4096, 1);
    sring_pool_close(&pool);
    assert_int_equal(sring_pool_open(&pool, 4, 4096, &nowhere), -EINVAL);
#else
    assert_int_equal(rc, -EOPNOTSUPP);
    assert_int_equal(sring_pool_open(&pool, 4, 4096, &nowhere), -EOPNOTSUPP);
#endif
}

#define MEMORY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEMORY_TEST(alignment),
        MEMORY_TEST(ordinary_pages),
        MEMORY_TEST(reserved_pages),
        MEMORY_TEST(transparent_pages),
        MEMORY_TEST(required_and_not_there),
        MEMORY_TEST(prefaulted),
        MEMORY_TEST(no_memory),
        MEMORY_TEST(unmapped_in_the_end),
        MEMORY_TEST(numa),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
