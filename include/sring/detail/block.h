/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The control block that most handles point at. The token in it says which handle is the
 * live one.
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

/* Private. Control block of a buffer. Its memory is never given back to the system, so that a
 * stale handle can always be recognised. */
struct sring_block_ {
    uint64_t owner_; /* token of the handle, number of the operation, or 0: free, or in a vector */
    unsigned char *data_;
    size_t capacity_; /* less than 2^31 */
    uint32_t length_; /* scratch: of the control data; or a descriptor, see SRING_TWO_FILES_ */
    uint32_t index_;  /* registered buffers: the slot in the ring's table; or one of those below */
    void (*free_)(void *data, void *arg);
    void *arg_;
    uint32_t place_; /* pooled buffers: the place in the pool; scratch: see sring_direct_reserve_ */
    uint32_t owned_; /* what sring_get_live counts it as, or 0 */
    union {
        struct sring_block_ *next_; /* in a list */
        const void *made_at_;       /* what is counted: the call that made it */
    };
};

/* In owned_. */
#define SRING_OWNED_BUFFER_ 1
#define SRING_OWNED_POOL_ 2 /* a handle of a pool */
/* Also in owned_: free_ is called with the block in place of its data, and the block stays. */
#define SRING_KEEPS_BLOCK_ 4u

/* In the index of a block that is the ring's own memory and not a buffer. */
#define SRING_SCRATCH_ UINT32_MAX
/* In the index of a pooled buffer that is not a registered one at the time. */
#define SRING_UNREGISTERED_ (UINT32_MAX - 1)

/* Tokens of handles have this bit; numbers of operations have not. */
#define SRING_TOKEN_ UINT64_C(1)
/* From one token to the next; between the two there is room for the states of a batch. */
#define SRING_TOKEN_STEP_ 128

/* Of every handle that points at a block. */
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
/* The sanitizer does not see what the kernel writes. */
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
