/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by the functions that a program calls.
 */
#ifndef SRING_API_API_H
#define SRING_API_API_H

#include "engine/engine.h"

#include <sring/waker.h>

/* The ring is closing: close its buffer rings, and unregister its pools. */
void sring_buf_rings_close(struct sring *ring);
void sring_registered_pools_close(struct sring_core_ *core);
/* Detaches an operation, as sring_detach_ does, without running free functions. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function);
/* Opens a waker, as sring_waker_open_ does. When the ring does not use the waker any more, because
 * the waker was closed or the ring is closing, calls ended(arg) (NULL: calls nothing). */
int sring_waker_begin(struct sring *ring, struct sring_block_ **block,
                      sring_waker_callback *callback, void (*ended)(void *arg), void *arg);

#endif /* SRING_API_API_H */
