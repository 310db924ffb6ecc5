/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Messages: what mailboxes and queues carry.
 */
#include "api/messages.h"

#include <unistd.h>

static struct sring_block_ *block_of(const struct mailbox_message *message)
{
    return (struct sring_block_ *)(uintptr_t)message->value;
}

struct mailbox_message sring_message_pack(enum sring_message_kind kind, uint64_t value,
                                          const char *function)
{
    struct mailbox_message message = {(uint64_t)kind + 1, value};

    if (kind == SRING_MESSAGE_BUF) {
        struct sring_block_ *block = block_of(&message);

        block->owner_ = sring_unqueued_number();
        message.word |= block->owner_;
        sring_poison(block->data_, block->capacity_);
    } else if (kind == SRING_MESSAGE_FD) {
        sring_prepare_close(NULL, (int)value, 0, NULL, function);
    }
    return message;
}

void sring_message_unpack(const struct mailbox_message *message, uint64_t token)
{
    if (SRING_MESSAGE_KIND_(message->word) == SRING_MESSAGE_BUF) {
        struct sring_block_ *block = block_of(message);

        sring_unpoison(block->data_, block->capacity_);
        block->owner_ = token;
    }
}

void sring_message_dispose(struct sring_core_ *core, const struct mailbox_message *message)
{
    if (SRING_MESSAGE_KIND_(message->word) == SRING_MESSAGE_BUF) {
        sring_free_later(core, block_of(message));
    } else {
        sring_message_drop_(SRING_MESSAGE_KIND_(message->word), message->value);
    }
}

void sring_message_drop_(enum sring_message_kind kind, uint64_t value)
{
    if (kind == SRING_MESSAGE_BUF) {
        sring_block_free_((struct sring_block_ *)(uintptr_t)value);
    } else if (kind == SRING_MESSAGE_FD) {
        sring_fd_forget_((int)value);
        close((int)value);
    }
}
