/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What is known of io_uring's opcodes. The kernel's headers may be older and not have all.
 */
#include "base/opcodes.h"

#include "opcode_names.h"

#include <stddef.h>

const char *sring_opcode_name(uint8_t opcode)
{
    return opcode < sizeof(sring_opcode_names) / sizeof(sring_opcode_names[0])
               ? sring_opcode_names[opcode]
               : NULL;
}

bool sring_opcode_has_file(uint8_t opcode)
{
    switch (opcode) {
    case 0:  /* NOP */
    case 11: /* TIMEOUT */
    case 12: /* TIMEOUT_REMOVE */
    case 14: /* ASYNC_CANCEL */
    case 20: /* FILES_UPDATE */
    case 25: /* MADVISE */
    case 31: /* PROVIDE_BUFFERS */
    case 32: /* REMOVE_BUFFERS */
    case 45: /* SOCKET */
    case 50: /* WAITID */
    case 51: /* FUTEX_WAIT */
    case 52: /* FUTEX_WAKE */
    case 53: /* FUTEX_WAITV */
    case 62: /* PIPE */
    case 63: /* NOP128 */
        return false;
    default:
        return true;
    }
}

bool sring_opcode_transfers(uint8_t opcode)
{
    switch (opcode) {
    case 1:  /* READV */
    case 2:  /* WRITEV */
    case 4:  /* READ_FIXED */
    case 5:  /* WRITE_FIXED */
    case 9:  /* SENDMSG */
    case 10: /* RECVMSG */
    case 22: /* READ */
    case 23: /* WRITE */
    case 26: /* SEND */
    case 27: /* RECV */
    case 30: /* SPLICE */
    case 33: /* TEE */
    case 47: /* SEND_ZC */
    case 48: /* SENDMSG_ZC */
    case 49: /* READ_MULTISHOT */
    case 58: /* RECV_ZC */
    case 60: /* READV_FIXED */
    case 61: /* WRITEV_FIXED */
        return true;
    default:
        return false;
    }
}
