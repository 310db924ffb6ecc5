/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. What an operation needs to become a member of a batch, and to be taken out of it. The
 * rest of a batch is in sring/batch.h, which a program includes that has one.
 */
#ifndef SRING_DETAIL_MEMBER_H
#define SRING_DETAIL_MEMBER_H

#include <sring/detail/record.h>
#include <sring/handles/batch_building.h>
#include <sring/handles/batch_completed.h>

SRING_BEGIN_C_

/* How an operation behaves in a chain, as its spec says. A failure is a result below 0, and ... */
#define SRING_SHORT_FAILS_ 1u   /* fewer bytes than were asked for */
#define SRING_WAITALL_FAILS_ 2u /* the same, if MSG_WAITALL is in the flags */
#define SRING_EXPIRY_SPARED_ 4u /* but not -ETIME, if IORING_TIMEOUT_ETIME_SUCCESS is */
#define SRING_IN_PARTS_ 8u      /* bytes are asked for by the parts of a vector */
#define SRING_KERNEL_CUTS_ 16u  /* the kernel may keep the order before it and behind it */
#define SRING_HAS_FILE_ 32u     /* the fd of its SQE is a file that the kernel looks for */

/* Where the next operation's request is written, all zero, and that it was; then it is lent to
 * nobody that a handle could name. */
SRING_COLD_ struct sring_slot_ *sring_batch_slot_(struct sring *ring, struct sring_block_ *block,
                                                  const char *function);
SRING_COLD_ void sring_batch_push_(struct sring_block_ *block, uint64_t flags, uint32_t kind,
                                   uint32_t chain);
SRING_COLD_ struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                                  uint32_t index, uint32_t kind,
                                                  const char *function);

/* Where the next operation's request is written; for the operations' add. */
SRING_INLINE_ struct sring_slot_ *sring_batch_room_(struct sring *ring,
                                                    const struct sring_batch_building *batch,
                                                    const char *function)
{
    SRING_PROVE_RING_(ring);
    return sring_batch_slot_(ring, sring_batch_building_block_(batch, function), function);
}

/* Takes one operation out; for the operations' take. */
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
