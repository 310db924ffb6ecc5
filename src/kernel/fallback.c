/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend, for systems that forbid io_uring: its functions behind the seam. See
 * docs/BACKENDS.md.
 */
#include "fallback_operations.h"

#include <sring/options.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST_WORKERS 16 /* the default */

/* --- entering ------------------------------------------------------------------------------- */

/* Does what can be done now. Returns when there is more to do, or SRING_NEVER. */
static uint64_t turn(struct sring_fallback *it)
{
    uint64_t next;

    (void)sring_fallback_check_time(it);
    if (it->results) {
        sring_fallback_take_results(it);
    }
    sring_fallback_try_due(it);
    sring_fallback_post_overflow(it);
    next = sring_fallback_check_time(it); /* makes due what has waited long enough by now */
    return it->due ? 0 : next;
}

/* What has happened by now is posted in any case. Returns 0, -EINTR or -ETIME. */
static int wait_until_ready(struct sring_fallback *it, uint32_t wait_for, uint64_t end)
{
    uint64_t next = turn(it);

    if (sring_fallback_ready(it) >= wait_for && it->pending) {
        (void)sring_fallback_look(it, 0);
        next = turn(it);
    }
    while (sring_fallback_ready(it) < wait_for) {
        int rc;

        sring_fallback_close_idle(it, true);
        rc = sring_fallback_look(it, next < end ? next : end);

        next = turn(it);
        if (rc && sring_fallback_ready(it) < wait_for &&
            (rc == -EINTR || (end != SRING_NEVER && sring_now() >= end))) {
            return rc;
        }
    }
    return 0;
}

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    struct sring_fallback *it = sring_fallback_of(kernel);
    uint64_t end = SRING_NEVER;
    int count;
    int rc = 0;

    sring_alarm_stop(it);
    if (timeout && (uint64_t)timeout->tv_sec < SRING_NEVER / 4 / SRING_SECOND) {
        end = sring_now() + (uint64_t)timeout->tv_sec * SRING_SECOND + (uint64_t)timeout->tv_nsec;
    }
    count = sring_fallback_read(it, to_submit);
    sring_fallback_close_idle(it, false);
    if (count >= 0) {
        rc = wait_until_ready(it, (uint32_t)count < to_submit ? 0 : wait_for, end);
    }
    if (it->posted && it->event_fd >= 0) {
        (void)eventfd_write(it->event_fd, 1);
    }
    it->posted = false;
    if (it->alarm) { /* the program may sleep elsewhere */
        sring_fallback_close_idle(it, true);
    }
    sring_alarm_start(it, it->due ? 0 : it->sleeping ? it->heap[0]->at : SRING_NEVER);
    return count ? count : rc;
}

static void closes(struct sring_kernel *kernel, int fd)
{
    sring_fallback_forget_fd(sring_fallback_of(kernel), fd);
}

static bool has_opcode(struct sring_kernel *kernel, int opcode)
{
    (void)kernel;
    return sring_carrier_of(opcode) != NULL;
}

static int register_eventfd(struct sring_kernel *kernel, int fd)
{
    struct sring_fallback *it = sring_fallback_of(kernel);
    int rc;

    sring_alarm_close(it);
    rc = sring_alarm_open(it, fd);
    if (!rc) {
        sring_alarm_start(it, 0);
    }
    return rc;
}

/* --- opening and closing -------------------------------------------------------------------- */

static int refuse(struct sring_kernel *kernel, const char *reason)
{
    kernel->wishes->refused = reason;
    return -EOPNOTSUPP;
}

/* What only io_uring has is refused. Limits of its workers apply to the threads here. */
static int grant(struct sring_kernel *kernel, struct sring_fallback *it)
{
    const struct sring_options *options = kernel->wishes->options;

    if (options->sqpoll.idle_ms) {
        return refuse(kernel, "sqpoll: the fallback backend has no thread of the kernel");
    }
    if (options->iopoll) {
        return refuse(kernel, "iopoll: the fallback backend cannot poll devices");
    }
    if (options->napi.busy_poll_us) {
        return refuse(kernel, "napi: the fallback backend cannot poll network devices");
    }
    if (options->workers.cpus) {
        return refuse(kernel, "workers.cpus: the threads of the fallback backend run on any CPU");
    }
    if (options->clock == CLOCK_BOOTTIME) {
        return refuse(kernel, "clock: the fallback backend has CLOCK_MONOTONIC only");
    }
    it->most_workers = options->workers.bounded ? options->workers.bounded : MOST_WORKERS;
    return 0;
}

static uint32_t power_of_two(uint32_t least)
{
    uint32_t size = 2;

    while (size < least) {
        size *= 2;
    }
    return size;
}

/* The first byte after the last completion may be read. */
static int open_queues(struct sring_kernel *kernel, struct sring_fallback *it, unsigned entries,
                       unsigned cq_entries)
{
    size_t size;

    kernel->entries = power_of_two(entries);
    kernel->cq_count = power_of_two(cq_entries);
    size = (size_t)kernel->entries * 128;
    it->bucket_mask = kernel->cq_count / 2 - 1;
    it->buckets = calloc(it->bucket_mask + 1, sizeof(struct sring_request *));
    kernel->slots = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    kernel->slots = kernel->slots == MAP_FAILED ? NULL : kernel->slots;
    kernel->cqes = calloc(kernel->cq_count + 1, sizeof(*kernel->cqes));
    return it->buckets && kernel->slots && kernel->cqes ? 0 : -ENOMEM;
}

static void close_fallback(struct sring_kernel *kernel)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    sring_alarm_close(it);
    if (it->threads) {
        sring_threads_close(it->threads);
    }
    sring_fallback_forget_all(it);
    sring_fallback_unregister_files(kernel);
    sring_fallback_unregister_buffers(kernel);
    sring_fallback_close_watches(it, false);
    if (kernel->slots) {
        (void)munmap(kernel->slots, (size_t)kernel->entries * 128);
    }
    free(kernel->cqes);
    free(it->buckets);
    free(it->heap);
    free(it->overflow);
    free(it->groups);
    free(it);
}

static void describe(struct sring_kernel *kernel, struct sring_fallback *it)
{
    kernel->sq_head = &it->sq_head;
    kernel->sq_tail = &it->sq_tail;
    kernel->cq_head = &it->cq_head;
    kernel->cq_tail = &it->cq_tail;
    kernel->enter_fd = -1;
    kernel->enter_flags = 0;
    kernel->features = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG | IORING_FEAT_LINKED_FILE;
    kernel->cancel_any = true;
    kernel->async_waits = true;
    kernel->posts_in_enter = true;
}

static int open_fallback(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct sring_fallback *it = calloc(1, sizeof(*it));
    int rc;

    if (!it) {
        return -ENOMEM;
    }
    it->kernel = kernel;
    it->carrier_of = sring_carrier_of;
    it->epoll_fd = it->event_fd = -1;
    it->due_end = &it->due;
    kernel->state = it;
    rc = grant(kernel, it);
    rc = rc ? rc : open_queues(kernel, it, entries, cq_entries);
    rc = rc ? rc : sring_fallback_open_watches(it);
    rc = rc ? rc : sring_fallback_open_workers(it);
    if (rc) {
        close_fallback(kernel);
        return rc;
    }
    describe(kernel, it);
    return 0;
}

/* The threads are the parent's, and so is the memory, of which the child has a copy. */
static void leave(struct sring_kernel *kernel)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    sring_alarm_leave(it);
    (void)close(it->threads_fd);
    for (uint32_t i = 0; i < it->file_count; i++) {
        if (it->files[i] >= 0) {
            (void)close(it->files[i]);
        }
    }
    sring_fallback_close_watches(it, true);
}

const struct sring_backend sring_backend_fallback = {
    .name = "fallback",
    .kind = SRING_BACKEND_FALLBACK,
    .open = open_fallback,
    .close = close_fallback,
    .leave = leave,
    .enter = enter,
    .closes = closes,
    .has_opcode = has_opcode,
    .register_eventfd = register_eventfd,
    .register_files = sring_fallback_register_files,
    .update_file = sring_fallback_update_file,
    .unregister_files = sring_fallback_unregister_files,
    .register_buffers = sring_fallback_register_buffers,
    .update_buffer = sring_fallback_update_buffer,
    .unregister_buffers = sring_fallback_unregister_buffers,
    .register_buf_ring = sring_fallback_register_buf_ring,
    .unregister_buf_ring = sring_fallback_unregister_buf_ring,
};
