/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared buffers: memory that is only read, with any number of handles and operations.
 *
 * All handles have the same block and the same token, and are counted in owned_. When the last one
 * is freed, the block's owner becomes 0, and all copies of handles are dead. The memory is freed
 * when also the last operation is over: holds_ counts the operations, and 1 for all handles.
 *
 * An operation has a block of its own, which points at the shared one and has the operation's
 * number as its owner, like the block of a lent buffer. So a copied operation handle is detected,
 * and a copied handle that is freed twice cannot free memory that the kernel reads.
 */
#include "memory/memory.h"

#include <sring/shared_buf.h>

#include <stdatomic.h>

/* Tokens made here have these bits; no others do. */
#define MARK (SRING_TOKEN_ | 32 | 64)

static _Atomic uint64_t tokens = SRING_TOKEN_STEP_;

/* Makes the first handle. */
static void share(struct sring_block_ *block)
{
    block->holds_ = 1;
    __atomic_store_n(&block->owned_, block->owned_ + SRING_SHARED_HANDLE_, __ATOMIC_RELAXED);
    block->owner_ =
        MARK | atomic_fetch_add_explicit(&tokens, SRING_TOKEN_STEP_, memory_order_relaxed);
}

void sring_buf_share_(struct sring_block_ *block)
{
    if (SRING_OWNED_(block)) { /* not a pooled one */
        __atomic_store_n(&block->made_at_, __builtin_return_address(0), __ATOMIC_RELAXED);
    }
    share(block);
}

int sring_shared_static_(const void *data, size_t size, struct sring_block_ **block)
{
    if (!data || !sring_capacity_valid(size)) {
        return -EINVAL;
    }
    sring_live_check_static(data);
    *block = sring_block_own((unsigned char *)(uintptr_t)data, size, NULL, NULL,
                             SRING_OWNED_BUFFER_, __builtin_return_address(0));
    if (!*block) {
        return -ENOMEM;
    }
    (*block)->length_ = (uint32_t)size;
    share(*block);
    return 0;
}

void sring_shared_copy_(struct sring_block_ *block)
{
    uint32_t before = __atomic_fetch_add(&block->owned_, SRING_SHARED_HANDLE_, __ATOMIC_RELAXED);

    if (before > UINT32_MAX / 2) {
        sring_misuse_("sring_shared_copy", "fewer than 2^28 handles of a shared buffer",
                      "more; are copies never freed?");
    }
}

static void drop(struct sring_block_ *block)
{
    if (__atomic_sub_fetch(&block->holds_, 1, __ATOMIC_ACQ_REL) == 0) {
        sring_block_free_(block);
    }
}

void sring_shared_free_(struct sring_block_ *block)
{
    uint32_t left = __atomic_sub_fetch(&block->owned_, SRING_SHARED_HANDLE_, __ATOMIC_ACQ_REL);

    if (left < SRING_SHARED_HANDLE_) {
        block->owner_ = 0;
        drop(block);
    }
}

/* Free function of an operation's block. */
static void drop_hold(void *data, void *arg)
{
    (void)data;
    drop(arg);
}

int sring_shared_hold_(struct sring_block_ *block, struct sring_block_ **hold)
{
    *hold = sring_block_new(block->data_, 0, drop_hold, block);
    if (!*hold) {
        return -ENOMEM;
    }
    (*hold)->length_ = block->length_;
    (*hold)->index_ = SRING_HOLDS_SHARED_;
    (void)__atomic_fetch_add(&block->holds_, 1, __ATOMIC_RELAXED);
    return 0;
}
