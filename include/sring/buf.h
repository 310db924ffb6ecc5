/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers: memory that is either yours or the kernel's, never both.
 *
 * A buffer handle is a block and a token. The block says who owns it now (`owner_`): the token of
 * one handle, or the number of the operation it is lent to. Submitting writes the operation's
 * number there, so every copy of the handle is dead from then on; finishing writes a new token.
 */
#ifndef SRING_BUF_H
#define SRING_BUF_H

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

/* Called once, when an adopted buffer is freed, with the data and the argument given then. */
typedef void sring_free_fn(void *data, void *arg);

/* Private. Control block of a buffer. Its memory is never given back to the system, so that a
 * stale handle can always be recognised. */
struct sring_block_ {
    uint64_t owner_; /* token of the handle, number of the operation, or 0: free, or in a vector */
    unsigned char *data_;
    size_t capacity_; /* less than 2^31 */
    uint32_t length_;
    uint32_t index_; /* registered buffers: the slot in the ring's table; or one of those below */
    sring_free_fn *free_;
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

/* A buffer that the program owns. */
struct SRING_CAPABILITY("buffer") sring_buf {
    struct sring_block_ *block_;
    uint64_t token_;
};

/* Tokens of handles have this bit; numbers of operations have not. */
#define SRING_TOKEN_ UINT64_C(1)
/* From one token to the next; between the two there is room for the states of a batch. */
#define SRING_TOKEN_STEP_ 128

extern void sring_error_buf_gone_(void)
    SRING_PROOF_ERROR_("sring: this buffer is not yours any more; it was submitted, started, freed "
                       "or moved, and comes back from finish");

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

/* Allocates a buffer of `capacity` bytes, at least 1. Its length is 0 and its contents are
 * undefined. It is aligned to a cache line, from 4096 bytes on to a page (as O_DIRECT needs).
 * Returns 0, -EINVAL (capacity 0 or over 2 GiB - 4 KiB, the most the kernel moves at a time) or
 * -ENOMEM. */
SRING_API_ SRING_FALLIBLE int sring_buf_alloc_(size_t capacity, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_buf_alloc(struct sring_buf *buf, size_t capacity)
    SRING_PRODUCES_ON_SUCCESS(*buf);

/* Makes a buffer of memory that exists already; its length is 0. The library calls
 * free(data, arg) when the buffer is freed (NULL: nothing is called). Nothing else may touch the
 * memory until then, and it must last: not an array of a function that returns before.
 * Returns 0, -EINVAL (data is NULL, or capacity is 0 or over 2 GiB - 4 KiB) or -ENOMEM (no memory
 * for the control block); the memory is still the caller's then, and free is not called. */
SRING_API_ SRING_FALLIBLE int sring_buf_adopt_(void *data, size_t capacity, sring_free_fn *free,
                                               void *arg, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_buf_adopt(struct sring_buf *buf, void *data, size_t capacity,
                                                 sring_free_fn *free, void *arg)
    SRING_PRODUCES_ON_SUCCESS(*buf);

/* Frees the buffer. */
SRING_INLINE_ void sring_buf_free(struct sring_buf *buf) SRING_CONSUMES(*buf);

/* The bytes: `capacity` of them may be written, the first `length` hold data. The pointer must not
 * be used after the buffer was given away. */
SRING_INLINE_ unsigned char *sring_buf_data(struct sring_buf *buf) SRING_REQUIRES(*buf);

/* Size of the memory in bytes. */
SRING_INLINE_ size_t sring_buf_capacity(const struct sring_buf *buf) SRING_REQUIRES(*buf);

/* How many bytes hold data: what a write sends and what a read has set. */
SRING_INLINE_ size_t sring_buf_length(const struct sring_buf *buf) SRING_REQUIRES(*buf);

/* Says that the first `length` bytes hold data. More than the capacity is a misuse. */
SRING_INLINE_ void sring_buf_set_length(struct sring_buf *buf, size_t length) SRING_REQUIRES(*buf);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_buf_move(struct sring_buf *to, struct sring_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Leaves the handle where it is, in a struct or an array, out of the compiler's sight. */
SRING_INLINE_ void sring_buf_stash(struct sring_buf *buf) SRING_CONSUMES(*buf);

/* Takes a handle that was stashed. A dead one is a misuse. */
SRING_INLINE_ void sring_buf_claim(struct sring_buf *buf) SRING_PRODUCES(*buf);

/* --- bodies ------------------------------------------------------------------------------- */

#define SRING_BUF_LIVE_(buf) ((buf)->block_ && (buf)->block_->owner_ == (buf)->token_)

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_buf_block_(const struct sring_buf *buf,
                                                    const char *function)
{
    SRING_PROVE_(buf->block_, sring_error_buf_gone_);
    if (__builtin_expect(!SRING_BUF_LIVE_(buf), 0)) { /* told so, gcc -O1 proves one loop more */
        sring_misuse_(function, "a buffer that is yours", "a buffer that was given away or freed");
    }
    return buf->block_;
}

SRING_INLINE_ void sring_block_set_length_(struct sring_block_ *block, size_t length,
                                           const char *function)
{
    if (SRING_UNLIKELY_(length > block->capacity_)) {
        sring_misuse_(function, "a length within the buffer's capacity", "a larger one");
    }
    block->length_ = (uint32_t)length;
}

/* Private. What alloc and adopt end with: the first handle of a new block. */
SRING_INLINE_ int sring_buf_first_(struct sring_buf *buf, struct sring_block_ *block, int rc)
{
    buf->block_ = SRING_NOTHING_;
    buf->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        buf->block_ = block;
        buf->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ int sring_buf_alloc(struct sring_buf *buf, size_t capacity)
{
    struct sring_block_ *block = NULL;
    int rc = sring_buf_alloc_(capacity, &block);

    return sring_buf_first_(buf, block, rc);
}

SRING_INLINE_ int sring_buf_adopt(struct sring_buf *buf, void *data, size_t capacity,
                                  sring_free_fn *free, void *arg)
{
    struct sring_block_ *block = NULL;
    int rc = sring_buf_adopt_(data, capacity, free, arg, &block);

    return sring_buf_first_(buf, block, rc);
}

SRING_INLINE_ void sring_buf_free(struct sring_buf *buf)
{
    struct sring_block_ *block = sring_buf_block_(buf, __func__);

    buf->block_ = NULL;
    sring_block_free_(block);
}

SRING_INLINE_ unsigned char *sring_buf_data(struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->data_;
}

SRING_INLINE_ size_t sring_buf_capacity(const struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->capacity_;
}

SRING_INLINE_ size_t sring_buf_length(const struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->length_;
}

SRING_INLINE_ void sring_buf_set_length(struct sring_buf *buf, size_t length)
{
    sring_block_set_length_(sring_buf_block_(buf, __func__), length, __func__);
}

SRING_INLINE_ void sring_buf_move(struct sring_buf *to, struct sring_buf *from)
{
    struct sring_block_ *block = sring_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_buf_stash(struct sring_buf *buf)
{
    (void)sring_buf_block_(buf, __func__);
}

SRING_INLINE_ void sring_buf_claim(struct sring_buf *buf)
{
    SRING_LAUNDER_(buf->block_);
    (void)sring_buf_block_(buf, __func__);
}

SRING_END_C_

#endif /* SRING_BUF_H */
