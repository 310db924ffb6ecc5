/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Detects whether a function of the program that the library called is still running. Such a
 * function is a callback, or the free function of a buffer.
 *
 * The function may be left by longjmp or by a C++ exception. The code behind the call is then
 * skipped, so a counter would stay wrong. Instead the call stores a mark: the address of a variable
 * in its stack frame. To check the mark, the stack is walked to see if that frame is still there.
 * The variable holds the address of the mark, because the frame at this place may belong to another
 * ring.
 */
#include "base/base.h"
#include "base/context.h"

#include <pthread.h>
#include <unwind.h>

#if defined(__clang__)
#define NEVER_COPIED __attribute__((noinline, no_sanitize("address")))
#else
#define NEVER_COPIED __attribute__((noipa, no_sanitize_address))
#endif

/* Compiled once and never inlined: a frame is recognised by the address of this function. */
NEVER_COPIED static unsigned call_marked(struct sring *ring, uintptr_t *mark,
                                         unsigned (*body)(struct sring *ring, void *arg), void *arg)
{
    uintptr_t *volatile whose = mark;
    unsigned count;

    if (sring_running_stack) {
        sring_running_stack->called = true;
    }
    *mark = (uintptr_t)&whose;
    count = body(ring, arg);
    *mark = 0;
    return count;
}

/* A volatile pointer, so that the compiler cannot see which function is called: clang with -flto
 * would make a copy of it for each body, at another address. */
unsigned (*const volatile sring_call_marked)(struct sring *, uintptr_t *,
                                             unsigned (*)(struct sring *, void *),
                                             void *) = call_marked;

struct search {
    uintptr_t mark;
    uintptr_t bottom;   /* lowest address of the previous frame, or 0 at the first */
    uintptr_t function; /* the function that this frame belongs to */
    enum {
        NOT_REACHED,
        RUNS,
        WAS_LEFT,
        IS_ABOVE
    } result;
};

/* Called for each frame, from the innermost outwards. Stops at the first frame that begins above
 * the mark: the mark is then in the previous one. */
static _Unwind_Reason_Code visit_frame(struct _Unwind_Context *context, void *arg)
{
    struct search *search = arg;
    uintptr_t bottom = (uintptr_t)_Unwind_GetCFA(context);

    if (bottom > search->mark) {
        search->result = !search->bottom                              ? IS_ABOVE
                         : search->function == (uintptr_t)call_marked ? RUNS
                                                                      : WAS_LEFT;
        return _URC_NORMAL_STOP;
    }
    search->bottom = bottom;
    search->function = (uintptr_t)_Unwind_GetRegionStart(context);
    return _URC_NO_REASON;
}

/* Returns whether the address and the current frame are both on the stack of the fiber that runs,
 * or that this thread was started with. A program with other stacks, such as those of coroutines,
 * may have made the call on one of them. */
static bool on_this_stack(uintptr_t address)
{
    const struct sring_stack *stack = sring_running_stack; /* NULL: no fiber runs */
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    pthread_attr_t attributes;
    void *start = stack ? stack->bottom : NULL;
    size_t size = stack ? (uintptr_t)stack - (uintptr_t)stack->bottom : 0;

    if (here - (uintptr_t)start < size) { /* not the loop, which checks a mark for the fiber */
        return address - (uintptr_t)start < size;
    }
    if (!pthread_getattr_np(pthread_self(), &attributes)) {
        (void)pthread_attr_getstack(&attributes, &start, &size);
        (void)pthread_attr_destroy(&attributes);
    }
    return address - (uintptr_t)start < size && here - (uintptr_t)start < size;
}

bool sring_check_mark(uintptr_t *mark)
{
    struct search search = {.mark = *mark, .result = NOT_REACHED};

    (void)_Unwind_Backtrace(visit_frame, &search);
    if (search.result == RUNS && *(uintptr_t *const *)*mark != mark) {
        search.result = WAS_LEFT;
    }
    if (search.result == WAS_LEFT || (search.result == IS_ABOVE && on_this_stack(*mark))) {
        *mark = 0;
        return false;
    }
    return true; /* also if the stack could not be unwound as far as the mark */
}
