/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. Adds an operation to a batch and takes it out again. The rest of a batch is in
 * sring/batch.h, for programs that use one.
 */
#ifndef SRING_DETAIL_MEMBER_H
#define SRING_DETAIL_MEMBER_H

#include <sring/detail/hot.h>
#include <sring/handles/batch_building.h>
#include <sring/handles/batch_completed.h>

SRING_BEGIN_C_

/* How an operation behaves in a chain, as its spec says. A result below 0 is a failure. So is: */
#define SRING_SHORT_FAILS_ 1u   /* fewer bytes than requested */
#define SRING_WAITALL_FAILS_ 2u /* the same, if its flags have MSG_WAITALL */
#define SRING_EXPIRY_SPARED_                                                                       \
    4u                     /* -ETIME is no failure if its flags have IORING_TIMEOUT_ETIME_SUCCESS */
#define SRING_IN_PARTS_ 8u /* the requested bytes are those of a vector */
#define SRING_KERNEL_CUTS_ 16u /* the kernel may order it with its neighbours */
#define SRING_HAS_FILE_ 32u    /* the fd of its SQE is a file that the kernel looks up */

/* sring_batch_slot_ returns the slot of the next member, all zero. sring_batch_push_ adds the
 * request in it: its blocks then have owner 0. sring_batch_pull_ takes a result. */
SRING_COLD_ struct sring_slot_ *sring_batch_slot_(struct sring *ring, struct sring_block_ *block,
                                                  const char *function);
SRING_COLD_ void sring_batch_push_(struct sring_block_ *block, uint64_t flags, uint32_t kind,
                                   uint32_t chain);
SRING_COLD_ struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                                  uint32_t index, uint32_t kind,
                                                  const char *function);

/* For add: returns the slot of the next member. */
SRING_INLINE_ struct sring_slot_ *sring_batch_room_(struct sring *ring,
                                                    const struct sring_batch_building *batch,
                                                    const char *function)
{
    SRING_PROVE_RING_(ring);
    return sring_batch_slot_(ring, sring_batch_building_block_(batch, function), function);
}

/* For take: takes one operation out. */
SRING_INLINE_ struct sring_taken_ sring_batch_take_(struct sring *ring,
                                                    struct sring_batch_completed *batch,
                                                    uint32_t index, uint32_t kind,
                                                    const char *function)
{
    SRING_PROVE_RING_(ring);
    return sring_batch_pull_(ring, sring_batch_completed_block_(batch, function), index, kind,
                             function);
}

SRING_END_C_

#endif /* SRING_DETAIL_MEMBER_H */
