/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: copy_to.
 */
#include "api/byte_stream.h"

/* The read buffer is empty: fills it, or copies without it. Nothing written is kept back meanwhile.
 * Returns more than 0, 0 at the end of `from`, or -errno. */
static int bring(struct sring *ring, struct stream_call *call)
{
    const uint64_t before = call->stream->in.last;
    int rc = sring_bytes_send(ring, call->to, call->function);
    int64_t moved;

    if (rc) {
        return rc;
    }
    moved = sring_bytes_splice(ring, call->stream, call->to, call->count, call->function);
    call->count -= call->stream->in.last - before;
    if (moved == -EOPNOTSUPP) {
        return sring_bytes_fill(ring, call->stream, call->function);
    }
    return moved < 0 ? (int)moved : moved > 0;
}

/* Moves bytes from one buffer to the other. Returns 0 or -errno. */
static int move_on(struct sring *ring, struct stream_call *call)
{
    struct stream_side *in = &call->stream->in;
    const uint64_t before = call->to->out.last;
    const uint32_t unread = sring_bytes_count(in);
    const uint32_t part = call->count < unread ? (uint32_t)call->count : unread;
    int rc = sring_bytes_add(ring, call->to, in->data + in->start, part, call->function);
    const uint64_t added = call->to->out.last - before;

    in->start += (uint32_t)added;
    in->last += added;
    call->count -= added;
    return rc;
}

static int64_t copy_body(struct sring *ring, struct stream_call *call)
{
    const struct stream_side *in = &call->stream->in;

    while (call->count) {
        int rc = in->start == in->end ? bring(ring, call) : 1;

        if (rc <= 0) {
            return rc;
        }
        rc = move_on(ring, call);
        if (rc) {
            return rc;
        }
    }
    return 0;
}

/* Marks the other direction, too. */
static int64_t with_both(struct sring *ring, struct stream_call *call)
{
    struct stream_call inner = *call;

    inner.body = copy_body;
    return sring_bytes_run(ring, &call->to->out, &inner);
}

int64_t sring_stream_copy_to_(struct sring *ring, struct sring_block_ *from,
                              struct sring_block_ *to, uint64_t count)
{
    static const char function[] = "sring_stream_copy_to";
    struct stream_call call = {.stream = sring_bytes_enter(ring, from, true, false, function),
                               .to = sring_bytes_enter(ring, to, false, true, function),
                               .function = function,
                               .count = count,
                               .body = with_both};
    struct stream_side *in = &call.stream->in;
    int64_t rc;

    in->last = 0;
    call.to->out.last = 0;
    if (!in->capacity) {
        return -EBADF;
    }
    if (call.stream == call.to && call.to->seeks) {
        return -EINVAL; /* it would read what it has just written */
    }
    rc = sring_bytes_turn_to_write(call.to);
    if (rc) {
        return rc;
    }
    rc = sring_bytes_run(ring, in, &call);
    return rc < 0 ? rc : (int64_t)in->last;
}
