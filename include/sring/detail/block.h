/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The control block that most handles point at. Its owner_ says which handle is the live
 * one.
 */
#ifndef SRING_DETAIL_BLOCK_H
#define SRING_DETAIL_BLOCK_H

#include <sring/detail/proof.h>

#if defined(__SANITIZE_ADDRESS__)
#define SRING_ASAN_ 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SRING_ASAN_ 1
#elif __has_feature(memory_sanitizer)
#define SRING_MSAN_ 1
#endif
#endif

SRING_BEGIN_C_

/* Private. Control block of a buffer. Its memory is never returned to the system, so that a stale
 * handle can always be detected. */
struct sring_block_ {
    uint64_t owner_; /* token of the live handle, number of the operation, or 0: free, in a vector
                        or in a batch */
    unsigned char *data_;
    size_t capacity_; /* bytes, less than 2^31 */
    uint32_t length_; /* scratch: of the control data; or a descriptor, see SRING_TWO_FILES_ */
    union {
        uint32_t index_; /* slot in the ring's buffer table, or one of the values below */
        uint32_t holds_; /* of a shared buffer: one for each operation, and one for all handles */
    };
    void (*free_)(void *data, void *arg);
    void *arg_;
    uint32_t place_; /* pooled buffers: index in the pool; scratch: slot of a file + 1, see
                        sring_direct_reserve_ */
    uint32_t owned_; /* SRING_OWNED_...: how sring_get_live counts it; or 0; with flags */
    union {
        struct sring_block_ *next_; /* in a list */
        const void *made_at_;       /* of a counted block: the call that made it */
    };
};

/* Values of owned_. */
#define SRING_OWNED_BUFFER_ 1
#define SRING_OWNED_POOL_ 2 /* of a handle of a pool */
/* Without the flags below. */
#define SRING_OWNED_(block) (__atomic_load_n(&(block)->owned_, __ATOMIC_RELAXED) & 3u)
/* A flag in owned_: free_ gets the block instead of its data, and the block stays allocated. */
#define SRING_KEEPS_BLOCK_ 4u
/* Of a shared buffer, the bits from here on count its handles. */
#define SRING_SHARED_HANDLE_ 8u

/* index_ of a scratch block, which is no buffer. */
#define SRING_SCRATCH_ UINT32_MAX
/* index_ of a pooled buffer that is not unwrapped as a registered one. */
#define SRING_UNREGISTERED_ (UINT32_MAX - 1)
/* index_ of the block with which an operation holds a shared buffer. Its arg_ is the shared block.
 */
#define SRING_HOLDS_SHARED_ (UINT32_MAX - 2)

/* Tokens of handles have this bit; numbers of operations do not. */
#define SRING_TOKEN_ UINT64_C(1)
/* Distance between two tokens. The values between are for the states of a batch. */
#define SRING_TOKEN_STEP_ 128

/* Whether a handle that points at a block is live. */
#define SRING_BUF_LIVE_(buf) ((buf)->block_ && (buf)->block_->owner_ == (buf)->token_)

SRING_COLD_ void sring_block_free_(struct sring_block_ *block);

#if defined(SRING_ASAN_)
void __asan_poison_memory_region(void const volatile *address, size_t size);
void __asan_unpoison_memory_region(void const volatile *address, size_t size);
#define SRING_POISON_(block) __asan_poison_memory_region((block)->data_, (block)->capacity_)
#define SRING_UNPOISON_(block) __asan_unpoison_memory_region((block)->data_, (block)->capacity_)
#elif defined(SRING_MSAN_)
void __msan_unpoison(void const volatile *address, size_t size);
#define SRING_POISON_(block) ((void)(block))
/* MemorySanitizer does not track writes by the kernel. */
#define SRING_UNPOISON_(block) __msan_unpoison((block)->data_, (block)->capacity_)
#else
#define SRING_POISON_(block) ((void)(block))
#define SRING_UNPOISON_(block) ((void)(block))
#endif

SRING_INLINE_ void sring_block_set_length_(struct sring_block_ *block, size_t length,
                                           const char *function)
{
    if (SRING_UNLIKELY_(length > block->capacity_)) {
        sring_misuse_(function, "a length within the buffer's capacity", "a larger one");
    }
    block->length_ = (uint32_t)length;
}

SRING_END_C_

#endif /* SRING_DETAIL_BLOCK_H */
