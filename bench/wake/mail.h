/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Several threads send messages to one, which sleeps when there are none. A message is a number, or
 * a buffer of MAIL_BUFFER bytes that the sender allocates and the receiver frees.
 */
#ifndef BENCH_WAKE_MAIL_H
#define BENCH_WAKE_MAIL_H

#include "measure.h"

#include <stdbool.h>

#define MAIL_ROOM 1024 /* messages that wait at most */
#define MAIL_BUFFER 256
#define MAIL_SENDERS 4 /* the most senders */

/* A message has arrived: a number, or the first one in a buffer. Returns false after the last. */
bool received(uint64_t number);

void contestant_open(unsigned senders, bool buffers);
/* Runs in the sender's thread. Yields the processor while there is no room. */
void contestant_send(unsigned sender, uint64_t first, uint64_t count);
/* Receives until `received` returns false. */
void contestant_receive(void);

#endif /* BENCH_WAKE_MAIL_H */
