/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. Messages: what sendmsg and recvmsg use beside a vector of buffers.
 *
 * The operation's scratch block holds the header for the kernel (struct msghdr), an address and the
 * control data, in this order. The descriptors in the control data (SCM_RIGHTS) belong to the
 * operation: those to send are duplicates, and received ones are closed with it unless they were
 * handed out. The length of the block is that of the control data, or of the room for it.
 */
#ifndef SRING_DETAIL_MESSAGE_H
#define SRING_DETAIL_MESSAGE_H

#include <sring/detail/hot.h>

SRING_BEGIN_C_

/* Offsets of the address and of the control data, and the most bytes of control data. */
#define SRING_MESSAGE_ADDRESS_ 64
#define SRING_MESSAGE_CONTROL_ 192
#define SRING_MESSAGE_MOST_ (1u << 20)

/* Writes the header, with copies of the address and the control data (NULL: none). Returns 0, or
 * -errno if a descriptor could not be duplicated. The caller puts the block back in either case. */
SRING_API_ int sring_message_send_(struct sring_block_ *scratch, const void *address,
                                   uint32_t address_length, const void *control,
                                   size_t control_length);
SRING_API_ void sring_message_receive_(struct sring_block_ *scratch, uint32_t control_room);

/* Sets the vector of the message in the header. */
SRING_API_ void sring_message_lend_(struct sring_block_ *scratch, const struct sring_block_ *vec);

/* Closes the descriptors that were not handed out, and puts the block back. Returns whether there
 * were any. Other scratch blocks are only put back. */
SRING_API_ bool sring_message_put_(struct sring_block_ *scratch);

/* Copies what was received. `*length` is the size of the destination, and becomes the full
 * length. */
SRING_API_ void sring_message_address_(const struct sring_block_ *scratch, int result,
                                       void *address, uint32_t *length);
SRING_API_ void sring_message_control_(struct sring_block_ *scratch, void *control, size_t *length);
SRING_API_ uint32_t sring_message_flags_(const struct sring_block_ *scratch);
/* Hands out the next received descriptor. Returns it or -ENOENT. */
SRING_API_ int sring_message_next_file_(struct sring_block_ *scratch);

SRING_END_C_

#endif /* SRING_DETAIL_MESSAGE_H */
