/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Boost.Context alone, the floor: a loop jumps into one context after the other, and each jumps
 * back. There is no queue, nothing is allocated for a fiber, and its stack is there already.
 */
#include "fibers.h"

#include <errno.h>
#include <sys/mman.h>

#define STACK (64 * 1024)

struct transfer {
    void *from; /* the context that has jumped here */
    void *data;
};

extern struct transfer jump_fcontext(void *to, void *data);
extern void *make_fcontext(void *top, size_t size, void (*entry)(struct transfer));

static unsigned char *stacks;
static void **contexts;
static size_t each;

static void yields(struct transfer home)
{
    for (size_t i = 0; i < each; i++) {
        home = jump_fcontext(home.from, home.data);
    }
    jump_fcontext(home.from, NULL);
}

static void nothing(struct transfer home)
{
    jump_fcontext(home.from, NULL);
}

static void make(size_t i, void (*entry)(struct transfer))
{
    contexts[i] = make_fcontext(stacks + (i + 1) * STACK, STACK, entry);
}

static void resume(size_t i)
{
    contexts[i] = jump_fcontext(contexts[i], &contexts[i]).from;
}

void contestant_open(size_t most)
{
    stacks = mmap(NULL, most * STACK, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    bench_need(stacks == MAP_FAILED ? -errno : 0, "stacks");
    contexts = bench_memory(most, sizeof(*contexts));
}

void contestant_yield(size_t n, size_t times)
{
    each = times;
    for (size_t i = 0; i < n; i++) {
        make(i, yields);
    }
    for (size_t round = 0; round <= times; round++) {
        for (size_t i = 0; i < n; i++) {
            resume(i);
        }
    }
}

void contestant_spawn(size_t n, size_t times)
{
    for (size_t round = 0; round < times; round++) {
        for (size_t i = 0; i < n; i++) {
            make(i, nothing);
        }
        for (size_t i = 0; i < n; i++) {
            resume(i);
        }
    }
}

/* Parked contexts, as there is nothing that would wake them. */
void contestant_sleep(size_t n)
{
    each = 1;
    for (size_t i = 0; i < n; i++) {
        make(i, yields);
        resume(i);
    }
}
