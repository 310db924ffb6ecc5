/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Wakers. A waker is an eventfd that the ring reads, with an operation like those of a program. The
 * callback of the read begins the next read and calls the waker's callback.
 *
 * Other threads and signal handlers may use a waker while it is closed, and later. So its memory is
 * never freed, only reused for another waker, with another token. Calls of sring_wake are counted:
 * the last one closes the descriptors, so a late write cannot reach another file.
 *
 * The kernel delays its signal of sring_pollable_fd by a grace period of RCU if a write to another
 * eventfd has completed the operation: 16 ms were measured. So a wake also writes to that
 * descriptor, of which the waker has a copy.
 */
#include "api/api.h"

#include <sring/ops/read.h>
#include <sring/waker.h>

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define CLOSED (UINT32_C(1) << 31)

struct waker {
    struct sring_block_ block; /* the handle points at this */
    _Atomic uint64_t token;    /* of the open handle; 0: closed */
    _Atomic uint32_t users;    /* number of active calls of sring_wake, and CLOSED */
    _Atomic bool idle;         /* not used by a ring */
    int fd;
    _Atomic int pollable; /* a copy of the ring's, or -1 */
    pid_t pid;
    struct sring *ring;
    sring_waker_callback *callback;
    void (*ended)(void *arg);
    void *arg;
    struct sring_ticket reading;
    struct sring_buf buf;
    uint64_t wakes; /* the read stores the number of wakes here */
    struct waker *next;
};

static struct waker *wakers; /* every waker ever made; protected by the lock of the blocks */

/* Returns a waker that is not used any more, or a new one, or NULL. */
static struct waker *take(void)
{
    struct waker *waker;

    sring_blocks_over_fork();
    sring_blocks_lock();
    for (waker = wakers; waker; waker = waker->next) {
        if (atomic_load(&waker->idle) && atomic_load(&waker->users) == CLOSED) {
            break;
        }
    }
    if (!waker) {
        waker = calloc(1, sizeof(*waker));
        if (waker) {
            atomic_store(&waker->users, CLOSED);
            waker->next = wakers;
            wakers = waker;
        }
    }
    if (waker) {
        atomic_store(&waker->idle, false);
    }
    sring_blocks_unlock();
    return waker;
}

static void close_fds(struct waker *waker)
{
    int pollable = atomic_exchange(&waker->pollable, -1);

    close(waker->fd);
    if (pollable >= 0) {
        close(pollable);
    }
}

/* Bars further calls of sring_wake. The last active one closes the descriptors. */
static void shut(struct waker *waker)
{
    waker->block.owner_ = 0;
    atomic_store(&waker->token, 0);
    if (!atomic_fetch_or(&waker->users, CLOSED)) {
        close_fds(waker);
    }
}

/* Called when the ring does not use the waker any more: its memory can be reused. */
static void end(struct waker *waker)
{
    void (*ended)(void *arg) = waker->ended;
    void *arg = waker->arg;

    atomic_store(&waker->idle, true);
    if (ended) {
        ended(arg);
    }
}

static int read_again(struct waker *waker);

SRING_TRUSTED SRING_READ_CALLBACK(on_read)
{
    struct waker *waker = arg;
    int result = sring_read_finish(done, &waker->buf);

    if (atomic_load(&waker->token)) {
        if (read_again(waker)) {
            shut(waker); /* the ring is closing */
        } else if (result > 0) {
            waker->callback(ring, waker->arg);
            return;
        } else {
            return;
        }
    }
    sring_buf_free(&waker->buf);
    end(waker);
}

static SRING_TRUSTED int read_again(struct waker *waker)
{
    struct sring_read_building op;
    const struct sring_fd fd = {SRING_FD_WORD_(waker->fd, 0)};
    int rc = sring_read_init(waker->ring, &op, &fd);

    if (!rc) {
        sring_keep_to_free(waker->ring, true);
        waker->reading = sring_read_start(waker->ring, &op, &waker->buf, on_read, waker);
        sring_keep_to_free(waker->ring, false);
        sring_find_number(waker->ring, waker->reading.number_).record->state_ |= SRING_WAKER_;
    }
    return rc;
}

/* Without a copy wakes are late. */
static void copy_pollable(struct waker *waker, int event_fd)
{
    if (event_fd >= 0) {
        atomic_store(&waker->pollable, fcntl(event_fd, F_DUPFD_CLOEXEC, 0));
    }
}

void sring_wakers_signal(struct sring *ring)
{
    sring_blocks_lock();
    for (struct waker *waker = wakers; waker; waker = waker->next) {
        if (waker->ring == ring && atomic_load(&waker->token)) {
            copy_pollable(waker, ring->core_->queues.event_fd);
        }
    }
    sring_blocks_unlock();
}

/* Opens the descriptor and begins to read it. */
static SRING_TRUSTED int begin(struct waker *waker)
{
    int rc;

    waker->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (waker->fd < 0) {
        return -errno;
    }
    rc = sring_buf_adopt(&waker->buf, (unsigned char *)&waker->wakes, sizeof(waker->wakes), NULL,
                         NULL);
    if (!rc) {
        rc = read_again(waker);
        if (rc) {
            sring_buf_free(&waker->buf);
        }
    }
    if (rc) {
        close(waker->fd);
    }
    return rc;
}

int sring_waker_begin(struct sring *ring, struct sring_block_ **block,
                      sring_waker_callback *callback, void (*ended)(void *arg), void *arg)
{
    struct waker *waker;
    int rc;

    if (ring->core_->kernel.only_transfers) {
        return -EOPNOTSUPP; /* an eventfd cannot be read there */
    }
    waker = take();
    if (!waker) {
        return -ENOMEM;
    }
    sring_blocks_lock();
    waker->ring = ring;
    sring_blocks_unlock();
    waker->callback = callback;
    waker->ended = ended;
    waker->arg = arg;
    waker->pid = getpid();
    rc = begin(waker);
    if (rc) {
        atomic_store(&waker->idle, true);
        return rc;
    }
    atomic_store(&waker->pollable, -1);
    copy_pollable(waker, ring->core_->queues.event_fd);
    waker->block.owner_ = sring_token_new();
    atomic_store(&waker->token, waker->block.owner_);
    atomic_store(&waker->users, 0);
    *block = &waker->block;
    return 0;
}

int sring_waker_open_(struct sring *ring, struct sring_block_ **block,
                      sring_waker_callback *callback, void *arg)
{
    sring_check_owner_(ring, "sring_waker_open");
    sring_check_callback_((sring_any_fn_ *)callback, "sring_waker_open");
    return sring_waker_begin(ring, block, callback, NULL, arg);
}

void sring_waker_close_(struct sring *ring, struct sring_block_ *block)
{
    struct waker *waker = (struct waker *)(void *)block;

    sring_check_owner_(ring, "sring_waker_close");
    if (waker->ring != ring) {
        sring_misuse_("sring_waker_close", "a waker of this ring", "one of another");
    }
    sring_settle(ring); /* a queued read still names this descriptor */
    shut(waker);
    (void)sring_cancel_(ring, waker->reading);
}

/* Counts this call as a user. Returns false if the waker was closed. */
static bool enter(struct waker *waker)
{
    uint32_t users = atomic_load(&waker->users);

    while (!(users & CLOSED)) {
        if (atomic_compare_exchange_weak(&waker->users, &users, users + 1)) {
            return true;
        }
    }
    return false;
}

void sring_wake_(struct sring_block_ *block, uint64_t token)
{
    struct waker *waker = (struct waker *)(void *)block;
    int error = errno;
    int pollable;

    if (!waker || !enter(waker)) {
        return;
    }
    if (atomic_load(&waker->token) == token) {
        if (waker->pid != getpid()) {
            sring_misuse_("sring_wake", "the process that opened the waker", "a forked child");
        }
        (void)eventfd_write(waker->fd, 1);
        pollable = atomic_load(&waker->pollable);
        if (pollable >= 0) {
            (void)eventfd_write(pollable, 1);
        }
    }
    if (atomic_fetch_sub(&waker->users, 1) == (CLOSED | 1)) {
        close_fds(waker);
    }
    errno = error;
}
