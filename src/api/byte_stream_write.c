/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: write_all, flush, shutdown.
 */
#include "api/byte_stream.h"

#include <sring/ops/shutdown.h>

#include <string.h>
#include <sys/socket.h>

int sring_bytes_turn_to_write(struct byte_stream *stream)
{
    struct stream_side *in = &stream->in;

    if (!stream->out.capacity) {
        return -EBADF;
    }
    if (stream->out.error) {
        return stream->out.error;
    }
    if (stream->is_shut) {
        return -EPIPE;
    }
    if (stream->seeks) {
        stream->position -= sring_bytes_count(in);
        in->start = in->end = 0;
    }
    return 0;
}

/* What an operation in flight sends stays where it is. */
static uint32_t copy_in(struct stream_side *out, const unsigned char *data, size_t size)
{
    uint32_t room = out->capacity - out->end;

    if (size > room && out->start && !out->number) {
        memmove(out->data, out->data + out->start, sring_bytes_count(out));
        out->end -= out->start;
        out->start = 0;
        room = out->capacity - out->end;
    }
    room = size < room ? (uint32_t)size : room;
    memcpy(out->data + out->end, data, room);
    out->end += room;
    out->last += room;
    return room;
}

int sring_bytes_add(struct sring *ring, struct byte_stream *stream, const unsigned char *data,
                    size_t size, const char *function)
{
    struct stream_side *out = &stream->out;

    for (;;) {
        uint32_t copied = copy_in(out, data, size);
        int rc;

        data += copied;
        size -= copied;
        if (!size) {
            return 0;
        }
        rc = sring_bytes_send(ring, stream, function);
        if (rc) {
            return rc;
        }
    }
}

static int64_t add_body(struct sring *ring, struct stream_call *call)
{
    return sring_bytes_add(ring, call->stream, call->data, call->size, call->function);
}

int sring_stream_write_all_(struct sring *ring, struct sring_block_ *block, const void *data,
                            size_t size)
{
    static const char function[] = "sring_stream_write_all";
    struct byte_stream *stream = sring_bytes_enter(ring, block, false, true, function);
    struct stream_call call = {.stream = stream,
                               .function = function,
                               .data = (unsigned char *)(uintptr_t)data,
                               .size = size,
                               .body = add_body};
    struct stream_side *out = &stream->out;
    int rc = sring_bytes_turn_to_write(stream);

    out->last = 0;
    if (rc || !size) {
        return rc;
    }
    if (size <= out->capacity - out->end) {
        (void)copy_in(out, data, size);
        return 0;
    }
    return (int)sring_bytes_run(ring, out, &call);
}

static int64_t send_body(struct sring *ring, struct stream_call *call)
{
    return sring_bytes_send(ring, call->stream, call->function);
}

int sring_stream_flush_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_stream_flush";
    struct stream_call call = {.stream = sring_bytes_enter(ring, block, false, true, function),
                               .function = function,
                               .body = send_body};
    struct stream_side *out = &call.stream->out;

    if (out->error || out->start == out->end) {
        return out->error;
    }
    return (int)sring_bytes_run(ring, out, &call);
}

/* What cannot be sent any more does not keep the connection open. */
static SRING_TRUSTED int64_t shutdown_body(struct sring *ring, struct stream_call *call)
{
    struct byte_stream *stream = call->stream;
    int error = call->size == SHUT_RD ? 0 : sring_bytes_send(ring, stream, call->function);
    int rc;

    if (error && sring_bytes_passes(error)) {
        return error;
    }
    rc = sring_shutdown_await(ring, &stream->fd, (int)call->size);
    if (!rc && call->size != SHUT_RD) {
        stream->is_shut = true;
    }
    return error ? error : rc;
}

int sring_stream_shutdown_(struct sring *ring, struct sring_block_ *block, int how)
{
    static const char function[] = "sring_stream_shutdown";
    struct stream_call call = {.stream =
                                   sring_bytes_enter(ring, block, false, how != SHUT_RD, function),
                               .function = function,
                               .size = (size_t)how,
                               .body = shutdown_body};

    if (!call.stream->is_socket) {
        return -ENOTSOCK;
    }
    if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) {
        return -EINVAL;
    }
    return (int)(how == SHUT_RD ? shutdown_body(ring, &call)
                                : sring_bytes_run(ring, &call.stream->out, &call));
}
