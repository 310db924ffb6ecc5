/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. How the optimiser proves that a handle is dead, and what happens if it cannot.
 *
 * A transition is inlined into the caller. It checks that the handle is live and marks it dead. If
 * the compiler can prove the handle live, the check disappears. If it can prove it dead, a call to
 * a function with the `error` attribute remains, and the build stops with its message. Otherwise
 * the check is made at run time and ends in a misuse report.
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
/* gcc already treats a branch to a cold function as unlikely; a hint costs 5 % compile time. */
#if defined(__clang__)
#define SRING_UNLIKELY_(x) __builtin_expect(!!(x), 0)
#else
#define SRING_UNLIKELY_(x) (x)
#endif

/* SRING_NO_PROOF turns the build-time proof off. Use it for a unit with gcc's
 * __attribute__((optimize("O0"))) on a function of an optimised build: that combination gives false
 * errors. */
#if defined(__OPTIMIZE__) && !defined(SRING_NO_PROOF)
#if defined(__clang__)
/* nomerge: clang drops the line number of merged calls, and then reports nothing. */
#define SRING_PROOF_ERROR_(sentence) __attribute__((error(sentence), noreturn, cold, nomerge))
/* The tested value is a constant only if the handle is dead. One test, because clang >= 22 may know
 * that `!live` is the constant 0 and still not fold the next use of it. */
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

/* Tells the optimiser that a produced handle is live. It cannot know that a number is not 0, and
 * could otherwise prove nothing about the handle. */
#define SRING_PRODUCED_(live)                                                                      \
    do {                                                                                           \
        if (!(live)) {                                                                             \
            __builtin_unreachable();                                                               \
        }                                                                                          \
    } while (0)

/* Returns 0, the word of a handle after a failed call, hidden from clang's optimiser. Programs
 * often keep in a flag whether they have the handle. clang cannot follow every flag: if all ways to
 * a call were either `freed` or `failed`, it would reject a call that the flag guards. */
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

/* Makes the optimiser forget a handle's value: one from a container can be live or dead. */
#define SRING_LAUNDER_(word) __asm__("" : "+m"(word))

SRING_BEGIN_C_

/* Calls the misuse handler (sring/misuse.h). Does not return. */
SRING_COLD_ __attribute__((noreturn)) void sring_misuse_(const char *function, const char *expected,
                                                         const char *found);

extern void sring_error_handle_left_live_(void)
    SRING_PROOF_ERROR_("sring: this SRING_AUTO handle still owns something where its scope ends; "
                       "abandon, finish, free, close, detach or move it first");

/* Between a pointer and what follows, at the beginning of a handle: so that the first word has 64
 * bits on any processor. The rest is 0, because of SRING_NONE. */
#if __SIZEOF_POINTER__ == 8
#define SRING_REST_OF_WORD_
#else
#define SRING_REST_OF_WORD_ uint32_t rest_;
#endif

/* The cleanup of SRING_AUTO. The first word of a handle is not 0 while the handle is live. */
SRING_INLINE_ void sring_auto_check_(const void *handle)
{
    uint64_t word;
#if __SIZEOF_POINTER__ < 8
    uint32_t pointer; /* the optimiser knows it, but not the word that it is a part of */

    __builtin_memcpy(&pointer, handle, sizeof(pointer));
    SRING_PROVE_(pointer == 0, sring_error_handle_left_live_);
#endif
    __builtin_memcpy(&word, handle, sizeof(word));
    SRING_PROVE_(word == 0, sring_error_handle_left_live_);
    if (SRING_UNLIKELY_(word != 0)) {
        sring_misuse_("SRING_AUTO", "a handle that was consumed before its scope ended",
                      "one that still owns something");
    }
}

SRING_END_C_

#endif /* SRING_DETAIL_PROOF_H */
