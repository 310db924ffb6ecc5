/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. Messages: what sendmsg and recvmsg have beside a vector of buffers.
 *
 * The header that the kernel is given (struct msghdr), an address and the control data lie in this
 * order in the operation's scratch block. The descriptors in that control data (SCM_RIGHTS) belong
 * to the operation: those to be sent are duplicates, and those that arrive are closed with it
 * unless they were handed out. The block's length is that of the control data, or of the room for
 * it.
 */
#ifndef SRING_DETAIL_MESSAGE_H
#define SRING_DETAIL_MESSAGE_H

#include <sring/detail/record.h>

SRING_BEGIN_C_

/* Where the address and the control data lie, and the most control data. */
#define SRING_MESSAGE_ADDRESS_ 64
#define SRING_MESSAGE_CONTROL_ 192
#define SRING_MESSAGE_MOST_ (1u << 20)

/* Writes the header, and copies what it points at. What is NULL is left out. Returns 0 or, if a
 * descriptor could not be duplicated, -errno; the block is to be put back all the same. */
SRING_API_ int sring_message_send_(struct sring_block_ *scratch, const void *address,
                                   uint32_t address_length, const void *control,
                                   size_t control_length);
SRING_API_ void sring_message_receive_(struct sring_block_ *scratch, uint32_t control_room);

/* Tells the header which vector the message consists of. */
SRING_API_ void sring_message_lend_(struct sring_block_ *scratch, const struct sring_block_ *vec);

/* Closes the descriptors that were not handed out, and puts the block back. Returns whether there
 * were any. Any other scratch block is just put back. */
SRING_API_ bool sring_message_put_(struct sring_block_ *scratch);

/* What has arrived with the message, copied; `*length` is the room and becomes the true length. */
SRING_API_ void sring_message_address_(const struct sring_block_ *scratch, int result,
                                       void *address, uint32_t *length);
SRING_API_ void sring_message_control_(struct sring_block_ *scratch, void *control, size_t *length);
SRING_API_ uint32_t sring_message_flags_(const struct sring_block_ *scratch);
/* The next descriptor that has not been handed out, or -ENOENT. */
SRING_API_ int sring_message_next_file_(struct sring_block_ *scratch);

SRING_END_C_

#endif /* SRING_DETAIL_MESSAGE_H */
