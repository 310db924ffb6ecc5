/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Checks the options of sring_open, and chooses the sizes.
 */
#include "api/api.h"

#include <limits.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LEAST_STACK 16384                    /* bytes */
#define MOST_THREADS 1024                    /* for sring_offload */
#define MIN_ENTRIES 2                        /* room for an operation and its deadline */
#define MAX_ENTRIES 16384                    /* half of the kernel's limit, see src/kernel/open.c */
#define MAX_CAPACITY (65536 - SRING_RESERVE) /* limit of the completion queue */
#define MAX_BUFFERS 16384                    /* limits of the kernel's tables */
#define MAX_DIRECT_FDS 1048576

/* Of SRING_PRESET_AUTO. */
#define AUTO_LEAST 32
#define AUTO_MOST 1024
#define AUTO_PER_ENTRY 16
#define AUTO_FDS 4096

static uint64_t limit(int which)
{
    struct rlimit it;

    return getrlimit(which, &it) || it.rlim_cur == RLIM_INFINITY ? UINT64_MAX : it.rlim_cur;
}

static uint32_t count_cpus(void)
{
    cpu_set_t cpus;

    return sched_getaffinity(0, sizeof(cpus), &cpus) ? 1 : (uint32_t)CPU_COUNT(&cpus);
}

/* The memory of the queues, in bytes, at most: slots, completions, the index array of kernels
 * before 6.6, the head of the queues, and what is lost in the last page of each. */
static uint64_t memory_of(uint32_t entries)
{
    return (uint64_t)entries *
               (SRING_STEP_ + 2 * AUTO_PER_ENTRY * SRING_CQE_SIZE_ + 2 * sizeof(uint32_t)) +
           2 * (uint64_t)sysconf(_SC_PAGESIZE);
}

static struct sring_sizes choose_sizes(void)
{
    uint64_t fds = limit(RLIMIT_NOFILE) / 4;
    uint64_t share = limit(RLIMIT_MEMLOCK) / 2 / count_cpus();
    uint32_t entries = AUTO_MOST;

    while (entries > AUTO_LEAST && memory_of(entries) > share) {
        entries /= 2;
    }
    return (struct sring_sizes){.entries = entries,
                                .capacity = entries * AUTO_PER_ENTRY,
                                .direct_fds = (uint32_t)(fds > AUTO_FDS ? AUTO_FDS : fds),
                                .registered_buffers = entries};
}

static void add_explicit(const struct sring_options *options, struct sring_sizes *sizes)
{
    if (options->entries) {
        sizes->entries = options->entries < MIN_ENTRIES ? MIN_ENTRIES : options->entries;
    }
    sizes->capacity = options->capacity ? options->capacity : sizes->capacity;
    sizes->direct_fds = options->direct_fds ? options->direct_fds : sizes->direct_fds;
    sizes->registered_buffers =
        options->registered_buffers ? options->registered_buffers : sizes->registered_buffers;
    sizes->cq_entries = sizes->capacity + SRING_RESERVE;
    if (sizes->cq_entries < 2 * sizes->entries) {
        sizes->cq_entries = 2 * sizes->entries;
    }
}

bool sring_sizes_shrink(const struct sring_options *options, struct sring_sizes *sizes)
{
    if (options->preset != SRING_PRESET_AUTO || sizes->entries <= AUTO_LEAST || options->entries ||
        options->capacity) {
        return false;
    }
    sizes->entries /= 2;
    sizes->capacity /= 2;
    sizes->registered_buffers /= 2;
    add_explicit(options, sizes);
    return true;
}

void sring_options_refused(const struct sring_options *options, const char *reason)
{
    if (options->refused) {
        *options->refused = reason;
    }
}

/* Returns what contradicts itself about the thread that reads the requests, or NULL. */
static const char *find_contradiction_of_sqpoll(const struct sring_options *options)
{
    if (options->sqpoll.pinned && !options->sqpoll.idle_ms) {
        return "sqpoll.pinned: without sqpoll.idle_ms there is no thread";
    }
    if (options->sqpoll.pinned && options->attach_to) {
        return "sqpoll.pinned: with attach_to the thread runs where the other ring has put it";
    }
    if (options->sqpoll.cpu && !options->sqpoll.pinned) {
        return "sqpoll.cpu: without sqpoll.pinned the thread runs on any CPU";
    }
    return NULL;
}

/* Returns why these options exclude each other, or NULL. */
static const char *find_contradiction(const struct sring_options *options)
{
    const char *reason = find_contradiction_of_sqpoll(options);

    if (reason) {
        return reason;
    }
    if (options->fiber_stack && options->fiber_stack < LEAST_STACK) {
        reason = "fiber_stack: at least 16384 bytes are needed";
    } else if (options->offload_threads > MOST_THREADS) {
        reason = "offload_threads: at most 1024 threads can be asked for";
    } else if (options->napi.busy_poll_us && options->iopoll) {
        reason = "napi: an iopoll ring has no sockets";
    } else if (options->workers.cpus && !options->workers.cpus_size) {
        reason = "workers.cpus_size: the size of the set of CPUs in bytes is missing";
    } else if (options->workers.bounded > INT_MAX || options->workers.unbounded > INT_MAX) {
        reason = "workers.bounded, workers.unbounded: at most 2^31 - 1 can be allowed";
    } else if (options->clock && options->clock != CLOCK_MONOTONIC &&
               options->clock != CLOCK_BOOTTIME) {
        reason = "clock: only CLOCK_MONOTONIC and CLOCK_BOOTTIME can be used";
    }
    return reason;
}

int sring_options_check(const struct sring_options *options, struct sring_sizes *sizes)
{
    static const struct sring_sizes presets[] = {
        [SRING_PRESET_DEFAULT] = {256, 4096, 64, 64, 0},
        [SRING_PRESET_LOW_LATENCY] = {64, 512, 16, 16, 0},
        [SRING_PRESET_HIGH_THROUGHPUT] = {1024, 16384, 1024, 1024, 0},
        [SRING_PRESET_DEVELOPMENT] = {8, 64, 4, 4, 0},
    };
    const char *reason = find_contradiction(options);

    sring_options_refused(options, reason);
    if (reason || (unsigned)options->preset > SRING_PRESET_AUTO) {
        return -EINVAL;
    }
    if (options->attach_to) {
        sring_check_open(options->attach_to, "sring_open");
    }
    *sizes = options->preset == SRING_PRESET_AUTO ? choose_sizes() : presets[options->preset];
    add_explicit(options, sizes);
    return sizes->entries > MAX_ENTRIES || sizes->capacity > MAX_CAPACITY ||
                   sizes->registered_buffers > MAX_BUFFERS || sizes->direct_fds > MAX_DIRECT_FDS
               ? -EINVAL
               : 0;
}
