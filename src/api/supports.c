/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Which operations a ring supports.
 *
 * The kernel lists its opcodes. For a newer use of an old opcode (a multishot, a slot) it has no
 * list; but an opcode that came with the same version of Linux, or later, tells it.
 */
#include "api/api.h"

#include "opcode_versions.h"

#include <stdio.h>
#include <sys/utsname.h>

#define OLDEST SRING_LINUX(5, 11) /* that is supported */

/* Returns the version that the kernel states, or 0. */
static unsigned stated_version(void)
{
    struct utsname name;
    unsigned major = 0, minor = 0;

    if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2) {
        return 0;
    }
    return SRING_LINUX(major, minor);
}

static bool has_opcode(struct sring *ring, int opcode)
{
    struct sring_kernel *kernel = &ring->core_->kernel;

    return kernel->backend->has_opcode(kernel, opcode);
}

static bool is_since(struct sring *ring, unsigned version)
{
    const size_t count = sizeof(sring_opcode_versions) / sizeof(sring_opcode_versions[0]);

    for (size_t i = 0; i < count; i++) {
        if (sring_opcode_versions[i].version >= version) {
            bool has = has_opcode(ring, sring_opcode_versions[i].opcode);

            if (has || sring_opcode_versions[i].version == version) {
                return has;
            }
        }
    }
    return stated_version() >= version;
}

/* Whether a ring with iopoll completes it with a result. By hand: the spec says nothing of polled
 * rings. */
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
