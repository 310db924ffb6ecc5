/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Requests of the simulated kernel that wait for a time or a file, and the one that cancels others.
 */
#include "simulated.h"

#include <sys/ioctl.h>

#define KNOWN_FLAGS 0x6du /* absolute, clocks, ETIME_SUCCESS, MULTISHOT */
#define CLOCKS 0xcu       /* both: -EINVAL */
#define SECOND UINT64_C(1000000000)

/* --- timeouts -------------------------------------------------------------------------------- */

void prepare_timeout(struct request *request)
{
    const struct __kernel_timespec *time = (const void *)(uintptr_t)request->sqe.addr;

    if (time->tv_sec < 0 || time->tv_nsec < 0) {
        request->sqe.len = 0; /* makes it fail when it is tried */
        return;
    }
    request->interval = (uint64_t)time->tv_sec > UINT64_MAX / 2 / SECOND
                            ? UINT64_MAX / 2
                            : (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec;
    request->times = (uint32_t)request->sqe.off;
}

void start_timeout(struct request *request)
{
    bool absolute = request->sqe.timeout_flags & IORING_TIMEOUT_ABS;

    request->at = request->interval + (absolute ? 0 : clock_ns);
}

int run_timeout(struct simulated *it, struct request *request)
{
    if (request->sqe.len != 1 || request->sqe.timeout_flags & ~KNOWN_FLAGS ||
        (request->sqe.timeout_flags & CLOCKS) == CLOCKS) {
        return -EINVAL;
    }
    if (clock_ns < request->at) {
        return PENDING;
    }
    if (!(request->sqe.timeout_flags & 64)) { /* IORING_TIMEOUT_MULTISHOT */
        return -ETIME;
    }
    if ((request->times && !--request->times) || is_crowded(it)) {
        return -ETIME;
    }
    hold_item(it, request, -ETIME, 0);
    request->at = clock_ns + request->interval;
    return PENDING;
}

/* --- polls ----------------------------------------------------------------------------------- */

int run_poll(struct simulated *it, struct request *request)
{
    struct pollfd file = {.fd = request->fd, .events = (short)request->sqe.poll32_events};
    int bytes = -1;

    (void)poll(&file, 1, 0);
    if (!(request->sqe.len & IORING_POLL_ADD_MULTI)) {
        return file.revents ? file.revents : PENDING;
    }
    (void)ioctl(request->fd, FIONREAD, &bytes);
    if ((uint32_t)file.revents == request->last_ready && bytes == request->last_bytes) {
        return PENDING;
    }
    request->last_ready = (uint32_t)file.revents;
    request->last_bytes = bytes;
    if (file.revents && ends_early(it)) {
        return file.revents;
    }
    if (file.revents) {
        hold_item(it, request, file.revents, 0);
    }
    return PENDING;
}

/* Gives a poll other events. One whose file has just become ready is not changed. */
int run_poll_update(struct simulated *it, struct request *request)
{
    struct request *poll = it->first;

    if (request->sqe.len != IORING_POLL_UPDATE_EVENTS) {
        return -EINVAL;
    }
    while (poll && (poll->sqe.opcode != IORING_OP_POLL_ADD || poll->done ||
                    poll->sqe.user_data != request->sqe.addr)) {
        poll = poll->next;
    }
    if (!poll) {
        return -ENOENT;
    }
    if (!chance(4)) {
        return -EALREADY;
    }
    poll->sqe.poll32_events = request->sqe.poll32_events;
    poll->last_ready = 0;
    poll->last_bytes = -1;
    poll->at = clock_ns;
    return 0;
}

/* --- cancelling ------------------------------------------------------------------------------ */

static bool same_file(const struct request *cancel, const struct request *request)
{
    bool direct = cancel->sqe.cancel_flags & 8; /* IORING_ASYNC_CANCEL_FD_FIXED */

    return request->fd >= 0 && request->sqe.fd == cancel->sqe.fd &&
           direct == (bool)(request->sqe.flags & IOSQE_FIXED_FILE) &&
           (direct || sring_is_same_file(request->fd, cancel->sqe.fd));
}

static bool matches(const struct request *cancel, const struct request *request)
{
    if (request == cancel) {
        return false;
    }
    if (cancel->sqe.cancel_flags & IORING_ASYNC_CANCEL_ANY) {
        return true;
    }
    if (cancel->sqe.cancel_flags & IORING_ASYNC_CANCEL_FD) {
        return same_file(cancel, request);
    }
    return request->sqe.user_data == cancel->sqe.addr;
}

/* A request on its way to a worker is not found. One that a worker runs may go on, or be
 * interrupted. */
static int try_to_stop(struct simulated *it, const struct request *cancel, struct request *request)
{
    static const int interrupted[] = {-EINTR, -512}; /* ERESTARTSYS */
    bool by_fd = cancel->sqe.cancel_flags & IORING_ASYNC_CANCEL_FD;

    switch (by_fd ? 2 : chance(6)) {
    case 0:
        return -ENOENT;
    case 1:
        if (chance(2) && request->sqe.opcode == IORING_OP_OPENAT) {
            finish(it, request, interrupted[chance(2)]);
        }
        return -EALREADY;
    default:
        request->cqe_flags = 0;
        finish(it, request, request->moved && request->length ? (int)request->moved : -ECANCELED);
        return 0;
    }
}

int run_cancel(struct simulated *it, struct request *request)
{
    static struct request *found[AT_ONCE];
    uint32_t all = request->sqe.cancel_flags & (IORING_ASYNC_CANCEL_ALL | IORING_ASYNC_CANCEL_ANY);
    uint32_t found_count = 0;
    int count = 0;

    for (struct request *other = it->first; other && found_count < AT_ONCE; other = other->next) {
        if (matches(request, other)) {
            found[found_count++] = other;
        }
    }
    for (uint32_t i = 0; i < found_count; i++) {
        int rc = found[i]->done ? -ENOENT : try_to_stop(it, request, found[i]);

        if (!all) {
            return rc;
        }
        count += rc == 0;
    }
    return all ? count : -ENOENT;
}
