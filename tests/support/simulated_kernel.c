/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The functions of struct sring_backend for the simulated kernel: see simulated/simulated.h.
 * SRING_TEST_SIMULATED in the environment chooses it, and is the seed.
 */
#include "simulated/simulated.h"

#define BUNDLES (1u << 14) /* IORING_FEAT_RECVSEND_BUNDLE */
#define REFUSES 50         /* one call in this many is rejected */
#define IN_PARTS 20        /* the most completions that a call without a wait posts */

static struct simulated *kernels; /* all that are open */

/* --- entering -------------------------------------------------------------------------------- */

static uint64_t next_event(const struct simulated *it)
{
    uint64_t tried = next_try(it), posted = next_post(it);

    return tried < posted ? tried : posted;
}

/* Returns 0, -EINTR or -ETIME. */
static int wait_until_ready(struct simulated *it, uint32_t wait_for, uint64_t end)
{
    for (;;) {
        uint64_t next;

        turn(it);
        post(it, UINT32_MAX);
        if (ready(it) >= wait_for) {
            return 0;
        }
        if (clock_ns >= end) {
            return -ETIME;
        }
        next = next_event(it);
        if (next == NEVER && end == NEVER && !sleep_for_real(it)) {
            return -EINTR;
        }
        if (next != NEVER || end != NEVER) {
            clock_ns = next < end ? next : end;
        }
    }
}

static int refuse(struct simulated *it, uint32_t to_submit)
{
    static const int errors[] = {-EINTR, -EAGAIN, -EBUSY, -ENOMEM};

    turn(it);
    post(it, chance(IN_PARTS));
    return to_submit ? errors[chance(4)] : -EINTR;
}

static int enter_now(struct simulated *it, uint32_t to_submit, uint32_t wait_for, uint64_t end)
{
    uint32_t count;
    int rc = 0;

    if ((to_submit || wait_for) && !chance(REFUSES)) {
        return refuse(it, to_submit);
    }
    count = read_requests(it, to_submit);
    if (wait_for && count == to_submit) {
        rc = wait_until_ready(it, wait_for, end);
    } else {
        turn(it);
        post(it, 1 + chance(IN_PARTS));
    }
    return count ? (int)count : rc;
}

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    struct simulated *it = state_of(kernel);
    uint64_t end = NEVER;
    int rc;

    clock_ns += simulated_sleeps ? 0 : UINT64_C(1000) * (1 + chance(20));
    if (timeout && (uint64_t)timeout->tv_sec < NEVER / 2 / 1000 / MILLISECOND) {
        end =
            clock_ns + (uint64_t)timeout->tv_sec * 1000 * MILLISECOND + (uint64_t)timeout->tv_nsec;
    }
    rc = enter_now(it, to_submit, wait_for, end);
    trace("enter at %llu: %u to submit, waits for %u: %d\n", (unsigned long long)clock_ns,
          to_submit, wait_for, rc);
    return rc;
}

int poll_pollable(struct pollfd *pollable, int milliseconds)
{
    uint64_t end = clock_ns + (uint64_t)milliseconds * MILLISECOND;

    if (!is_simulated()) {
        return poll(pollable, 1, milliseconds);
    }
    for (;;) {
        uint64_t next = end;
        int rc;

        for (struct simulated *it = kernels; it; it = it->next) {
            turn(it);
            next = next_event(it) < next ? next_event(it) : next;
        }
        rc = poll(pollable, 1, 0);
        if (rc || clock_ns >= end) {
            return rc;
        }
        clock_ns = next;
    }
}

/* --- opening and closing --------------------------------------------------------------------- */

static uint32_t power_of_two(uint32_t least)
{
    uint32_t size = 2;

    while (size < least) {
        size *= 2;
    }
    return size;
}

static int open_simulated(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct simulated *it = calloc(1, sizeof(*it));
    size_t size;

    kernel->entries = power_of_two(entries);
    kernel->cq_count = power_of_two(cq_entries);
    size = ((size_t)kernel->entries * 128 + 4095) & ~(size_t)4095;
    kernel->slots = aligned_alloc(4096, size);
    kernel->cqes = calloc(kernel->cq_count + 1, sizeof(*kernel->cqes));
    if (!it || !kernel->slots || !kernel->cqes) {
        abort();
    }
    memset(kernel->slots, 0, size);
    it->kernel = kernel;
    it->event_fd = -1;
    it->next = kernels;
    kernels = it;
    kernel->state = it;
    kernel->sq_head = &it->sq_head;
    kernel->sq_tail = &it->sq_tail;
    kernel->cq_head = &it->cq_head;
    kernel->cq_tail = &it->cq_tail;
    kernel->enter_fd = -1;
    kernel->features = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG | IORING_FEAT_LINKED_FILE;
    kernel->features |= chance(2) ? BUNDLES : 0;
    kernel->features &= ~hidden_features;
    kernel->cancel_any = true;
    kernel->async_waits = chance(2);
    kernel->posts_in_enter = !chance(2);
    return 0;
}

static void close_simulated(struct sring_kernel *kernel)
{
    struct simulated *it = state_of(kernel);
    struct simulated **at = &kernels;

    while (*at != it) {
        at = &(*at)->next;
    }
    *at = it->next;
    forget_requests(it);
    simulated_unregister_files(kernel);
    simulated_unregister_buffers(kernel);
    free(kernel->slots);
    free(kernel->cqes);
    free(it->held);
    free(it->groups);
    free(it);
}

/* The child has a copy of the whole kernel, which ends with the child. */
static void leave(struct sring_kernel *kernel)
{
    (void)kernel;
}

static bool has_opcode(struct sring_kernel *kernel, int opcode)
{
    (void)kernel;
    return is_operation(opcode);
}

static const struct sring_backend simulated = {
    .name = "simulated",
    .kind = SRING_BACKEND_URING,
    .open = open_simulated,
    .close = close_simulated,
    .leave = leave,
    .enter = enter,
    .has_opcode = has_opcode,
    .register_eventfd = simulated_register_eventfd,
    .register_files = simulated_register_files,
    .update_file = simulated_update_file,
    .unregister_files = simulated_unregister_files,
    .register_buffers = simulated_register_buffers,
    .update_buffer = simulated_update_buffer,
    .unregister_buffers = simulated_unregister_buffers,
    .register_buf_ring = simulated_register_buf_ring,
    .unregister_buf_ring = simulated_unregister_buf_ring,
};

__attribute__((constructor)) static void choose(void)
{
    if (is_simulated()) {
        sring_chosen_backend = &simulated;
    }
}
