/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tells the sanitizers which memory the kernel uses. Does nothing in programs without
 * sanitizers.
 */
#include "memory/memory.h"

/* Defined only in a program that is built with AddressSanitizer. */
__attribute__((weak)) void __asan_poison_memory_region(void const volatile *address, size_t size);
__attribute__((weak)) void __asan_unpoison_memory_region(void const volatile *address, size_t size);

void sring_poison(void *data, size_t size)
{
    if (__asan_poison_memory_region) {
        __asan_poison_memory_region(data, size);
    }
}

void sring_unpoison(void *data, size_t size)
{
    if (__asan_unpoison_memory_region) {
        __asan_unpoison_memory_region(data, size);
    }
}

bool sring_has_asan(void)
{
    return __asan_poison_memory_region != NULL;
}

/* Defined only in a program that is built with LeakSanitizer, which is part of AddressSanitizer. */
__attribute__((weak)) void __lsan_register_root_region(const void *start, size_t size);
__attribute__((weak)) void __lsan_unregister_root_region(const void *start, size_t size);

void sring_root_add(const void *start, size_t size)
{
    if (__lsan_register_root_region) {
        __lsan_register_root_region(start, size);
    }
}

void sring_root_remove(const void *start, size_t size)
{
    if (__lsan_unregister_root_region) {
        __lsan_unregister_root_region(start, size);
    }
}

bool sring_finds_leaks(void)
{
    return __lsan_register_root_region != NULL;
}

/* Defined only in a program that is built with ThreadSanitizer. */
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

/* liburing may map memory without the C library, and ThreadSanitizer sees only the calls of the C
 * library. It must be told that a ring which was unmapped is over when the next one is mapped. */
static char ring_maps;

void sring_ring_mapped(void)
{
    if (__tsan_acquire) {
        __tsan_acquire(&ring_maps);
    }
}

void sring_ring_unmaps(void)
{
    if (__tsan_release) {
        __tsan_release(&ring_maps);
    }
}
