/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the senders of the contest have in common: the clients, the work, the measurement.
 */
#ifndef BROADCAST_H
#define BROADCAST_H

#include <stddef.h>

enum {
    CLIENTS = 128,
    SIZE = 65536 /* bytes of a response */
};

/* A sender. `sockets` are connected, and are its own. */
void sender_open(const int sockets[CLIENTS], const char *kind);
/* Makes the response, sends it to all clients, and returns when all have been sent. */
void sender_broadcast(void);
void sender_close(void);

/* Writes a response of SIZE bytes. */
void make_response(unsigned char *memory);
/* Ends the program with a message. `error` is a negative error number, or 0. */
_Noreturn void fail(const char *what, int error);

#endif /* BROADCAST_H */
