/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Which operations a ring supports.
 *
 * The kernel lists its opcodes. For a newer use of an old opcode (a multishot, a slot) it has no
 * list; but an opcode that came with the same version of Linux, or later, tells it.
 */
#include "api/api.h"

#include <stdio.h>
#include <sys/utsname.h>

#define VERSION(major, minor) ((major) << 8 | (minor))
#define OLDEST VERSION(5, 11) /* that is supported */

/* Opcodes, by the version that they came with. Headers may not have the newer ones. */
static const struct {
    unsigned version;
    int opcode;
} markers[] = {
    {VERSION(5, 15), 37}, /* IORING_OP_MKDIRAT */
    {VERSION(5, 19), 45}, /* IORING_OP_SOCKET */
    {VERSION(6, 0), 47},  /* IORING_OP_SEND_ZC */
    {VERSION(6, 1), 48},  /* IORING_OP_SENDMSG_ZC */
    {VERSION(6, 7), 49},  /* IORING_OP_READ_MULTISHOT */
};

/* Returns the version that the kernel states, or 0. */
static unsigned stated_version(void)
{
    struct utsname name;
    unsigned major = 0, minor = 0;

    if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2) {
        return 0;
    }
    return VERSION(major, minor);
}

static bool has_opcode(struct sring *ring, int opcode)
{
    struct sring_kernel *kernel = &ring->core_->kernel;

    return kernel->backend->has_opcode(kernel, opcode);
}

static bool is_since(struct sring *ring, unsigned version)
{
    for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
        if (markers[i].version >= version) {
            bool has = has_opcode(ring, markers[i].opcode);

            if (has || markers[i].version == version) {
                return has;
            }
        }
    }
    return stated_version() >= version;
}

/* Whether a ring with iopoll completes it with a result. */
static bool is_polled(int opcode)
{
    switch (opcode) {
    case IORING_OP_NOP:
    case IORING_OP_READ:
    case IORING_OP_WRITE:
    case IORING_OP_READV:
    case IORING_OP_WRITEV:
    case IORING_OP_READ_FIXED:
    case IORING_OP_WRITE_FIXED:
        return true;
    default:
        return false;
    }
}

bool sring_supports_(struct sring *ring, uint64_t operation)
{
    int opcode = (int)(operation & 0xff);
    unsigned version = operation >> 8 & 0xffff;

    sring_check_owner_(ring, "sring_supports");
    if (!has_opcode(ring, opcode) || (ring->core_->kernel.only_transfers && !is_polled(opcode))) {
        return false;
    }
    return version <= OLDEST || is_since(ring, version);
}
