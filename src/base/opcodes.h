/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What is known of io_uring's opcodes.
 */
#ifndef SRING_BASE_OPCODES_H
#define SRING_BASE_OPCODES_H

#include <stdbool.h>
#include <stdint.h>

/* Returns the name without IORING_OP_ and in lower case, or NULL if the opcode is not known. */
const char *sring_opcode_name(uint8_t opcode);
/* Whether the requests of an opcode have a file in `fd`. True for an unknown one. */
bool sring_opcode_has_file(uint8_t opcode);
/* Whether results are numbers of bytes that were transferred. */
bool sring_opcode_transfers(uint8_t opcode);

#endif /* SRING_BASE_OPCODES_H */
