/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The main part of cp: every block of the file is a small state machine of callbacks
 *
 *     copying:    copy_next -> on_read -> on_write -> copy_next ...
 *     verifying:  verify_next -> on_source -> on_copy -> verify_next ...
 *
 * and its buffer has one owner at a time: the kernel while an operation is in flight, the callback
 * while it runs, and the block (stashed there) when there is no more work.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Stores the first error. Nothing is printed here: other blocks are still in flight. */
void fail(struct copy *copy, int error, const char *what, const char *name)
{
    if (!copy->error) {
        copy->error = error;
        snprintf(copy->failure, sizeof(copy->failure), "%s %s: %s", what, quote(name),
                 strerror(-error));
    }
}

bool stopped(const struct copy *copy)
{
    return copy->error || interrupted();
}

/* --- copying --------------------------------------------------------------------------------- */

static void write_piece(struct sring *ring, struct block *block, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
SRING_READ_AT_CALLBACK(on_read);
SRING_WRITE_AT_CALLBACK(on_write);

/* Skips a hole at `copy->next`, and finds the end of the data after it. A file system without holes
 * reports that everything is data. */
static void skip_hole(struct copy *copy, int in)
{
    off_t data = lseek(in, (off_t)copy->next, SEEK_DATA);
    off_t hole;

    if (data < 0) {
        data = errno == ENXIO ? (off_t)copy->size : (off_t)copy->next;
    }
    if (data > (off_t)copy->size) {
        data = (off_t)copy->size;
    }
    hole = lseek(in, data, SEEK_HOLE);
    copy->finished += (uint64_t)data - copy->next;
    copy->next = (uint64_t)data;
    copy->data_end = hole > data && hole < (off_t)copy->size ? (uint64_t)hole : copy->size;
}

/* Gives the block its next piece of the source. After the source's initial size one block, the
 * tail, reads on to the end of the file: the source may have grown, or its size may be unknown, as
 * in /proc. Returns whether there was a piece. */
static bool next_piece(struct copy *copy, struct block *block) SRING_REQUIRES_SHARED(copy->in)
{
    uint64_t room;

    if (copy->holes && copy->next < copy->size && copy->next >= copy->data_end) {
        skip_hole(copy, sring_fd_raw(&copy->in));
    }
    block->offset = copy->next;
    if (copy->next < copy->size) {
        room = (copy->holes ? copy->data_end : copy->size) - copy->next;
        block->left = room < BLOCK_SIZE ? (size_t)room : BLOCK_SIZE;
        copy->next += block->left;
        return true;
    }
    block->offset = copy->size;
    block->left = BLOCK_SIZE;
    block->tail = !copy->tail_taken;
    copy->tail_taken = true;
    return block->tail;
}

/* Ends the block's work. */
static void retire(struct block *block, struct sring_buf *buf) SRING_CONSUMES(*buf)
{
    sring_buf_move(&block->buf, buf);
    sring_buf_stash(&block->buf);
}

/* Reads the rest of the block's piece, or the next piece. */
static void copy_next(struct sring *ring, struct block *block, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    struct copy *copy = block->copy;
    struct sring_read_at_building op;
    int rc;

    sring_fd_borrow(&copy->in);
    if (stopped(copy) || (block->left == 0 && !next_piece(copy, block))) {
        sring_fd_return(&copy->in);
        retire(block, buf);
        return;
    }
    rc = sring_read_at_init(ring, &op, &copy->in, block->offset);
    sring_fd_return(&copy->in);
    if (rc) {
        fail(copy, rc, "cannot read", copy->source);
        retire(block, buf);
        return;
    }
    sring_read_at_set_range(&op, 0, block->left);
    sring_read_at_start(ring, &op, buf, on_read, block);
}

SRING_READ_AT_CALLBACK(on_read)
{
    struct block *block = arg;
    struct copy *copy = block->copy;
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);

    if (n > 0) {
        write_piece(ring, block, &buf);
        return;
    }
    if (n < 0 && n != -EINTR) {
        fail(copy, n, "error reading", copy->source);
    } else if (n == 0 && block->tail) {
        retire(block, &buf);
        return;
    } else if (n == 0) { /* the source has become shorter */
        copy->tail_taken = true;
        if (block->offset < copy->size) {
            copy->size = block->offset;
        }
        block->left = 0;
    }
    copy_next(ring, block, &buf);
}

static void write_piece(struct sring *ring, struct block *block, struct sring_buf *buf)
{
    struct copy *copy = block->copy;
    struct sring_write_at_building op;
    int rc;

    sring_fd_borrow(&copy->out);
    rc = sring_write_at_init(ring, &op, &copy->out, block->offset);
    sring_fd_return(&copy->out);
    if (rc) {
        fail(copy, rc, "cannot write", copy->destination);
        retire(block, buf);
        return;
    }
    sring_write_at_start(ring, &op, buf, on_write, block);
}

/* The written bytes are done. After a short read or write the rest of the piece is read next. */
SRING_WRITE_AT_CALLBACK(on_write)
{
    struct block *block = arg;
    struct copy *copy = block->copy;
    struct sring_buf buf;
    int n = sring_write_at_finish(done, &buf);

    if (n > 0) {
        block->offset += (uint64_t)n;
        copy->finished += (uint64_t)n;
        if (block->tail) {
            copy->size = block->offset;
        } else {
            block->left -= (size_t)n;
        }
        progress_update(&copy->progress, copy->finished, copy->size);
    } else if (n != -EINTR) {
        fail(copy, n ? n : -EIO, "error writing", copy->destination);
    }
    copy_next(ring, block, &buf);
}

/* --- verifying ------------------------------------------------------------------------------- */

SRING_READ_AT_CALLBACK(on_source);
SRING_READ_AT_CALLBACK(on_copy);

/* Reads the next piece of the source, including holes. */
static void verify_next(struct sring *ring, struct block *block, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    struct copy *copy = block->copy;
    struct sring_read_at_building op;
    int rc;

    if (block->left == 0 && copy->next < copy->size) {
        uint64_t room = copy->size - copy->next;

        block->offset = copy->next;
        block->left = room < BLOCK_SIZE ? (size_t)room : BLOCK_SIZE;
        copy->next += block->left;
    }
    if (stopped(copy) || block->left == 0) {
        retire(block, buf);
        return;
    }
    sring_fd_borrow(&copy->in);
    rc = sring_read_at_init(ring, &op, &copy->in, block->offset);
    sring_fd_return(&copy->in);
    if (rc) {
        fail(copy, rc, "cannot read", copy->source);
        retire(block, buf);
        return;
    }
    sring_read_at_set_range(&op, 0, block->left);
    sring_read_at_start(ring, &op, buf, on_source, block);
}

/* The source was read; reads the same amount of the copy. */
SRING_READ_AT_CALLBACK(on_source)
{
    struct block *block = arg;
    struct copy *copy = block->copy;
    struct sring_read_at_building op;
    struct sring_buf buf;
    int n = sring_read_at_finish(done, &buf);
    int rc;

    if (n < 0 && n != -EINTR) {
        fail(copy, n, "error reading", copy->source);
    }
    if (n < 0 || stopped(copy)) {
        verify_next(ring, block, &buf);
        return;
    }
    retire(block, &buf);
    sring_fd_borrow(&copy->out);
    rc = sring_read_at_init(ring, &op, &copy->out, block->offset);
    sring_fd_return(&copy->out);
    if (rc) {
        fail(copy, rc, "cannot read", copy->destination);
        return;
    }
    sring_read_at_set_range(&op, 0, block->left);
    sring_buf_claim(&block->other);
    sring_read_at_start(ring, &op, &block->other, on_copy, block);
}

/* Compares the bytes of both; there should be `block->left` bytes. */
static void compare(struct block *block, struct sring_buf *buf, struct sring_buf *other)
    SRING_REQUIRES(*buf) SRING_REQUIRES(*other)
{
    struct copy *copy = block->copy;
    size_t length = sring_buf_length(buf);

    if (sring_buf_length(other) < length) {
        length = sring_buf_length(other);
    }
    if (length == 0 || memcmp(sring_buf_data(buf), sring_buf_data(other), length) != 0) {
        if (!copy->error) {
            copy->error = -EIO;
            snprintf(copy->failure, sizeof(copy->failure),
                     "verification failed: the copy of %s differs near byte %" PRIu64,
                     quote(copy->source), block->offset);
        }
        return;
    }
    block->offset += length;
    block->left -= length;
    copy->finished += length;
    progress_update(&copy->progress, copy->finished, copy->size);
}

SRING_READ_AT_CALLBACK(on_copy)
{
    struct block *block = arg;
    struct copy *copy = block->copy;
    struct sring_buf buf, other;
    int n = sring_read_at_finish(done, &other);

    sring_buf_claim(&block->buf);
    sring_buf_move(&buf, &block->buf);
    if (n >= 0) {
        compare(block, &buf, &other);
    } else if (n != -EINTR) {
        fail(copy, n, "error reading", copy->destination);
    }
    sring_buf_move(&block->other, &other);
    sring_buf_stash(&block->other);
    verify_next(ring, block, &buf);
}

/* --- all blocks ------------------------------------------------------------------------------ */

/* Starts a pass over the file. */
static void begin(struct copy *copy, const char *label)
{
    copy->next = 0;
    copy->finished = 0;
    progress_begin(&copy->progress, label);
}

/* Runs the callbacks until every block has retired. */
static void finish(struct sring *ring, struct copy *copy) SRING_REQUIRES(*ring)
{
    int rc = sring_run(ring);

    if (rc) {
        fail(copy, rc, "error copying", copy->source);
    }
    progress_end(&copy->progress, copy->finished, copy->size);
}

void copy_blocks(struct sring *ring, struct copy *copy, struct block *blocks)
{
    begin(copy, "copying");
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i].left = 0;
        sring_buf_claim(&blocks[i].buf);
        copy_next(ring, &blocks[i], &blocks[i].buf);
    }
    finish(ring, copy);
}

void verify_blocks(struct sring *ring, struct copy *copy, struct block *blocks)
{
    begin(copy, "verifying");
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i].left = 0;
        sring_buf_claim(&blocks[i].buf);
        verify_next(ring, &blocks[i], &blocks[i].buf);
    }
    finish(ring, copy);
}

void blocks_free(struct block *blocks, int count)
{
    for (int i = 0; i < count; i++) {
        sring_buf_claim(&blocks[i].buf);
        sring_buf_free(&blocks[i].buf);
        sring_buf_claim(&blocks[i].other);
        sring_buf_free(&blocks[i].other);
    }
}

/* Returns 0 or -errno. */
int blocks_alloc(struct copy *copy, struct block *blocks)
{
    for (int i = 0; i < BLOCKS; i++) {
        int rc = sring_buf_alloc(&blocks[i].buf, BLOCK_SIZE);

        if (rc) {
            blocks_free(blocks, i);
            return rc;
        }
        rc = sring_buf_alloc(&blocks[i].other, BLOCK_SIZE);
        if (rc) {
            sring_buf_free(&blocks[i].buf);
            blocks_free(blocks, i);
            return rc;
        }
        sring_buf_stash(&blocks[i].buf);
        sring_buf_stash(&blocks[i].other);
        blocks[i].copy = copy;
    }
    return 0;
}
