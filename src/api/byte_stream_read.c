/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: read, read_full, read_line, read_until, peek.
 */
#include "api/byte_stream.h"

#include <string.h>

/* --- the read buffer ------------------------------------------------------------------------ */

int sring_bytes_fill(struct sring *ring, struct byte_stream *stream, const char *function)
{
    struct stream_side *in = &stream->in;

    if (in->error) {
        return in->error;
    }
    if (in->start && !in->number) {
        memmove(in->data, in->data + in->start, sring_bytes_count(in));
        in->end -= in->start;
        in->start = 0;
    }
    SRING_ASSERT(in->end < in->capacity);
    return sring_bytes_receive(ring, stream, function);
}

/* Fills the buffer until it has `count` bytes. Returns 1; 0 if the end comes before; or -errno. */
static int fill_to(struct sring *ring, struct stream_call *call, size_t count)
{
    while (sring_bytes_count(&call->stream->in) < count) {
        int rc = sring_bytes_fill(ring, call->stream, call->function);

        if (rc <= 0) {
            return rc;
        }
    }
    return 1;
}

/* Moves bytes from the buffer to the program. Returns their number. */
static uint32_t take_out(struct stream_side *in, void *data, size_t size)
{
    uint32_t count = sring_bytes_count(in);

    count = size < count ? (uint32_t)size : count;
    memcpy(data, in->data + in->start, count);
    in->start += count;
    in->last += count;
    return count;
}

/* --- calls ---------------------------------------------------------------------------------- */

/* The beginning of each call. Returns 0 or -EBADF. */
static int begin(struct sring *ring, struct sring_block_ *block, struct stream_call *call)
{
    call->stream = sring_bytes_enter(ring, block, true, false, call->function);
    call->stream->in.last = 0;
    return call->stream->in.capacity ? 0 : -EBADF;
}

static int64_t read_body(struct sring *ring, struct stream_call *call)
{
    return fill_to(ring, call, 1);
}

int64_t sring_stream_read_(struct sring *ring, struct sring_block_ *block, void *data, size_t size)
{
    struct stream_call call = {.function = "sring_stream_read", .body = read_body};
    struct stream_side *in;
    int64_t rc = begin(ring, block, &call);

    if (rc || !size) {
        return rc;
    }
    in = &call.stream->in;
    if (in->start == in->end) {
        rc = sring_bytes_run(ring, in, &call);
        if (rc <= 0) {
            return rc;
        }
    }
    return take_out(in, data, size);
}

static int64_t read_full_body(struct sring *ring, struct stream_call *call)
{
    struct stream_side *in = &call->stream->in;
    int rc = 1;

    while (call->size && rc > 0) {
        rc = fill_to(ring, call, call->size <= in->capacity ? call->size : 1);
        if (rc > 0) {
            uint32_t taken = take_out(in, call->data, call->size);

            call->data += taken;
            call->size -= taken;
        }
    }
    return rc > 0 ? 0 : rc ? rc : -ENODATA;
}

int sring_stream_read_full_(struct sring *ring, struct sring_block_ *block, void *data, size_t size)
{
    struct stream_call call = {
        .function = "sring_stream_read_full", .data = data, .size = size, .body = read_full_body};
    struct stream_side *in;
    int rc = begin(ring, block, &call);

    if (rc) {
        return rc;
    }
    in = &call.stream->in;
    if (size <= sring_bytes_count(in)) {
        (void)take_out(in, data, size);
        return 0;
    }
    return (int)sring_bytes_run(ring, in, &call);
}

/* Returns the length of the text in the buffer up to the delimiter, which is `count`; 0 if it has
 * not come yet; or -EMSGSIZE. `*seen` bytes were searched before. */
static int64_t find(const struct stream_side *in, const struct stream_call *call, size_t *seen)
{
    const unsigned char *bytes = in->data + in->start;
    const size_t room = call->size - 1; /* beside the zero byte */
    const size_t unread = sring_bytes_count(in);
    const size_t count = unread < room ? unread : room;
    const unsigned char *found =
        *seen < count ? memchr(bytes + *seen, (int)call->count, count - *seen) : NULL;

    *seen = count;
    if (found) {
        return found - bytes + 1;
    }
    return unread > room || unread == in->capacity ? -EMSGSIZE : 0;
}

static int64_t read_until_body(struct sring *ring, struct stream_call *call)
{
    struct stream_side *in = &call->stream->in;
    size_t seen = 0;

    for (;;) {
        int64_t length = find(in, call, &seen);

        if (length) {
            return length;
        }
        length = sring_bytes_fill(ring, call->stream, call->function);
        if (length <= 0) {
            return length ? length : sring_bytes_count(in);
        }
    }
}

int64_t sring_stream_read_until_(struct sring *ring, struct sring_block_ *block,
                                 unsigned char delimiter, char *text, size_t size,
                                 const char *function)
{
    struct stream_call call = {
        .function = function, .size = size, .count = delimiter, .body = read_until_body};
    struct stream_side *in;
    int64_t length = begin(ring, block, &call);
    size_t seen = 0;

    if (length || !size) {
        return length ? length : -EMSGSIZE;
    }
    in = &call.stream->in;
    text[0] = '\0';
    length = find(in, &call, &seen);
    if (!length) {
        length = sring_bytes_run(ring, in, &call);
    }
    if (length > 0) {
        (void)take_out(in, text, (size_t)length);
        text[length] = '\0';
    }
    return length;
}

static int64_t peek_body(struct sring *ring, struct stream_call *call)
{
    return fill_to(ring, call, call->size);
}

int64_t sring_stream_peek_(struct sring *ring, struct sring_block_ *block, size_t size,
                           const unsigned char **data)
{
    struct stream_call call = {.function = "sring_stream_peek", .size = size, .body = peek_body};
    struct stream_side *in;
    int64_t rc = begin(ring, block, &call);

    if (rc) {
        return rc;
    }
    in = &call.stream->in;
    if (size > in->capacity) {
        return -EMSGSIZE;
    }
    rc = sring_bytes_count(in) < size ? sring_bytes_run(ring, in, &call) : 1;
    if (rc < 0) {
        return rc;
    }
    *data = in->data + in->start;
    return sring_bytes_count(in) < size ? sring_bytes_count(in) : (int64_t)size;
}
