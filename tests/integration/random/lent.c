/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Counts the descriptors, allocations and mappings of the process. The library's calls come through
 * here (by the linker's --wrap).
 */
#include "random.h"

#include <sys/mman.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *data, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **data, size_t alignment, size_t size);
void __real_free(void *data);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *data, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __wrap_posix_memalign(void **data, size_t alignment, size_t size);
void __wrap_free(void *data);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *at, size_t size);

static long allocations; /* that were not freed */
static long mapped;      /* bytes */

static void *counted(void *data)
{
    allocations += data != NULL;
    return data;
}

void *__wrap_malloc(size_t size)
{
    return counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *data, size_t size)
{
    void *larger = __real_realloc(data, size);

    allocations += larger && !data;
    return larger;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return counted(__real_aligned_alloc(alignment, size));
}

int __wrap_posix_memalign(void **data, size_t alignment, size_t size)
{
    int rc = __real_posix_memalign(data, alignment, size);

    allocations += rc == 0;
    return rc;
}

void __wrap_free(void *data)
{
    allocations -= data != NULL;
    __real_free(data);
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    void *data = __real_mmap(at, size, protection, flags, fd, offset);

    mapped += data == MAP_FAILED ? 0 : (long)size;
    return data;
}

int __wrap_munmap(void *at, size_t size)
{
    mapped -= (long)size;
    return __real_munmap(at, size);
}

/* Queues that the kernel shares with the process. */
static int count_queues(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int count = 0;

    assert_non_null(maps);
    while (fgets(line, sizeof(line), maps)) {
        count += strstr(line, "[io_uring]") != NULL;
    }
    fclose(maps);
    return count;
}

struct owned count_owned(void)
{
    return (struct owned){count_fds(), count_queues(), allocations, mapped};
}

void expect_owned(const struct owned *before)
{
    struct owned now = count_owned();

    assert_int_equal(now.fds, before->fds);
    assert_int_equal(now.queues, before->queues);
    assert_int_equal(now.allocations, before->allocations);
    assert_int_equal(now.mapped, before->mapped);
}

/* The library keeps control blocks and scratch memory for later. This makes it allocate as many as
 * the operations in flight can ever need, so that later steps allocate none. */
void allocate_blocks(void)
{
    static struct sring_timeout_building timeouts[2 * MOST_CAPACITY];
    static struct sring_buf bufs[4 * MOST_CAPACITY];
    static unsigned char byte;
    struct sring ring;

    open_ring(&ring, 8, 2 * MOST_CAPACITY);
    for (size_t i = 0; i < sizeof(timeouts) / sizeof(timeouts[0]); i++) {
        assert_int_equal(sring_timeout_init(&ring, &timeouts[i], 1), 0);
        sring_timeout_building_stash(&timeouts[i]);
    }
    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++) {
        assert_int_equal(sring_buf_adopt(&bufs[i], &byte, 1, NULL, NULL), 0);
        sring_buf_stash(&bufs[i]);
    }
    for (size_t i = 0; i < sizeof(timeouts) / sizeof(timeouts[0]); i++) {
        sring_timeout_building_claim(&timeouts[i]);
        sring_timeout_abandon(&ring, &timeouts[i]);
    }
    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++) {
        sring_buf_claim(&bufs[i]);
        sring_buf_free(&bufs[i]);
    }
    sring_close(&ring);
}
