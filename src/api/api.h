/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by the functions that a program calls.
 */
#ifndef SRING_API_API_H
#define SRING_API_API_H

#include "engine/engine.h"

/* The ring is closing: close its buffer rings, and unregister its pools. */
void sring_buf_rings_close(struct sring *ring);
void sring_registered_pools_close(struct sring_core_ *core);
/* Detaches an operation, as sring_detach_ does, without running free functions. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function);

#endif /* SRING_API_API_H */
