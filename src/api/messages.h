/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Messages: what mailboxes and queues carry.
 */
#ifndef SRING_API_MESSAGES_H
#define SRING_API_MESSAGES_H

#include "api/api.h"
#include "memory/mailbox_queue.h"

#include <sring/mailbox.h>

/* Makes a message of a buffer's block, a descriptor or a number. While the block is in a message it
 * has a number instead of the handle's token. */
struct mailbox_message sring_message_pack(enum sring_message_kind kind, uint64_t value,
                                          const char *function);
/* The message was not sent: its block has the token again. */
void sring_message_unpack(const struct mailbox_message *message, uint64_t token);
/* Frees the buffer, or closes the file, when no function of the program is running. */
void sring_message_dispose(struct sring_core_ *core, const struct mailbox_message *message);

#endif /* SRING_API_MESSAGES_H */
