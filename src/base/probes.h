/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Static probes for bpftrace, perf and systemtap (USDT): a no-op each in the code, and a note in
 * the object file. docs/OBSERVING.md says where they are.
 */
#ifndef SRING_BASE_PROBES_H
#define SRING_BASE_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#if defined(SRING_WITH_PROBES)
#define STAP_SDT_ARG_CONSTRAINT nr /* no stores to the stack */
#include <sys/sdt.h>
#else
#define DTRACE_PROBE2(provider, name, a, b) ((void)(a), (void)(b))
#define DTRACE_PROBE3(provider, name, a, b, c) ((void)(a), (void)(b), (void)(c))
#define DTRACE_PROBE4(provider, name, a, b, c, d) ((void)(a), (void)(b), (void)(c), (void)(d))
#endif

struct sring;

/* So that the arguments are where they are anyway. */
#define SRING_PROBE static inline __attribute__((always_inline))

/* The macros of that header are not ISO C. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

SRING_PROBE void sring_probe_submit(const struct sring *ring, uint32_t requests, uint32_t wait_for)
{
    DTRACE_PROBE3(sring, submit, ring, requests, wait_for);
}

SRING_PROBE void sring_probe_complete(const struct sring *ring, uint64_t number, int32_t result,
                                      bool more)
{
    DTRACE_PROBE4(sring, complete, ring, number, result, more);
}

SRING_PROBE void sring_probe_cancel(const struct sring *ring, uint64_t number, uint32_t flags)
{
    DTRACE_PROBE3(sring, cancel, ring, number, flags);
}

SRING_PROBE void sring_probe_reclaim(const struct sring *ring, uint64_t number, int32_t result)
{
    DTRACE_PROBE3(sring, reclaim, ring, number, result);
}

SRING_PROBE void sring_probe_misuse(const char *function, const char *expected, const char *found)
{
    DTRACE_PROBE3(sring, misuse, function, expected, found);
}

SRING_PROBE void sring_probe_park(const struct sring *ring, uint64_t number)
{
    DTRACE_PROBE2(sring, park, ring, number);
}

#pragma GCC diagnostic pop

#endif /* SRING_BASE_PROBES_H */
