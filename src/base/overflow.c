/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reports the overflow of a fiber's stack: a fault in the guard page below it.
 *
 * The handler of SIGSEGV needs a stack of its own, and leaves the signal to its default action. A
 * program, or a sanitizer, that handles SIGSEGV itself keeps its handler.
 */
#include "base/context.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SIGNAL_STACK (64 * 1024) /* bytes */

_Thread_local struct sring_stack *sring_running_stack;

/* Of this thread, for all of its rings. */
static _Thread_local struct {
    void *memory; /* NULL: the program has one, or there was no memory */
    unsigned users;
} signal_stack;

static void on_fault(int number, siginfo_t *info, void *context)
{
    const struct sring_stack *stack = sring_running_stack;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char text[160];
    int length;

    (void)context;
    if (stack && (uintptr_t)info->si_addr - (uintptr_t)stack->mapping < page) {
        length = snprintf(text, sizeof(text),
                          "sring: a fiber needs more than its stack of %zu KiB: "
                          "set fiber_stack in struct sring_options\n",
                          stack->room / 1024);
        (void)!write(STDERR_FILENO, text, (size_t)length);
    }
    (void)signal(number, SIG_DFL); /* the faulting instruction runs again */
    if (info->si_code <= 0) {
        (void)raise(number); /* there is none: somebody has sent the signal */
    }
}

/* Installs the handler, unless there is one. Returns whether it is ours. */
static bool handle(void)
{
    const struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction now;

    if (sigaction(SIGSEGV, NULL, &now)) {
        return false;
    }
    if (now.sa_flags & SA_SIGINFO) {
        return now.sa_sigaction == on_fault;
    }
    return now.sa_handler == SIG_DFL && !sigaction(SIGSEGV, &action, NULL);
}

void sring_overflow_watch(void)
{
    stack_t stack = {.ss_size = SIGNAL_STACK};
    stack_t now;

    signal_stack.users++;
    if (!handle() || signal_stack.memory || sigaltstack(NULL, &now) ||
        !(now.ss_flags & SS_DISABLE)) {
        return; /* a signal stack of the program serves, too */
    }
    stack.ss_sp = malloc(SIGNAL_STACK);
    if (!stack.ss_sp || sigaltstack(&stack, NULL)) {
        free(stack.ss_sp);
        return;
    }
    signal_stack.memory = stack.ss_sp;
}

void sring_overflow_unwatch(void)
{
    const stack_t none = {.ss_flags = SS_DISABLE};
    stack_t now;

    if (--signal_stack.users || !signal_stack.memory) {
        return;
    }
    if (!sigaltstack(NULL, &now) && now.ss_sp == signal_stack.memory) {
        (void)sigaltstack(&none, NULL);
    }
    free(signal_stack.memory);
    signal_stack.memory = NULL;
}
