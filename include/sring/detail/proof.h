/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. How the optimiser proves that a handle is dead, and what happens when it cannot know.
 *
 * A transition is inlined into the caller; it checks that the handle is live and marks it dead.
 * Where the compiler can prove the handle live, the check vanishes. Where it can prove it dead, a
 * call to a function with the `error` attribute survives and the build stops with our sentence.
 * Otherwise the check is made at run time and ends in the misuse report.
 */
#ifndef SRING_DETAIL_PROOF_H
#define SRING_DETAIL_PROOF_H

#include <sring/annotations.h>

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define SRING_BEGIN_C_ extern "C" {
#define SRING_END_C_ }
#else
#define SRING_BEGIN_C_
#define SRING_END_C_
#endif

#define SRING_API_ __attribute__((visibility("default")))
#define SRING_COLD_ SRING_API_ __attribute__((cold, noinline))
#define SRING_INLINE_ static inline __attribute__((always_inline, unused)) SRING_TRUSTED
#define SRING_LIKELY_(x) __builtin_expect(!!(x), 1)
/* To gcc what calls a cold function is unlikely; to be told takes it 5 % more time to compile. */
#if defined(__clang__)
#define SRING_UNLIKELY_(x) __builtin_expect(!!(x), 0)
#else
#define SRING_UNLIKELY_(x) (x)
#endif

/* SRING_NO_PROOF turns the build-time proof off, for a unit in which an optimised function has
 * gcc's __attribute__((optimize("O0"))): that one combination gives false errors. */
#if defined(__OPTIMIZE__) && !defined(SRING_NO_PROOF)
#if defined(__clang__)
/* Calls that clang merges lose the line that they stand in, and without that it reports nothing. */
#define SRING_PROOF_ERROR_(sentence) __attribute__((error(sentence), noreturn, cold, nomerge))
/* Asked once, for a value that is a constant only if the handle is dead. clang >= 22 may know that
 * `!live` is the constant 0 and still not fold the next use of it. */
#define SRING_PROVE_(live, error_function)                                                         \
    do {                                                                                           \
        int unknown_;                                                                              \
        __asm__("" : "=r"(unknown_));                                                              \
        if (__builtin_constant_p((live) ? unknown_ : 0)) {                                         \
            error_function();                                                                      \
        }                                                                                          \
    } while (0)
#else
#define SRING_PROOF_ERROR_(sentence) __attribute__((error(sentence), noreturn, cold))
#define SRING_PROVE_(live, error_function)                                                         \
    do {                                                                                           \
        if (__builtin_constant_p(!(live)) && !(live)) {                                            \
            error_function();                                                                      \
        }                                                                                          \
    } while (0)
#endif
#else
#define SRING_PROOF_ERROR_(sentence)
#define SRING_PROVE_(live, error_function) ((void)0)
#endif

/* What a transition produces is live: said aloud, because a sequence number is not known to be
 * non-zero, and nothing could be proved about the handle that carries it. */
#define SRING_PRODUCED_(live)                                                                      \
    do {                                                                                           \
        if (!(live)) {                                                                             \
            __builtin_unreachable();                                                               \
        }                                                                                          \
    } while (0)

/* The word of a handle that a failed call leaves: 0, but clang's optimiser does not know. A program
 * keeps whether it has the handle in a flag, and clang cannot follow every flag: where each way to
 * a call is either `freed` or `failed`, it would refuse the call, although the flag guards it. */
SRING_INLINE_ uint64_t sring_nothing_(void)
{
#if defined(__clang__)
    uintptr_t nothing = 0;

    __asm__("" : "+r"(nothing));
    return nothing;
#else
    return 0;
#endif
}
#define SRING_NOTHING_ ((struct sring_block_ *)(uintptr_t)sring_nothing_())

/* Nothing is proved about a handle that came out of a container. */
#define SRING_LAUNDER_(word) __asm__("" : "+m"(word))

SRING_BEGIN_C_

/* Reports to the misuse handler (sring/misuse.h); the program does not go on behind it. */
SRING_COLD_ __attribute__((noreturn)) void sring_misuse_(const char *function, const char *expected,
                                                         const char *found);

extern void sring_error_handle_left_live_(void)
    SRING_PROOF_ERROR_("sring: this SRING_AUTO handle still owns something where its scope ends; "
                       "abandon, finish, free, close, detach or move it first");

/* The cleanup of SRING_AUTO. Every handle's first word is non-zero while the handle is live. */
SRING_INLINE_ void sring_auto_check_(const void *handle)
{
    uint64_t word;

    __builtin_memcpy(&word, handle, sizeof(word));
    SRING_PROVE_(word == 0, sring_error_handle_left_live_);
    if (SRING_UNLIKELY_(word != 0)) {
        sring_misuse_("SRING_AUTO", "a handle that was consumed before its scope ended",
                      "one that still owns something");
    }
}

SRING_END_C_

#endif /* SRING_DETAIL_PROOF_H */
