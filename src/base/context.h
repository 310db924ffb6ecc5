/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Contexts: stacks of their own, and the switch between them. The switch is Boost.Context's.
 */
#ifndef SRING_BASE_CONTEXT_H
#define SRING_BASE_CONTEXT_H

#include "base/base.h"

#include <stdatomic.h>
#include <stddef.h>

/* A stack: one mapping, whose lowest page is a guard. This header lies at its upper end, as the
 * first member of a structure of whoever runs on it. */
struct sring_stack {
    struct sring_stack *next;        /* in a list of free stacks */
    unsigned char *mapping, *bottom; /* the guard; the lowest byte that can be used */
    size_t size;                     /* of the mapping, in bytes */
    size_t room;                     /* bytes that were asked for; it may have a little more */
    bool called; /* functions of the program were called on it, see sring_call_marked */
};

/* What runs on a stack, or the thread's own: then only `stack` is set, to NULL. */
struct sring_context {
    void *at;                  /* where it goes on, while it does not run */
    struct sring_stack *stack; /* NULL: the thread's own */
    void (*entry)(void *arg);  /* what it runs first; never returns */
    void *arg;
    const void *bottom; /* of the stack, for AddressSanitizer */
    size_t size;
    void *fake_stack;    /* of AddressSanitizer */
    void *thread;        /* of ThreadSanitizer */
    void *exceptions[2]; /* the C++ runtime's state of exceptions */
};

/* Returns a stack with room for at least `size` bytes, or NULL without memory. `head`: bytes of the
 * structure that begins with the stack's header. It is aligned to a cache line, and cleared. */
struct sring_stack *sring_stack_new(size_t size, size_t head);
void sring_stack_free(struct sring_stack *stack);

/* Makes a context that runs entry(arg) on the stack when it is first switched to. */
void sring_context_make(struct sring_context *context, struct sring_stack *stack,
                        void (*entry)(void *arg), void *arg);
/* The context has ended: its stack can be used again. */
void sring_context_end(struct sring_context *context);
/* Boost.Context's switch. `from` and `data` of what it returns: the context that has switched here,
 * and what that has passed. */
struct sring_transfer {
    void *from;
    void *data;
};
extern struct sring_transfer jump_fcontext(void *to, void *data);

/* What a switch passes: the contexts that are left and entered. */
struct sring_contexts {
    struct sring_context *from, *to;
};

/* Whether a sanitizer or the C++ runtime must be told about switches. */
extern _Atomic bool sring_contexts_watched __attribute__((visibility("hidden")));
void sring_context_switch_watched(struct sring_context *from, struct sring_context *to, bool ends);

/* Runs `to` in place of `from`, which is the context that calls. Returns when `from` is switched to
 * again. `ends`: it never will be. Inlined, as all up to the wait: the processor mispredicts each
 * return behind a switch. */
static inline __attribute__((always_inline)) void
sring_context_switch(struct sring_context *from, struct sring_context *to, bool ends)
{
    struct sring_contexts contexts = {from, to};
    struct sring_transfer transfer;

    if (SRING_UNLIKELY_(atomic_load_explicit(&sring_contexts_watched, memory_order_relaxed))) {
        sring_context_switch_watched(from, to, ends);
        return;
    }
    transfer = jump_fcontext(to->at, &contexts);
    ((const struct sring_contexts *)transfer.data)->from->at = transfer.from;
}

/* --- overflow.c ----------------------------------------------------------------------------- */

/* The stack that the thread is on; NULL: its own. Set before a context on another stack goes on. */
extern _Thread_local struct sring_stack *sring_running_stack
    __attribute__((visibility("hidden"), tls_model("initial-exec")));
/* Reports overflows on this thread from now on, until as many calls of sring_overflow_unwatch. */
void sring_overflow_watch(void);
void sring_overflow_unwatch(void);

#endif /* SRING_BASE_CONTEXT_H */
