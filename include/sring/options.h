/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a ring is opened with. docs/RUNNING.md says what each option is good for, and what it costs.
 */
#ifndef SRING_OPTIONS_H
#define SRING_OPTIONS_H

#include <sring/audit.h>

#include <stddef.h>

SRING_BEGIN_C_

struct sring;

/* Sizes of a ring: entries, capacity, direct_fds, registered_buffers. Fields that are set
 * explicitly take precedence. */
enum sring_preset {
    SRING_PRESET_DEFAULT,         /* 256, 4096, 64, 64 */
    SRING_PRESET_LOW_LATENCY,     /* small, so that all stays in the cache: 64, 512, 16, 16 */
    SRING_PRESET_HIGH_THROUGHPUT, /* few system calls: 1024, 16384, 1024, 1024 */
    SRING_PRESET_DEVELOPMENT,     /* tiny, so that what is full shows early: 8, 64, 4, 4 */
    /* The largest of 32, 512 up to 1024, 16384 of which one ring for each CPU takes at most half of
     * RLIMIT_MEMLOCK; smaller if the kernel lacks memory. direct_fds: a quarter of RLIMIT_NOFILE,
     * at most 4096. registered_buffers: as many as entries. */
    SRING_PRESET_AUTO,
};

/* What carries out the operations of a ring. docs/BACKENDS.md compares them. */
enum sring_backend_kind {
    /* io_uring; where it is forbidden or missing, the fallback. The environment variable
     * SRING_BACKEND (uring, fallback, auto; empty: unset) takes precedence. */
    SRING_BACKEND_AUTO,
    SRING_BACKEND_URING,    /* io_uring, or sring_open fails */
    SRING_BACKEND_FALLBACK, /* ordinary system calls: epoll and threads */
};

/* What a ring is opened with. Zero means default, for every field. An option that the kernel does
 * not have makes sring_open fail with -EOPNOTSUPP, unless it says otherwise. docs/RUNNING.md says
 * what each is good for. */
struct sring_options {
    enum sring_preset preset;
    enum sring_backend_kind backend;
    uint32_t entries;    /* slots of the submission queue; rounded up to a power of 2, at least 2 */
    uint32_t capacity;   /* operations begun and not yet finished; init fails beyond this */
    uint32_t direct_fds; /* room for direct descriptors (default 64), at most RLIMIT_NOFILE */
    uint32_t registered_buffers; /* room for registered buffers (default 64) */
    /* A thread of the kernel reads the requests, so that handing them over costs no system call; it
     * sleeps after `idle_ms` without any. 0: no such thread. */
    struct {
        uint32_t idle_ms;
        bool pinned; /* the thread runs on `cpu` only; not with attach_to */
        uint32_t cpu;
    } sqpoll;
    /* Waits poll the devices instead of waiting for interrupts. Only reads and writes (read_at,
     * write_at, the vectored and the fixed ones) of files opened with O_DIRECT on devices with poll
     * queues, and nop, complete with a result; all others with -EINVAL or -EOPNOTSUPP. Nothing is
     * cancelled: deadlines and sring_cancel have no effect. */
    bool iopoll;
    /* The ring, of this process and open until sring_open returns, whose threads are shared: the
     * thread of sqpoll (both rings then need sqpoll), on Linux 5.11 also the workers. From
     * Linux 5.12 on the rings of one thread share their workers in any case. */
    const struct sring *attach_to;
    /* Limits of the workers of the calling thread (with sqpoll: of its thread), for all its rings.
     */
    struct {
        uint32_t bounded;   /* the most for files and block devices; 0: leave it alone */
        uint32_t unbounded; /* the most for everything else, such as sockets; 0: leave it alone */
        const void *cpus;   /* a cpu_set_t with the CPUs that they run on; NULL: leave it alone */
        size_t cpus_size;   /* its size in bytes */
    } workers;
    /* Waits poll the network devices of the ring's sockets for this long before they sleep. */
    struct {
        uint32_t busy_poll_us;
    } napi;
    /* The clock of all times of the ring, except those of sring_timeout: CLOCK_MONOTONIC (0 is the
     * same) or CLOCK_BOOTTIME, which goes on while the machine is suspended. */
    int clock;
    /* A signal handler that was called ends sring_run, _run_for, _run_once, sring_flush_and_wait,
     * _flush_and_wait_for, sring_wait_any, sring_resolve and sring_connect_to with -EINTR. Nothing
     * is lost: what had completed is taken first. Other waits go on. A signal that comes just
     * before a wait does not end it. */
    bool interruptible;
    /* Bytes of a fiber's stack, at least 16384 (default 65536; 262144 with AddressSanitizer, which
     * needs more). Only what is touched takes memory. */
    size_t fiber_stack;
    /* The most threads that run functions for sring_offload and sring_resolve at a time, at most
     * 1024 (default 16). A thread is started when one is needed, and ends with the ring. */
    uint32_t offload_threads;
    /* Called with every completion of an operation, with `audit_arg` (docs/OBSERVING.md). The ring
     * is then used without the inlined paths. NULL: none. */
    sring_audit_fn *audit;
    void *audit_arg;
    /* Counts how long operations take, by opcode (sring/latency.h). The ring is then used without
     * the inlined paths, and has up to 8 KiB for each opcode. */
    bool latency;
    /* If sring_open fails because of an option, `*refused` becomes a text with its name and the
     * reason, otherwise NULL. The text need not be freed. */
    const char **refused;
};

SRING_END_C_

#endif /* SRING_OPTIONS_H */
