/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Ownership annotations: what a function requires, consumes and produces.
 *
 * The library's own functions have them. A function of yours that takes a ring or a handle declares
 * with the same macros what it does with it, as a Rust signature would:
 *
 *     static void finish_read(struct sring *ring, struct sring_read_submitted *inflight,
 *                             struct sring_buf *buf)
 *         SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*buf);
 *
 * They stand behind the parameters, on a prototype or on the definition. clang >= 14 checks them
 * with -Wthread-safety; other compilers ignore them.
 */
#ifndef SRING_ANNOTATIONS_H
#define SRING_ANNOTATIONS_H

/* These pragmas make two mistakes errors, without any flag of yours: a wrong handle type, and an
 * unchecked call that can fail. They hold for the rest of the unit, because no compiler can limit
 * them to the library's functions. So your own unchecked calls of functions with warn_unused_result
 * (write, with _FORTIFY_SOURCE) are errors, too. With gcc < 14 and clang < 22 so are your own
 * incompatible pointers; newer compilers reject those anyway.
 *
 * To keep your own settings, #define SRING_NO_DIAGNOSTIC_PRAGMAS before the include. For the whole
 * build use -Werror=incompatible-pointer-types -Werror=int-conversion -Werror=unused-result. (C++
 * rejects wrong types by itself.) */
#if !defined(SRING_NO_DIAGNOSTIC_PRAGMAS)
#pragma GCC diagnostic error "-Wunused-result"
#if !defined(__cplusplus)
#if defined(__clang__) ? __clang_major__ < 22 : __GNUC__ < 14
#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#pragma GCC diagnostic error "-Wint-conversion"
#endif
#endif
#endif

#if defined(__clang__)
#define SRING_ATTRIBUTE_(x) __attribute__((x))
#else
#define SRING_ATTRIBUTE_(x)
#endif

/* The type is a handle: it must be produced before it is used, and consumed exactly once. */
#define SRING_CAPABILITY(name) SRING_ATTRIBUTE_(capability(name))

/* The caller owns x before and after the call. */
#define SRING_REQUIRES(x) SRING_ATTRIBUTE_(requires_capability(x))
/* The same, but shared: several may read x at a time (a file that two operations read). */
#define SRING_REQUIRES_SHARED(x) SRING_ATTRIBUTE_(requires_shared_capability(x))
/* The caller owns x after the call, because it did before: the analysis could not know. */
#define SRING_ASSERTS(x) SRING_ATTRIBUTE_(assert_capability(x))
/* The caller does not own x: the call writes a handle to it that the analysis does not track. */
#define SRING_EXCLUDES(x) SRING_ATTRIBUTE_(locks_excluded(x))
/* x is gone after the call. */
#define SRING_CONSUMES(x) SRING_ATTRIBUTE_(release_capability(x))
/* The caller owns x after the call and must consume it in one of the ways of its type. */
#define SRING_PRODUCES(x) SRING_ATTRIBUTE_(acquire_capability(x))
/* SRING_BORROWS: the caller may read x after the call, together with others, until SRING_RETURNS
 * ends the loan. */
#define SRING_BORROWS(x) SRING_ATTRIBUTE_(acquire_shared_capability(x))
#define SRING_RETURNS(x) SRING_ATTRIBUTE_(release_shared_capability(x))
/* The function returns 0 and the caller owns x, or it returns an error and there is no x. Test the
 * return value with `if (rc)`, once. The analysis does not understand `rc < 0`, and takes a second
 * test of the same `rc` for a second acquisition. */
#define SRING_PRODUCES_ON_SUCCESS(x) SRING_ATTRIBUTE_(try_acquire_capability(0, x))
/* The function returns 0 and x is gone, or it returns an error and the caller still owns x. */
#define SRING_CONSUMES_ON_SUCCESS(x)                                                               \
    SRING_ATTRIBUTE_(release_capability(x)) SRING_ATTRIBUTE_(try_acquire_capability(1, x))
/* The function returns a pointer and x is gone, or it returns NULL and the caller still owns x. */
#define SRING_CONSUMES_UNLESS_NULL(x)                                                              \
    SRING_ATTRIBUTE_(release_capability(x)) SRING_ATTRIBUTE_(try_acquire_capability(0, x))

/* Private. A parameter of a callback, which it may leave alone. */
#define SRING_MAYBE_ __attribute__((unused))

/* Of a callback: it runs with the ring and must consume what it receives. */
#define SRING_CALLBACK(ring, done) SRING_REQUIRES(*(ring)) SRING_CONSUMES(*(done))

/* Turns off the analysis of one function's body, where it is wrong and you are right. `why` is the
 * reason, which must be written down. Stands before the return type. */
#define SRING_UNCHECKED(why) SRING_ATTRIBUTE_(no_thread_safety_analysis)

/* On the library's own transitions, which make one handle out of another. */
#define SRING_TRUSTED SRING_ATTRIBUTE_(no_thread_safety_analysis)

/* The caller must check the result. */
#define SRING_FALLIBLE __attribute__((warn_unused_result))

/* The initial value of every handle type: a handle that owns nothing. */
#ifdef __cplusplus
#define SRING_NONE                                                                                 \
    {                                                                                              \
    }
#else
#define SRING_NONE {0}
#endif

/* For the declaration of a local handle, with the initialiser SRING_NONE. The handle must be
 * consumed before its scope ends. If it is live on every exit, gcc and clang refuse to compile (at
 * -O1 and up). If it is live on some exit, that exit ends in a misuse report.
 *
 *     SRING_AUTO struct sring_read_submitted inflight = SRING_NONE; */
#define SRING_AUTO __attribute__((cleanup(sring_auto_check_)))

#endif /* SRING_ANNOTATIONS_H */
