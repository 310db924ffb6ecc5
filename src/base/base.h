/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The interface of base/, which every other folder uses.
 */
#ifndef SRING_BASE_BASE_H
#define SRING_BASE_BASE_H

#include <sring/misuse.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sring;

#define SRING_CACHE_LINE 64 /* bytes */

/* An internal invariant: true here whatever the program and the kernel do. Checked in development
 * builds and in the tests with sanitizers. In other builds the condition is not evaluated. */
#if defined(SRING_ASSERTIONS)
#define SRING_ASSERT(condition)                                                                    \
    ((condition) ? (void)0 : sring_assertion_failed(#condition, __FILE__, __LINE__))
#else
#define SRING_ASSERT(condition) ((void)sizeof(condition))
#endif

/* --- misuse.c ------------------------------------------------------------------------------- */

__attribute__((noreturn)) void sring_assertion_failed(const char *condition, const char *file,
                                                      int line);

/* --- place.c -------------------------------------------------------------------------------- */

/* This is a development build. Returns whether it was not known before. */
bool sring_development_begins(void);
bool sring_is_development(void);
/* Prints the place of a call, for addr2line: FILE+0xADDRESS, and a newline. */
void sring_print_place(const void *return_address, FILE *file);
/* Print, to standard error, the places of the calls in progress, and how to use addr2line. */
void sring_print_calls(void);
void sring_print_how_to_find_lines(void);

/* --- forbidden.c ---------------------------------------------------------------------------- */

/* Write the reason, and the remedy, of -EPERM or -EACCES, and of -ENOSYS, from opening a ring. */
void sring_why_forbidden(char *text, size_t size);
void sring_why_missing(char *text, size_t size);

/* --- clock.c -------------------------------------------------------------------------------- */

/* The clock of the library. The tests replace it. */
struct sring_clock {
    uint64_t (*now)(int clock); /* CLOCK_MONOTONIC or CLOCK_BOOTTIME */
    void (*pause)(void);
};
extern const struct sring_clock *sring_chosen_clock;

#define SRING_SECOND UINT64_C(1000000000) /* nanoseconds */

/* Returns the time of CLOCK_MONOTONIC, or of another clock, in nanoseconds. */
uint64_t sring_now(void);
uint64_t sring_now_on(int clock);
/* Returns the time, by this clock, at which `timeout_ns` nanoseconds from now have passed. 0: never
 * (SRING_FOREVER). */
uint64_t sring_end_after(int clock, uint64_t timeout_ns);
/* Sleeps for a millisecond. */
void sring_pause(void);

/* --- inside.c ------------------------------------------------------------------------------- */

/* Runs body(ring, arg), which calls functions of the program, and returns its result. While body
 * runs, `*mark` holds the address of a variable in this call's stack frame; afterwards it is 0. */
extern unsigned (*const volatile sring_call_marked)(struct sring *ring, uintptr_t *mark,
                                                    unsigned (*body)(struct sring *, void *),
                                                    void *arg);
/* Returns whether the call that set the mark is still running. If it was left by longjmp or an
 * exception, sets `*mark` to 0. */
bool sring_check_mark(uintptr_t *mark);

static inline bool sring_marked(uintptr_t *mark)
{
    return SRING_UNLIKELY_(*mark != 0) && sring_check_mark(mark);
}

#endif /* SRING_BASE_BASE_H */
