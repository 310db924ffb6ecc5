/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Stacks, and the switch between them.
 *
 * The sanitizers and valgrind are told about each switch and stack: otherwise they would take a
 * stack for the heap, and report errors that are none. The program may be built with a sanitizer
 * and the library without, so their functions are weak.
 */
#include "base/context.h"

#include <sys/mman.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif

/* --- Boost.Context -------------------------------------------------------------------------- */

extern void *make_fcontext(void *top, size_t size, void (*entry)(struct sring_transfer));

/* --- sanitizers, the C++ runtime ------------------------------------------------------------ */

__attribute__((weak)) void __sanitizer_start_switch_fiber(void **save, const void *bottom,
                                                          size_t size);
__attribute__((weak)) void __sanitizer_finish_switch_fiber(void *save, const void **bottom,
                                                           size_t *size);
__attribute__((weak)) void __asan_unpoison_memory_region(void const volatile *start, size_t size);
__attribute__((weak)) void *__tsan_get_current_fiber(void);
__attribute__((weak)) void *__tsan_create_fiber(unsigned flags);
__attribute__((weak)) void __tsan_destroy_fiber(void *fiber);
__attribute__((weak)) void __tsan_switch_to_fiber(void *fiber, unsigned flags);
/* Its first two words are the state of the thread: the exceptions that are being handled, and the
 * number of those that are on their way. */
__attribute__((weak)) void **__cxa_get_globals(void);

_Atomic bool sring_contexts_watched; /* one of these functions exists */

static void swap_exceptions(struct sring_context *from, const struct sring_context *to)
{
    void **state = __cxa_get_globals ? __cxa_get_globals() : NULL;

    if (state) {
        from->exceptions[0] = state[0];
        from->exceptions[1] = state[1];
        state[0] = to->exceptions[0];
        state[1] = to->exceptions[1];
    }
}

/* Inlined: ThreadSanitizer counts calls and returns by fiber. */
static inline __attribute__((always_inline)) void
announce(struct sring_context *from, const struct sring_context *to, bool ends)
{
    if (__sanitizer_start_switch_fiber) {
        __sanitizer_start_switch_fiber(ends ? NULL : &from->fake_stack, to->bottom, to->size);
    }
    if (__tsan_switch_to_fiber) {
        if (!from->stack) {
            from->thread = __tsan_get_current_fiber();
        }
        __tsan_switch_to_fiber(to->thread, 0);
    }
}

/* Called on the new stack. `from` is the context that was left; NULL `now`: it has just begun. */
static void arrive(struct sring_context *from, const struct sring_context *now)
{
    const void *bottom;
    size_t size;

    if (__sanitizer_finish_switch_fiber) {
        __sanitizer_finish_switch_fiber(now ? now->fake_stack : NULL, &bottom, &size);
        if (!from->stack) {
            from->bottom = bottom;
            from->size = size;
        }
    }
}

/* A guard made by mprotect is a mapping of its own, and a process has at most vm.max_map_count
 * (65530) of them. So from some number of stacks on the guard is made by MADV_GUARD_INSTALL, which
 * Linux has from 6.13 on. Not always, because gcore does not save mappings with such a guard. */
#define GUARD_INSTALL 102
#define MOST_MAPPED_GUARDS 10000

static _Atomic unsigned stacks; /* of the process */

/* --- stacks --------------------------------------------------------------------------------- */

struct sring_stack *sring_stack_new(size_t size, size_t head)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t whole = ((size + head + page - 1) & ~(page - 1)) + page;
    struct sring_stack *stack;
    unsigned char *mapping;

    if (size > SIZE_MAX / 2) { /* `whole` might wrap around */
        return NULL;
    }
    mapping = mmap(NULL, whole, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    atomic_store_explicit(&sring_contexts_watched,
                          __cxa_get_globals || __sanitizer_start_switch_fiber ||
                              __tsan_switch_to_fiber,
                          memory_order_relaxed);
    if (mapping == MAP_FAILED) {
        return NULL;
    }
    if ((atomic_fetch_add_explicit(&stacks, 1, memory_order_relaxed) < MOST_MAPPED_GUARDS ||
         madvise(mapping, page, GUARD_INSTALL)) &&
        mprotect(mapping, page, PROT_NONE)) {
        atomic_fetch_sub_explicit(&stacks, 1, memory_order_relaxed);
        munmap(mapping, whole);
        return NULL;
    }
    stack = (struct sring_stack *)(void *)(((uintptr_t)mapping + whole - head) &
                                           ~(uintptr_t)(SRING_CACHE_LINE - 1));
    stack->mapping = mapping;
    stack->bottom = mapping + page;
    stack->size = whole;
    stack->room = size;
#if defined(VALGRIND_STACK_REGISTER)
    (void)VALGRIND_STACK_REGISTER(mapping + page, mapping + whole);
#endif
    return stack;
}

void sring_stack_free(struct sring_stack *stack)
{
    atomic_fetch_sub_explicit(&stacks, 1, memory_order_relaxed);
    munmap(stack->mapping, stack->size);
}

/* --- contexts ------------------------------------------------------------------------------- */

/* Tells debuggers and unwinders that this function has no caller: a backtrace ends here. */
#if defined(__GCC_HAVE_DWARF2_CFI_ASM) && defined(__x86_64__)
#define HAS_NO_CALLER() __asm__ volatile(".cfi_undefined rip")
#elif defined(__GCC_HAVE_DWARF2_CFI_ASM) && defined(__aarch64__)
#define HAS_NO_CALLER() __asm__ volatile(".cfi_undefined x30")
#elif defined(__GCC_HAVE_DWARF2_CFI_ASM) && defined(__i386__)
#define HAS_NO_CALLER() __asm__ volatile(".cfi_undefined eip")
#else
#define HAS_NO_CALLER() (void)0
#endif

#if defined(__clang__)
#define NOT_INSTRUMENTED __attribute__((no_sanitize("address")))
#else
#define NOT_INSTRUMENTED __attribute__((no_sanitize_address))
#endif

/* The first function on a new stack. */
static void begin(struct sring_transfer transfer)
{
    const struct sring_contexts *contexts = transfer.data;
    const struct sring_context *now = contexts->to;

    HAS_NO_CALLER();
    contexts->from->at = transfer.from;
    arrive(contexts->from, NULL);
    now->entry(now->arg);
    __builtin_unreachable();
}

void sring_context_make(struct sring_context *context, struct sring_stack *stack,
                        void (*entry)(void *arg), void *arg)
{
    unsigned char *top = (unsigned char *)stack;

    *context = (struct sring_context){.stack = stack,
                                      .entry = entry,
                                      .arg = arg,
                                      .bottom = stack->bottom,
                                      .size = (size_t)(top - stack->bottom)};
    context->at = make_fcontext(top, context->size, begin);
    if (__tsan_create_fiber) {
        context->thread = __tsan_create_fiber(0);
    }
}

void sring_context_end(struct sring_context *context)
{
    if (__tsan_destroy_fiber && context->thread) {
        __tsan_destroy_fiber(context->thread);
    }
    context->thread = NULL;
    if (__asan_unpoison_memory_region) { /* the frames on it were never left */
        __asan_unpoison_memory_region(context->bottom, context->size);
    }
}

/* Not instrumented: AddressSanitizer may keep the variables of a function apart from its stack, and
 * frees them when a context has ended; who goes on reads `contexts` then. */
NOT_INSTRUMENTED void sring_context_switch_watched(struct sring_context *from,
                                                   struct sring_context *to, bool ends)
{
    struct sring_contexts contexts = {from, to};
    struct sring_transfer transfer;
    struct sring_context *other;

    swap_exceptions(from, to);
    announce(from, to, ends);
    transfer = jump_fcontext(to->at, &contexts);
    other = ((const struct sring_contexts *)transfer.data)->from;
    other->at = transfer.from;
    arrive(other, from);
}
