/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. io_uring_enter(2), inlined into the caller's loop. A function between the loop and the
 * system call, as in liburing, would cost a mispredicted return.
 *
 * The caller first compares the thread and the ring's address. A registered ring descriptor is an
 * index of the calling thread, so in another thread it names another ring. A copy of a ring has its
 * own queue tail.
 */
#ifndef SRING_DETAIL_ENTER_H
#define SRING_DETAIL_ENTER_H

#include <sring/detail/proof.h>

#define SRING_NR_ENTER_ 426 /* the same on every architecture except alpha */

#if defined(__x86_64__) && !defined(__ILP32__)
#define SRING_INLINE_ENTER_ 1
SRING_INLINE_ uintptr_t sring_thread_(void)
{
    uintptr_t pointer;

    __asm__("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

SRING_INLINE_ long sring_sys_enter_(int fd, uint32_t to_submit, uint32_t min_complete,
                                    uint32_t flags)
{
    long result;

    /* With these flags the kernel does not read the sixth argument. */
    __asm__ volatile("movl %5, %%r10d\n\t"
                     "xorl %%r8d, %%r8d\n\t"
                     "syscall"
                     : "=a"(result)
                     : "a"((long)SRING_NR_ENTER_), "D"((long)fd), "S"((long)to_submit),
                       "d"((long)min_complete), "g"(flags)
                     : "rcx", "r8", "r10", "r11", "cc", "memory");
    return result;
}
#elif defined(__aarch64__) && !defined(__ILP32__)
#define SRING_INLINE_ENTER_ 1
SRING_INLINE_ uintptr_t sring_thread_(void)
{
    uintptr_t pointer;

    __asm__("mrs %0, tpidr_el0" : "=r"(pointer));
    return pointer;
}

SRING_INLINE_ long sring_sys_enter_(int fd, uint32_t to_submit, uint32_t min_complete,
                                    uint32_t flags)
{
    register long x8 __asm__("x8") = SRING_NR_ENTER_;
    register long x0 __asm__("x0") = fd;
    register long x1 __asm__("x1") = (long)to_submit;
    register long x2 __asm__("x2") = (long)min_complete;
    register long x3 __asm__("x3") = (long)flags;
    register long x4 __asm__("x4") = 0;
    register long x5 __asm__("x5") = 0;

    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}
#endif

#endif /* SRING_DETAIL_ENTER_H */
