/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: open, close, release, seek, time limits, state.
 */
#include "api/byte_stream.h"
#include "base/list.h"

#include <sring/ops/close.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_SIZE 16384 /* bytes of a buffer */

/* --- open ----------------------------------------------------------------------------------- */

/* Finds out what the file is. Returns 0 or -errno. */
static int look_at(struct byte_stream *stream, int raw, enum sring_stream_direction *direction)
{
    struct stat stat;
    int flags, type;
    off_t position;
    socklen_t length = sizeof(type);

    if (fstat(raw, &stat)) {
        return -errno;
    }
    if (S_ISDIR(stat.st_mode)) {
        return -EISDIR;
    }
    stream->is_pipe = S_ISFIFO(stat.st_mode);
    stream->is_socket = S_ISSOCK(stat.st_mode);
    if (stream->is_socket) {
        return getsockopt(raw, SOL_SOCKET, SO_TYPE, &type, &length) ? -errno
               : type == SOCK_STREAM                                ? 0
                                                                    : -ESOCKTNOSUPPORT;
    }
    flags = fcntl(raw, F_GETFL);
    if (flags < 0 || flags & O_PATH) {
        return -EBADF;
    }
    if (*direction == SRING_STREAM_BOTH && (flags & O_ACCMODE) != O_RDWR) {
        *direction = (flags & O_ACCMODE) == O_RDONLY ? SRING_STREAM_READ : SRING_STREAM_WRITE;
    }
    stream->appends = flags & O_APPEND;
    position = stream->is_pipe ? -1 : lseek(raw, 0, SEEK_CUR);
    stream->seeks = position >= 0;
    stream->position = stream->seeks ? (uint64_t)position : 0;
    return 0;
}

static SRING_TRUSTED int take_buffer(struct stream_side *side, size_t size, struct sring_pool *pool,
                                     const void *made_at)
{
    int rc;

    if (pool) {
        struct sring_pooled_buf pooled;

        rc = sring_pool_get(pool, &pooled);
        if (rc) {
            return rc;
        }
        sring_pooled_buf_unwrap(&pooled, &side->buf);
    } else {
        struct sring_block_ *block = NULL;

        rc = sring_buf_alloc_(size ? size : DEFAULT_SIZE, &block);
        rc = sring_buf_first_(&side->buf, block, rc);
        if (rc) {
            return rc;
        }
        __atomic_store_n(&block->made_at_, made_at, __ATOMIC_RELAXED); /* not this function */
    }
    side->data = sring_buf_data(&side->buf);
    side->capacity = (uint32_t)sring_buf_capacity(&side->buf);
    return 0;
}

/* One that is in flight belongs to its operation. */
static SRING_TRUSTED void free_buffer(struct stream_side *side)
{
    if (side->capacity && !side->number) {
        sring_buf_free(&side->buf);
    }
}

/* Frees everything but the file. */
static void destroy(struct byte_stream *stream)
{
    free_buffer(&stream->in);
    free_buffer(&stream->out);
    sring_bytes_close_pipe(stream);
    if (stream->link) {
        SRING_LIST_REMOVE(stream, next, link);
    }
    sring_block_release(stream->block);
    free(stream);
}

static int fill_in(struct byte_stream *stream, const struct sring_stream_options *options)
{
    enum sring_stream_direction direction = options->direction;
    int rc;

    if (direction > SRING_STREAM_WRITE) {
        return -EINVAL;
    }
    rc = look_at(stream, sring_bytes_raw(stream), &direction);
    if (!rc && direction != SRING_STREAM_WRITE) {
        rc = take_buffer(&stream->in, options->read_size, options->pool, stream->made_at);
    }
    if (!rc && direction != SRING_STREAM_READ) {
        rc = take_buffer(&stream->out, options->write_size, options->pool, stream->made_at);
    }
    return rc;
}

int sring_stream_open_(struct sring *ring, struct sring_block_ **block, uint64_t word,
                       const struct sring_stream_options *options)
{
    static const struct sring_stream_options defaults;
    struct byte_stream *stream;
    int rc;

    sring_check_owner_(ring, "sring_stream_open");
    if (ring->core_->kernel.only_transfers) {
        return -EOPNOTSUPP;
    }
    stream = calloc(1, sizeof(*stream));
    if (!stream) {
        return -ENOMEM;
    }
    stream->block = sring_block_new((unsigned char *)stream, 0, NULL, NULL);
    if (!stream->block) {
        free(stream);
        return -ENOMEM;
    }
    stream->ring = ring;
    stream->fd.word_ = word;
    stream->in.limit = stream->out.limit = SRING_FOREVER;
    stream->pipe[0] = stream->pipe[1] = -1;
    stream->made_at = __builtin_return_address(0);
    rc = fill_in(stream, options ? options : &defaults);
    if (rc) {
        destroy(stream);
        return rc;
    }
    SRING_LIST_INSERT(&ring->core_->byte_streams, stream, next, link);
    *block = stream->block;
    return 0;
}

/* --- close ---------------------------------------------------------------------------------- */

static int64_t send_body(struct sring *ring, struct stream_call *call)
{
    return sring_bytes_send(ring, call->stream, call->function);
}

/* Sends what was written, unless an error stays. Returns 0 or -errno. */
static int send_all(struct sring *ring, struct byte_stream *stream, const char *function)
{
    struct stream_call call = {.stream = stream, .function = function, .body = send_body};

    if (stream->out.error || stream->out.start == stream->out.end) {
        return stream->out.error;
    }
    return (int)sring_bytes_run(ring, &stream->out, &call);
}

/* Closes the file, with an operation unless none can begin. Returns its result. */
static SRING_TRUSTED int close_file(struct sring *ring, struct sring_fd *fd)
{
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    struct sring_close_building op;
    const int raw = sring_fd_raw(fd);
    int rc;

    if (sring_close_init(ring, &op)) {
        sring_fd_close_(ring, raw);
        return 0;
    }
    sring_fd_forget_(raw);
    sring_close_submit(ring, &op, fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    rc = sring_close_finish(&done);
    return rc == -EINTR ? 0 : rc; /* it is closed all the same */
}

int sring_stream_close_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_stream_close";
    struct byte_stream *stream = (struct byte_stream *)(void *)block->data_;
    int sent, closed, error;

    sring_check_owner_(ring, function);
    (void)sring_bytes_enter(ring, block, true, true, function);
    block->owner_ = 0; /* while this waits, the handle is dead */
    sent = send_all(ring, stream, function);
    sring_bytes_end_left(ring, stream, &stream->in, function);
    sring_bytes_end_left(ring, stream, &stream->out, function);
    closed = close_file(ring, &stream->fd);
    error = stream->error ? stream->error : sent ? sent : closed;
    destroy(stream);
    (void)sring_free_due(ring);
    return error;
}

int sring_stream_release_(struct sring *ring, struct sring_block_ *block, uint64_t *word)
{
    static const char function[] = "sring_stream_release";
    struct byte_stream *stream = sring_bytes_enter(ring, block, true, true, function);
    int rc = send_all(ring, stream, function);
    uint32_t unread;

    if (rc) {
        return rc;
    }
    sring_bytes_end_left(ring, stream, &stream->in, function);
    unread = sring_bytes_count(&stream->in);
    if (stream->seeks) {
        (void)lseek(sring_bytes_raw(stream), (off_t)(stream->position - unread), SEEK_SET);
    } else if (unread) {
        return -ENOTEMPTY;
    }
    *word = stream->fd.word_;
    destroy(stream);
    return 0;
}

void sring_byte_streams_close(struct sring_core_ *core)
{
    const bool tells = core->byte_streams && sring_is_development();

    while (core->byte_streams) {
        struct byte_stream *stream = core->byte_streams;
        const int raw = sring_bytes_raw(stream);

        if (tells) {
            fprintf(stderr,
                    "sring: sring_close closes a stream that was left open; %" PRIu32
                    " %s written to it and not sent; it was opened at ",
                    sring_bytes_count(&stream->out),
                    sring_bytes_count(&stream->out) == 1 ? "byte was" : "bytes were");
            sring_print_place(stream->made_at, stderr);
        }
        sring_fd_forget_(raw);
        close(raw);
        destroy(stream);
    }
    if (tells) {
        sring_print_how_to_find_lines();
    }
}
