/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The operations of streams of bytes: begins them, takes their results, counts what they have
 * moved.
 */
#include "api/byte_stream.h"

#include <sring/ops/poll_add.h>
#include <sring/ops/read_at.h>
#include <sring/ops/recv.h>
#include <sring/ops/send.h>
#include <sring/ops/write_at.h>

#include <poll.h>
#include <unistd.h>

#define CURRENT UINT64_MAX /* the offset of files without a position */

int sring_bytes_fail(struct byte_stream *stream, struct stream_side *side, int error)
{
    if (error < 0 && !sring_bytes_passes(error)) {
        side->error = side->error ? side->error : error;
        stream->error = stream->error ? stream->error : error;
    }
    return error;
}

uint64_t sring_bytes_time_left(const struct sring *ring, const struct stream_side *side)
{
    const uint64_t now = sring_time(ring);

    return side->ends_at > now ? side->ends_at - now : 0;
}

/* --- begin ---------------------------------------------------------------------------------- */

/* Gives the operation the rest of the call's time, or abandons it. Returns 0 or -ENOMEM. */
#define LIMIT(ring, side, op, building)                                                            \
    do {                                                                                           \
        if ((side)->ends_at) {                                                                     \
            int rc_ = sring_##op##_set_timeout(ring, building, sring_bytes_time_left(ring, side)); \
                                                                                                   \
            if (rc_) {                                                                             \
                sring_##op##_abandon(ring, building);                                              \
                return rc_;                                                                        \
            }                                                                                      \
        }                                                                                          \
    } while (0)

/* Sets the part of the buffer, and submits. The calls of the program use the other parts meanwhile:
 * they take bytes that came before, or add some behind those that are sent. */
#define SUBMIT(ring, side, op, building, from, count)                                              \
    do {                                                                                           \
        struct sring_##op##_submitted inflight_;                                                   \
                                                                                                   \
        sring_##op##_set_range(building, from, count);                                             \
        LIMIT(ring, side, op, building);                                                           \
        sring_keep_to_free(ring, true);                                                            \
        sring_##op##_submit(ring, building, &(side)->buf, &inflight_);                             \
        (side)->number = inflight_.number_;                                                        \
        sring_keep_to_free(ring, false);                                                           \
        sring_unpoison((side)->data, (side)->capacity);                                            \
    } while (0)

static SRING_TRUSTED int begin_read(struct sring *ring, struct byte_stream *stream)
{
    struct stream_side *in = &stream->in;
    const uint32_t room = in->capacity - in->end;
    int rc;

    if (stream->is_socket) {
        struct sring_recv_building op;

        rc = sring_recv_init(ring, &op, &stream->fd);
        if (!rc) {
            SUBMIT(ring, in, recv, &op, in->end, room);
        }
    } else {
        struct sring_read_at_building op;

        rc = sring_read_at_init(ring, &op, &stream->fd, stream->seeks ? stream->position : CURRENT);
        if (!rc) {
            SUBMIT(ring, in, read_at, &op, in->end, room);
        }
    }
    return rc;
}

/* A file with O_APPEND is written at its end, and the kernel then sets its current position. */
static SRING_TRUSTED int begin_write(struct sring *ring, struct byte_stream *stream)
{
    struct stream_side *out = &stream->out;
    const uint32_t count = sring_bytes_count(out);
    int rc;

    sring_buf_set_length(&out->buf, out->end);
    if (stream->is_socket) {
        struct sring_send_building op;

        rc = sring_send_init(ring, &op, &stream->fd);
        if (!rc) {
            SUBMIT(ring, out, send, &op, out->start, count);
        }
    } else {
        struct sring_write_at_building op;

        rc = sring_write_at_init(ring, &op, &stream->fd,
                                 stream->seeks && !stream->appends ? stream->position : CURRENT);
        if (!rc) {
            SUBMIT(ring, out, write_at, &op, out->start, count);
        }
    }
    return rc;
}

static SRING_TRUSTED int begin_poll(struct sring *ring, struct byte_stream *stream,
                                    struct stream_side *side)
{
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_building op;
    int rc = sring_poll_add_init(ring, &op, &stream->fd, side == &stream->in ? POLLIN : POLLOUT);

    if (rc) {
        return rc;
    }
    LIMIT(ring, side, poll_add, &op);
    sring_keep_to_free(ring, true);
    sring_poll_add_submit(ring, &op, &inflight);
    side->number = inflight.number_;
    sring_keep_to_free(ring, false);
    side->flight = FLIGHT_POLL;
    return 0;
}

int sring_bytes_begin(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                      bool polls)
{
    return polls                 ? begin_poll(ring, stream, side)
           : side == &stream->in ? begin_read(ring, stream)
                                 : begin_write(ring, stream);
}

/* --- end ------------------------------------------------------------------------------------ */

static void count_moved(struct byte_stream *stream, struct stream_side *side, uint32_t moved)
{
    switch (side->flight) {
    case FLIGHT_POLL:
        return;
    case FLIGHT_OUT_OF_PIPE:
        stream->piped -= moved;
        return;
    case FLIGHT_INTO_PIPE:
        stream->piped += moved;
        break;
    case FLIGHT_THROUGH:
        break;
    default:
        if (side == &stream->in) {
            side->end += moved;
        } else {
            side->start += moved;
            side->start = side->start == side->end ? 0 : side->start;
            side->end = side->start ? side->end : 0;
        }
    }
    side->total += moved;
    if (side == &stream->out && stream->seeks && stream->appends) {
        stream->position = (uint64_t)lseek(sring_bytes_raw(stream), 0, SEEK_CUR);
    } else if (stream->seeks) {
        stream->position += moved;
    }
}

static SRING_TRUSTED struct sring_taken_ take(struct sring *ring, const struct stream_side *side,
                                              const char *function)
{
    struct sring_taken_ taken;

    switch (side->flight) {
    case FLIGHT_BUFFER:
        taken = sring_take_(ring, side->number, SRING_USES_BLOCK_, function);
        break;
    case FLIGHT_POLL:
        taken = sring_take_(ring, side->number, 0, function);
        break;
    default:
        taken = sring_wait_(ring, side->number, function); /* as in sring_splice_wait */
    }
    return taken;
}

SRING_TRUSTED int sring_bytes_settle(struct sring *ring, struct byte_stream *stream,
                                     struct stream_side *side, const char *function)
{
    struct sring_taken_ taken = take(ring, side, function);

    side->number = 0;
    if (taken.block) {
        side->buf.token_ = sring_give_back_(taken.block, taken.number);
        side->buf.block_ = taken.block;
    }
    if (taken.scratch) {
        sring_scratch_put_(taken.scratch);
    }
    if (taken.result > 0) {
        count_moved(stream, side, (uint32_t)taken.result);
    }
    side->flight = FLIGHT_BUFFER;
    return taken.result;
}
