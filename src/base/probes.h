/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Static probes for bpftrace, perf and systemtap (USDT): a no-op each in the code, and a note in
 * the object file. docs/OBSERVING.md lists them with their arguments.
 */
#ifndef SRING_BASE_PROBES_H
#define SRING_BASE_PROBES_H

#if defined(SRING_WITH_PROBES)

#include <sys/sdt.h>

#define SRING_PROBE2(name, a, b) DTRACE_PROBE2(sring, name, a, b)
#define SRING_PROBE3(name, a, b, c) DTRACE_PROBE3(sring, name, a, b, c)
#define SRING_PROBE4(name, a, b, c, d) DTRACE_PROBE4(sring, name, a, b, c, d)

#else

/* The arguments are not evaluated. */
#define SRING_PROBE2(name, a, b) ((void)sizeof(a), (void)sizeof(b))
#define SRING_PROBE3(name, a, b, c) ((void)sizeof(a), (void)sizeof(b), (void)sizeof(c))
#define SRING_PROBE4(name, a, b, c, d)                                                             \
    ((void)sizeof(a), (void)sizeof(b), (void)sizeof(c), (void)sizeof(d))

#endif

#endif /* SRING_BASE_PROBES_H */
