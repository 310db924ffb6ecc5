/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The reads and writes of FILEs on a ring, and what those that were left have moved.
 *
 * The position is that of the open file, as with any FILE: other descriptors of it (dup, a child, a
 * redirection of the shell) see it move. So a read or write has no offset.
 */
#include "api/cookie.h"
#include "engine/fiber.h"

#include <sring/ops/read.h>
#include <sring/ops/write.h>
#include <sring/ticket.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST ((size_t)0x7ffff000) /* bytes in one operation */
#define MOST_OWN ((size_t)262144) /* with the cookie's buffer */

/* --- memory --------------------------------------------------------------------------------- */

static void free_memory(void *memory, void *arg)
{
    (void)arg;
    free(memory);
}

/* Returns 0 or -ENOMEM. */
static int make_own(struct sring_cookie *cookie, size_t size)
{
    const size_t capacity = size > SRING_FILE_BUFFER ? MOST_OWN : SRING_FILE_BUFFER;
    struct sring_block_ *block = cookie->own.block_;
    void *memory;

    if (block && block->capacity_ >= size) {
        return 0;
    }
    if (posix_memalign(&memory, sring_alignment(capacity), capacity)) {
        return -ENOMEM;
    }
    sring_cookie_drop(&cookie->own);
    block = sring_block_new(memory, capacity, free_memory, NULL);
    if (!block) {
        free(memory);
        return -ENOMEM;
    }
    cookie->own = (struct sring_buf){.block_ = block, .token_ = block->owner_};
    return 0;
}

/* Prepares the memory of an operation, see cookie.h. Returns 0 or -ENOMEM. */
static int prepare(struct sring_cookie *cookie, const void *data, size_t size)
{
    const bool lends = sring_fiber_current(cookie->core);
    const size_t most = lends ? MOST : MOST_OWN;
    struct sring_block_ *block = cookie->lent.block_;

    cookie->moves = lends ? &cookie->lent : &cookie->own;
    cookie->count = size < most ? size : most;
    if (lends) {
        block->data_ = (unsigned char *)(uintptr_t)data;
        block->capacity_ = cookie->count;
        cookie->lent.token_ = block->owner_;
    } else if (make_own(cookie, cookie->count)) {
        return -ENOMEM;
    } else if (cookie->writes) {
        memcpy(cookie->own.block_->data_, data, cookie->count);
    }
    cookie->moves->block_->length_ = (uint32_t)cookie->count;
    return 0;
}

/* --- operations ----------------------------------------------------------------------------- */

static SRING_TRUSTED int begin_read(struct sring_cookie *cookie)
{
    struct sring *ring = cookie->core->ring;
    struct sring_read_submitted inflight;
    struct sring_read_building op;
    int rc = sring_read_init(ring, &op, &cookie->fd);

    if (!rc) {
        sring_read_set_range(&op, 0, cookie->count);
        sring_read_submit(ring, &op, cookie->moves, &inflight);
        cookie->number = inflight.number_;
    }
    return rc;
}

/* What is lent may be the program's, which may read it meanwhile. */
static SRING_TRUSTED int begin_write(struct sring_cookie *cookie)
{
    struct sring_block_ *block = cookie->moves->block_;
    struct sring *ring = cookie->core->ring;
    struct sring_write_submitted inflight;
    struct sring_write_building op;
    int rc = sring_write_init(ring, &op, &cookie->fd);

    if (!rc) {
        sring_write_submit(ring, &op, cookie->moves, &inflight);
        cookie->number = inflight.number_;
        sring_unpoison(block->data_, block->capacity_);
    }
    return rc;
}

/* Keeps up with the position of the open file. The kernel does not move it if an operation has an
 * error behind a part that was done (seen with Linux 6.18). */
static void follow(struct sring_cookie *cookie, size_t done)
{
    const int raw = sring_cookie_raw(cookie);

    if (cookie->writes && cookie->appends) {
        cookie->at = done < cookie->count ? lseek(raw, 0, SEEK_END) : -1;
    } else if (cookie->at >= 0 && done < cookie->count) {
        const off_t now = lseek(raw, 0, SEEK_CUR);

        cookie->at = now == cookie->at ? lseek(raw, (off_t)done, SEEK_CUR) : now;
    } else if (cookie->at >= 0) {
        cookie->at += (off_t)done;
    }
}

/* Waits for the operation in flight. Returns its result. */
static int end(struct sring_cookie *cookie)
{
    struct sring_taken_ taken =
        sring_take_(cookie->core->ring, cookie->number, SRING_USES_BLOCK_, sring_cookie_function);

    cookie->number = 0;
    cookie->moves->token_ = sring_give_back_(taken.block, taken.number);
    cookie->moves->block_ = taken.block;
    if (taken.result > 0) {
        follow(cookie, (size_t)taken.result);
    }
    return taken.result;
}

/* --- what was left -------------------------------------------------------------------------- */

/* What a read has brought that was left is read again, or delivered to the next one. */
static void keep(struct sring_cookie *cookie, size_t count)
{
    const int raw = sring_cookie_raw(cookie);
    const off_t now = lseek(raw, 0, SEEK_CUR);

    if (now >= 0 && lseek(raw, -(off_t)count, SEEK_CUR) == now - (off_t)count) {
        cookie->at = now - (off_t)count;
    } else if (cookie->moves == &cookie->own) {
        cookie->kept = cookie->own;
        cookie->kept_start = 0;
        cookie->kept_end = count;
        cookie->own.block_ = NULL;
    }
}

/* glibc has sought back before the write, if it had read ahead, and does so again. */
static void seek_ahead(struct sring_cookie *cookie)
{
#if defined(__GLIBC__)
    const FILE *file = cookie->file;
    const off_t sought = file->_IO_read_end - file->_IO_write_base;
    const off_t at = sought ? lseek(sring_cookie_raw(cookie), sought, SEEK_CUR) : -1;

    cookie->at = at >= 0 ? at : cookie->at;
#else
    (void)cookie;
#endif
}

static int take_kept(struct sring_cookie *cookie, void *data, size_t size)
{
    const size_t kept = cookie->kept_end - cookie->kept_start;
    const size_t count = size < kept ? size : kept;

    memcpy(data, cookie->kept.block_->data_ + cookie->kept_start, count);
    cookie->kept_start += count;
    if (count == kept) {
        sring_cookie_drop(&cookie->kept);
    }
    return (int)count;
}

void sring_cookie_settle_marked(struct sring_cookie *cookie)
{
    int rc;

    if (!cookie->number) {
        return;
    }
    (void)sring_cancel_(cookie->core->ring, (struct sring_ticket){cookie->number});
    rc = end(cookie);
    if (cookie->writes) {
        cookie->offer.done += rc > 0 ? (size_t)rc : 0;
        seek_ahead(cookie);
    } else if (rc > 0) {
        keep(cookie, (size_t)rc);
    }
}

static unsigned settle(struct sring *ring, void *cookie)
{
    (void)ring;
    sring_cookie_settle_marked(cookie);
    return 0;
}

void sring_cookie_settle(struct sring_cookie *cookie)
{
    if (cookie->number) {
        (void)sring_call_marked(cookie->core->ring, &cookie->mark, settle, cookie);
    }
}

/* Other C libraries than glibc do not tell, and drop what is in the buffer. */
static bool is_in_buffer(const FILE *file, const char *data)
{
#if defined(__GLIBC__)
    return data >= file->_IO_buf_base && data < file->_IO_buf_end;
#else
    (void)file;
    (void)data;
    return false;
#endif
}

size_t sring_cookie_written(struct sring_cookie *cookie, const char *data, size_t size)
{
    const struct sring_offer offer = cookie->offer;
    const struct sring_block_ *own = cookie->own.block_;

    cookie->offer.data = NULL;
    if (data != offer.data || size < offer.size || !is_in_buffer(cookie->file, data) || !own ||
        memcmp(own->data_, data + offer.from, cookie->count) != 0) {
        return 0; /* other bytes */
    }
    return offer.done;
}

size_t sring_cookie_ahead(const struct sring_cookie *cookie)
{
    const struct sring_offer *offer = &cookie->offer;

    return offer->data && is_in_buffer(cookie->file, offer->data) ? offer->done : 0;
}

/* --- transfers ------------------------------------------------------------------------------ */

struct transfer {
    struct sring_cookie *cookie;
    void *data;
    const void *written;
    size_t size;
    int rc;
};

static int move_once(const struct transfer *it)
{
    struct sring_cookie *cookie = it->cookie;
    int rc;

    cookie->writes = !it->data;
    rc = prepare(cookie, it->data ? it->data : it->written, it->size);
    sring_keep_to_free(cookie->core->ring, true);
    rc = rc ? rc : it->data ? begin_read(cookie) : begin_write(cookie);
    sring_keep_to_free(cookie->core->ring, false);
    rc = rc ? rc : end(cookie);
    if (rc > 0 && it->data && cookie->moves == &cookie->own) {
        memcpy(it->data, cookie->own.block_->data_, (size_t)rc);
    }
    return rc;
}

/* A worker of the kernel gives up with -EINTR if the process is stopped. */
static unsigned move_marked(struct sring *ring, void *arg)
{
    struct transfer *it = arg;

    (void)ring;
    do {
        it->rc = move_once(it);
    } while (it->rc == -EINTR);
    return 0;
}

int sring_cookie_transfer(struct sring_cookie *cookie, void *data, const void *written, size_t size)
{
    struct transfer it = {.cookie = cookie, .data = data, .written = written, .size = size};

    if (data && cookie->kept.block_) {
        return take_kept(cookie, data, size);
    }
    (void)sring_call_marked(cookie->core->ring, &cookie->mark, move_marked, &it);
    cookie->offer.data = NULL;
    return it.rc;
}
