/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files that are about to be closed.
 *
 * The kernel looks for an operation's file when the operation begins. From then on it holds the
 * file; before, it would meet whatever has the number or the slot by then. So nothing is closed,
 * given back or taken out of a slot before sring_file_goes has seen to that: what is queued is
 * handed to the kernel, what is left to a worker is waited for, and what begins behind another
 * operation is a misuse.
 *
 * Descriptors are the process's, and rings belong to threads: this is about all rings of the
 * calling thread.
 */
#include "engine/engine.h"
#include "ring/batch_graph.h"

#include <unistd.h>

static bool is_late(const struct sring_found *found, int fd, uint8_t flags)
{
    const struct sring_record_ *record = found->record;

    return record->state_ & SRING_LATE_ && !(record->state_ & SRING_RESULT_) &&
           ((record->result_ == fd && !((record->flags_ ^ flags) & IOSQE_FIXED_FILE)) ||
            sring_is_second_file(record, fd, flags));
}

static bool has_late(struct sring *ring, int fd, uint8_t flags)
{
    struct sring_found found = {NULL, NULL, 0};
    size_t at = 0;

    do {
        found = sring_next_in_flight(ring, &at);
    } while (found.record && !is_late(&found, fd, flags));
    return found.record;
}

struct file {
    int fd;
    uint8_t flags;
};

static bool no_late(struct sring *ring, void *arg)
{
    const struct file *file = arg;

    return !ring->late_ || !has_late(ring, file->fd, file->flags);
}

/* Runs nothing of the program's. What is waited for may have a deadline. */
static unsigned collect(struct sring *ring)
{
    unsigned count = sring_collect(ring);

    if (ring->core_->deadlines.late) {
        sring_deadlines_check(ring);
    }
    return count;
}

static void wait_for_late(struct sring *ring, int fd, uint8_t flags, const char *function)
{
    struct file file = {fd, flags};
    const struct sring_until until = {
        .done = no_late, .take = collect, .arg = &file, .function = function};

    sring_wait_until(ring, &until);
}

/* For one ring. */
static void goes_from(struct sring *ring, int fd, uint8_t flags,
                      const struct sring_closing *closing, const char *function)
{
    sring_batches_check_file(ring->core_, fd, flags, closing, function);
    wait_for_late(ring, fd, flags, function);
}

void sring_file_goes(struct sring *ring, int fd, uint8_t flags, const struct sring_closing *closing,
                     const char *function)
{
    struct sring *other;

    if (flags & IOSQE_FIXED_FILE) {
        goes_from(ring, fd, flags, closing, function);
        return;
    }
    for (unsigned i = 0; (other = sring_ring_of_thread(i)); i++) {
        if (other != ring && sring_queued_(other)) {
            (void)sring_hand_over(other);
        }
    }
    for (unsigned i = 0; (other = sring_ring_of_thread(i)); i++) {
        goes_from(other, fd, flags, closing, function);
    }
}

void sring_file_closes_(struct sring *ring, int fd, uint8_t flags, const char *function)
{
    sring_check_owner_(ring, function);
    sring_file_goes(ring, fd, flags, NULL, function);
}
