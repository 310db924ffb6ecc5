/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by the functions that a program calls.
 */
#ifndef SRING_API_API_H
#define SRING_API_API_H

#include "engine/engine.h"

#include <sring/waker.h>

/* --- options.c ------------------------------------------------------------------------------ */

struct sring_sizes {
    uint32_t entries, capacity, direct_fds, registered_buffers;
    uint32_t cq_entries; /* room for all operations and the library's own requests */
};

/* Checks the options and fills in the sizes. Returns 0 or -EINVAL. */
int sring_options_check(const struct sring_options *options, struct sring_sizes *sizes);
/* There was no memory for these sizes. Returns whether there are smaller ones to try. */
bool sring_sizes_shrink(const struct sring_options *options, struct sring_sizes *sizes);
/* Tells the program which option was refused; NULL: none. */
void sring_options_refused(const struct sring_options *options, const char *reason);

/* --- others --------------------------------------------------------------------------------- */

/* The ring is closing: close its streams of bytes and buffer rings, and unregister its pools. */
void sring_byte_streams_close(struct sring_core_ *core);
/* Frees a ring that may be incomplete. */
void sring_destroy(struct sring *ring);
/* Closes the queues that are open. No fiber goes on any more. Their buffers are freed by
 * sring_free_due. */
void sring_message_queues_close(struct sring *ring);
void sring_buf_rings_close(struct sring *ring);
void sring_registered_pools_close(struct sring_core_ *core);
/* The ring is closing: its FILEs must not use it any more. */
void sring_cookies_detach(struct sring_core_ *core);
/* Detaches an operation, as sring_detach_ does, without running free functions. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function);
/* Opens a waker, as sring_waker_open_ does. When the ring does not use the waker any more, because
 * the waker was closed or the ring is closing, calls ended(arg) (NULL: calls nothing). */
int sring_waker_begin(struct sring *ring, struct sring_block_ **block,
                      sring_waker_callback *callback, void (*ended)(void *arg), void *arg);
/* The ring has a pollable descriptor now: its wakers write to that, too. */
void sring_wakers_signal(struct sring *ring);
/* Looks up a name, as sring_resolve_ does. Ends with -ETIME at the time `end` (0: never). */
struct addrinfo;
int sring_resolve_until(struct sring *ring, const char *host, const char *service,
                        const struct addrinfo *hints, uint64_t end, const char *function,
                        struct addrinfo **list);

/* Around the submit or start of an operation of the library's own, up to where its number is
 * stored: free functions do not run, which may look at it, or leave by longjmp. They run in the
 * next turn. */
static inline void sring_keep_to_free(struct sring *ring, bool keeps)
{
    ring->core_->calls.keeps_to_free = keeps;
}

#endif /* SRING_API_API_H */
