/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Whether a function of the program that the library has called - a callback, the free function of
 * a buffer - still runs.
 *
 * It may have been left by longjmp or by a C++ exception, and then nothing that stands behind the
 * call was done: no count can be relied upon. So the call leaves a mark, which is the place of a
 * variable in its frame on the stack, and who wants to know looks whether that frame is still
 * there. The variable says whose mark it is: the frame at this place may be one of another ring.
 */
#include "base/base.h"

#include <pthread.h>
#include <unwind.h>

#if defined(__clang__)
#define ONE_OF_ITS_KIND __attribute__((noinline, no_sanitize("address")))
#else
#define ONE_OF_ITS_KIND __attribute__((noipa, no_sanitize_address))
#endif

/* Only the frame of this function is a mark. */
ONE_OF_ITS_KIND unsigned sring_call_marked(struct sring *ring, uintptr_t *mark,
                                           unsigned (*body)(struct sring *ring, void *arg),
                                           void *arg)
{
    uintptr_t *volatile whose = mark;
    unsigned count;

    *mark = (uintptr_t)&whose;
    count = body(ring, arg);
    *mark = 0;
    return count;
}

struct search {
    uintptr_t mark;
    uintptr_t bottom;   /* of the frame before, or 0 */
    uintptr_t function; /* whose frame that is */
    enum {
        NOT_REACHED,
        RUNS,
        WAS_LEFT,
        IS_ABOVE
    } result;
};

/* Goes from frame to frame, towards those that called. A frame ends where the next one begins. */
static _Unwind_Reason_Code look(struct _Unwind_Context *context, void *arg)
{
    struct search *search = arg;
    uintptr_t bottom = (uintptr_t)_Unwind_GetCFA(context);

    if (bottom > search->mark) {
        search->result = !search->bottom                                    ? IS_ABOVE
                         : search->function == (uintptr_t)sring_call_marked ? RUNS
                                                                            : WAS_LEFT;
        return _URC_NORMAL_STOP;
    }
    search->bottom = bottom;
    search->function = (uintptr_t)_Unwind_GetRegionStart(context);
    return _URC_NO_REASON;
}

/* Whether an address is in the stack that this thread was started with, as this frame is. A program
 * that has several stacks, such as those of coroutines, may have left the call on another one. */
static bool on_this_stack(uintptr_t address)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;

    if (pthread_getattr_np(pthread_self(), &attributes)) {
        return false;
    }
    (void)pthread_attr_getstack(&attributes, &start, &size);
    (void)pthread_attr_destroy(&attributes);
    return address - (uintptr_t)start < size && here - (uintptr_t)start < size;
}

bool sring_find_mark(uintptr_t *mark)
{
    struct search search = {.mark = *mark, .result = NOT_REACHED};

    (void)_Unwind_Backtrace(look, &search);
    if (search.result == RUNS && *(uintptr_t *const *)*mark != mark) {
        search.result = WAS_LEFT;
    }
    if (search.result == WAS_LEFT || (search.result == IS_ABOVE && on_this_stack(*mark))) {
        *mark = 0;
        return false;
    }
    return true; /* also where the stack could not be followed so far */
}
