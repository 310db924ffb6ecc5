/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Vectors of buffers.
 *
 * A vector is a block. Its data are an iovec array, then an array with the blocks of the buffers;
 * its length is the number of buffers. The block of a buffer in a vector has owner 0. It gets a new
 * token when it is taken out.
 */
#include "memory/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#define ENTRY (sizeof(struct iovec) + sizeof(struct sring_block_ *))

/* Tokens made here have this bit; no others do. */
#define MARK (SRING_TOKEN_ | 32)

/* Defined only in a program that is built with MemorySanitizer, which does not track writes by the
 * kernel. */
__attribute__((weak)) void __msan_unpoison(void const volatile *address, size_t size);

static _Atomic uint64_t tokens = SRING_TOKEN_STEP_;

static struct iovec *parts(const struct sring_block_ *vec)
{
    return (struct iovec *)(void *)vec->data_;
}

static size_t room(const struct sring_block_ *vec)
{
    return vec->capacity_ / ENTRY;
}

/* Returns the array of blocks behind `room` iovecs. Unused entries are NULL. */
static struct sring_block_ **blocks_in(void *data, size_t room)
{
    return (struct sring_block_ **)(void *)((struct iovec *)data + room);
}

static struct sring_block_ **blocks(const struct sring_block_ *vec)
{
    return blocks_in(vec->data_, room(vec));
}

/* Free function of a vector: frees its buffers. `arg` is the room. */
static void free_vec(void *data, void *arg)
{
    size_t room = (uintptr_t)arg;

    for (size_t i = 0; i < room && blocks_in(data, room)[i]; i++) {
        sring_block_free_(blocks_in(data, room)[i]);
    }
    free(data);
}

int sring_vec_init_(uint32_t wanted, struct sring_block_ **vec)
{
    unsigned char *data;

    if (wanted < 1 || wanted > SRING_VEC_MOST) {
        return -EINVAL;
    }
    data = malloc(wanted * ENTRY);
    *vec = data ? sring_block_new(data, wanted * ENTRY, free_vec, (void *)(uintptr_t)wanted) : NULL;
    if (!*vec) {
        free(data);
        return -ENOMEM;
    }
    memset(data, 0, wanted * ENTRY);
    return 0;
}

void sring_vec_push_(struct sring_block_ *vec, struct sring_block_ *block)
{
    if (vec->length_ == room(vec)) {
        sring_misuse_("sring_vec_push", "a vector with room for one more buffer", "a full one");
    }
    block->owner_ = 0;
    blocks(vec)[vec->length_++] = block;
}

struct sring_block_ *sring_vec_at_(const struct sring_block_ *vec, uint32_t index,
                                   const char *function)
{
    if (index >= vec->length_) {
        sring_misuse_(function, "an index below the number of buffers in the vector",
                      "a larger one");
    }
    return blocks(vec)[index];
}

struct sring_block_ *sring_vec_take_(struct sring_block_ *vec, uint32_t index)
{
    struct sring_block_ *block = sring_vec_at_(vec, index, "sring_vec_take");
    struct sring_block_ **place = &blocks(vec)[index];

    vec->length_--;
    memmove(place, place + 1, (vec->length_ - index) * sizeof(struct sring_block_ *));
    blocks(vec)[vec->length_] = NULL;
    block->owner_ =
        MARK | atomic_fetch_add_explicit(&tokens, SRING_TOKEN_STEP_, memory_order_relaxed);
    return block;
}

/* Returns the bytes of a buffer that an operation may use: the capacity if it fills the buffer,
 * else the length. */
static size_t usable(const struct sring_block_ *block, bool reads)
{
    return reads ? block->capacity_ : block->length_;
}

static size_t total(const struct sring_block_ *vec, bool reads)
{
    size_t sum = 0;

    for (uint32_t i = 0; i < vec->length_; i++) {
        sum += usable(blocks(vec)[i], reads);
    }
    return sum;
}

size_t sring_vec_total_(const struct sring_block_ *vec)
{
    return total(vec, false);
}

void sring_vec_check_start_(const struct sring_block_ *vec, size_t start, bool reads,
                            const char *function)
{
    if (start > total(vec, reads)) {
        sring_misuse_(function, "a range within the vector", "one that starts behind its end");
    }
}

/* If the buffers are to be filled, the length of each becomes the part before `start`. */
void sring_vec_lend_(struct sring_block_ *vec, size_t start, size_t count, bool reads,
                     const char *function)
{
    sring_vec_check_start_(vec, start, reads, function);
    for (uint32_t i = 0; i < vec->length_; i++) {
        struct sring_block_ *block = blocks(vec)[i];
        struct iovec *part = &parts(vec)[i];
        size_t size = usable(block, reads);
        size_t before = start < size ? start : size;

        part->iov_base = block->data_ + before;
        part->iov_len = size - before < count ? size - before : count;
        start -= before;
        count -= part->iov_len;
        if (reads) {
            block->length_ = (uint32_t)before;
        }
        sring_poison(block->data_, block->capacity_);
    }
}

void sring_vec_return_(struct sring_block_ *vec, int filled)
{
    size_t left = filled > 0 ? (size_t)filled : 0;

    for (uint32_t i = 0; i < vec->length_; i++) {
        struct sring_block_ *block = blocks(vec)[i];
        const struct iovec *part = &parts(vec)[i];
        size_t here = left < part->iov_len ? left : part->iov_len;

        sring_unpoison(block->data_, block->capacity_);
        if (__msan_unpoison) {
            __msan_unpoison(part->iov_base, here);
        }
        block->length_ += (uint32_t)here;
        left -= here;
    }
}
