/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The Linux backend: what a ring is opened with. Set-up flags, and what is registered with the open
 * ring. An option that the kernel rejects is named, with the reason.
 */
#include "uring.h"

#include <sring/ring.h>

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Missing in the headers of older liburing versions. */
#define REGISTER_NAPI 27u  /* IORING_REGISTER_NAPI, Linux 6.9 */
#define REGISTER_CLOCK 29u /* IORING_REGISTER_CLOCK, Linux 6.12 */

static int do_register(const struct io_uring *uring, unsigned opcode, void *argument,
                       unsigned count)
{
    return syscall(__NR_io_uring_register, uring->ring_fd, opcode, argument, count) < 0 ? -errno
                                                                                        : 0;
}

static int refuse(struct sring_wishes *wishes, int rc, const char *reason)
{
    wishes->refused = reason;
    return rc;
}

/* --- set-up flags --------------------------------------------------------------------------- */

unsigned sring_uring_wished_flags(const struct sring_wishes *wishes, struct io_uring_params *params)
{
    const struct sring_options *options = wishes->options;
    unsigned flags = 0;

    if (options->sqpoll.idle_ms) {
        flags |= IORING_SETUP_SQPOLL;
        params->sq_thread_idle = options->sqpoll.idle_ms;
    }
    if (options->sqpoll.pinned) {
        flags |= IORING_SETUP_SQ_AFF;
        params->sq_thread_cpu = options->sqpoll.cpu;
    }
    if (options->iopoll) {
        flags |= IORING_SETUP_IOPOLL;
    }
    if (wishes->attach_to) {
        flags |= IORING_SETUP_ATTACH_WQ;
        params->wq_fd = (uint32_t)sring_uring_of(wishes->attach_to)->ring_fd;
    }
    return flags;
}

/* Returns the error of setting up a small ring with some of the flags, or 0. */
static int try_flags(const struct sring_wishes *wishes, unsigned which)
{
    struct io_uring_params params;
    int fd;

    memset(&params, 0, sizeof(params));
    params.flags = sring_uring_wished_flags(wishes, &params) & which;
    fd = (int)syscall(__NR_io_uring_setup, 2, &params);
    if (fd < 0) {
        return -errno;
    }
    close(fd);
    return 0;
}

int sring_uring_refuse(struct sring_wishes *wishes, int rc)
{
    const struct sring_options *options = wishes->options;

    if (rc == -EPERM && options->sqpoll.idle_ms && !try_flags(wishes, 0)) {
        return refuse(wishes, rc, "sqpoll: before Linux 5.13 it needs CAP_SYS_NICE");
    }
    if (rc != -EINVAL) {
        return rc;
    }
    if (wishes->attach_to && try_flags(wishes, ~(unsigned)IORING_SETUP_ATTACH_WQ) == 0) {
        return refuse(
            wishes, rc,
            "attach_to: with sqpoll the other ring must have been opened with sqpoll, too");
    }
    if (options->sqpoll.pinned && try_flags(wishes, IORING_SETUP_SQPOLL) == 0) {
        return refuse(wishes, rc,
                      "sqpoll.cpu: this CPU is not online, or not allowed to the process");
    }
    return rc;
}

/* --- what is registered --------------------------------------------------------------------- */

/* Returns whether the kernel takes any set of CPUs. */
static bool takes_cpus(const struct io_uring *uring)
{
    cpu_set_t own;

    return !sched_getaffinity(0, sizeof(own), &own) &&
           !do_register(uring, IORING_REGISTER_IOWQ_AFF, &own, sizeof(own)) &&
           !do_register(uring, IORING_UNREGISTER_IOWQ_AFF, NULL, 0);
}

static int limit_workers(const struct io_uring *uring, struct sring_wishes *wishes)
{
    const struct sring_options *options = wishes->options;
    unsigned most[2] = {options->workers.bounded, options->workers.unbounded};
    int rc = 0;

    if (most[0] || most[1]) {
        rc = do_register(uring, IORING_REGISTER_IOWQ_MAX_WORKERS, most, 2);
    }
    if (rc) {
        return refuse(wishes, rc == -EINVAL ? -EOPNOTSUPP : rc,
                      "workers.bounded, workers.unbounded: Linux 5.15 or later is needed");
    }
    if (options->workers.cpus && options->sqpoll.idle_ms && !(uring->flags & IORING_SETUP_SQE128)) {
        rc = -EINVAL; /* before Linux 6.5 it is the program's thread that gets the CPUs */
    } else if (options->workers.cpus) {
        rc = do_register(uring, IORING_REGISTER_IOWQ_AFF, (void *)options->workers.cpus,
                         (unsigned)options->workers.cpus_size);
    }
    if (rc == -EINVAL && !options->sqpoll.idle_ms && takes_cpus(uring)) {
        return refuse(wishes, rc, "workers.cpus: a CPU in it is not allowed to the process");
    }
    return !rc ? 0
               : refuse(wishes, rc == -EINVAL ? -EOPNOTSUPP : rc,
                        "workers.cpus: Linux 5.14 or later is needed (with sqpoll 6.6)");
}

static int poll_network(const struct io_uring *uring, struct sring_wishes *wishes)
{
    struct { /* struct io_uring_napi */
        uint32_t microseconds;
        uint8_t prefer;
        uint8_t zero[3];
        uint64_t reserved;
    } napi = {.microseconds = wishes->options->napi.busy_poll_us};
    int rc = napi.microseconds ? do_register(uring, REGISTER_NAPI, &napi, 1) : 0;

    return !rc ? 0
               : refuse(wishes, rc == -EINVAL ? -EOPNOTSUPP : rc,
                        "napi: Linux 6.9 or later with CONFIG_NET_RX_BUSY_POLL is needed");
}

static int set_clock(const struct io_uring *uring, struct sring_wishes *wishes)
{
    struct { /* struct io_uring_clock_register */
        uint32_t clock;
        uint32_t reserved[3];
    } request = {.clock = (uint32_t)wishes->options->clock};
    int rc = request.clock == CLOCK_BOOTTIME ? do_register(uring, REGISTER_CLOCK, &request, 0) : 0;

    return !rc ? 0
               : refuse(wishes, rc == -EINVAL ? -EOPNOTSUPP : rc,
                        "clock: Linux 6.12 or later is needed");
}

int sring_uring_grant(const struct io_uring *uring, struct sring_wishes *wishes)
{
    int rc = limit_workers(uring, wishes);

    rc = rc ? rc : poll_network(uring, wishes);
    return rc ? rc : set_clock(uring, wishes);
}
