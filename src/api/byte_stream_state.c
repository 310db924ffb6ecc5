/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: position, time limits, errors and counts.
 */
#include "api/byte_stream.h"

#include <string.h>
#include <unistd.h>

/* Returns the position of the next byte that the program reads or writes. With O_APPEND it is not
 * known before what was written is sent. */
static int64_t tell(const struct byte_stream *stream)
{
    return (int64_t)(stream->position - sring_bytes_count(&stream->in) +
                     sring_bytes_count(&stream->out));
}

/* Returns the new position or -errno. */
static int64_t target_of(const struct byte_stream *stream, int64_t offset, int whence)
{
    int64_t from = 0, target;

    if (whence == SEEK_CUR) {
        from = tell(stream);
    } else if (whence == SEEK_END) {
        from = lseek(sring_bytes_raw(stream), 0, SEEK_END);
    } else if (whence != SEEK_SET) {
        return -EINVAL;
    }
    if (from < 0) {
        return -errno;
    }
    return __builtin_add_overflow(from, offset, &target) || target < 0 ? -EINVAL : target;
}

static int64_t seek_body(struct sring *ring, struct stream_call *call)
{
    struct byte_stream *stream = call->stream;
    struct stream_side *in = &stream->in;
    int64_t rc = sring_bytes_send(ring, stream, call->function);
    int64_t target, ahead;

    if (rc) {
        return rc;
    }
    target = target_of(stream, (int64_t)call->count, (int)call->size);
    if (target < 0) {
        return target;
    }
    ahead = target - tell(stream);
    if (ahead >= 0 && ahead <= (int64_t)sring_bytes_count(in)) {
        in->start += (uint32_t)ahead;
    } else {
        in->start = in->end = 0;
        stream->position = (uint64_t)target;
    }
    return target;
}

int64_t sring_stream_seek_(struct sring *ring, struct sring_block_ *block, int64_t offset,
                           int whence)
{
    static const char function[] = "sring_stream_seek";
    struct stream_call call = {.stream = sring_bytes_enter(ring, block, true, true, function),
                               .function = function,
                               .size = (size_t)whence,
                               .count = (uint64_t)offset,
                               .body = seek_body};

    if (!call.stream->seeks) {
        return -ESPIPE;
    }
    if (!offset && whence == SEEK_CUR &&
        (!call.stream->appends || !sring_bytes_count(&call.stream->out))) {
        return tell(call.stream);
    }
    return sring_bytes_run(ring, &call.stream->out, &call);
}

void sring_stream_set_time_limit_(struct sring_block_ *block, enum sring_stream_direction direction,
                                  uint64_t nanoseconds)
{
    struct byte_stream *stream = (struct byte_stream *)(void *)block->data_;

    if (direction != SRING_STREAM_WRITE) {
        stream->in.limit = nanoseconds;
    }
    if (direction != SRING_STREAM_READ) {
        stream->out.limit = nanoseconds;
    }
}

int sring_stream_error_(const struct sring_block_ *block, struct sring_stream_state *state)
{
    const struct byte_stream *stream = (const struct byte_stream *)(const void *)block->data_;

    if (state) {
        memset(state, 0, sizeof(*state));
        state->read_error = stream->in.error;
        state->write_error = stream->out.error;
        state->received = stream->in.total;
        state->sent = stream->out.total;
        state->unread = sring_bytes_count(&stream->in);
        state->unsent = sring_bytes_count(&stream->out);
        state->last_read = stream->in.last;
        state->last_written = stream->out.last;
    }
    return stream->error;
}
