/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * mmap fails while `no_memory` is set. The test is linked with WRAP mmap.
 */
#ifndef SRING_TESTS_NO_MEMORY_H
#define SRING_TESTS_NO_MEMORY_H

#include <stdbool.h>
#include <sys/mman.h>

static bool no_memory;

void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    return no_memory ? MAP_FAILED : __real_mmap(at, size, protection, flags, fd, offset);
}

#endif /* SRING_TESTS_NO_MEMORY_H */
