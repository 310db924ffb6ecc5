/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The calls on streams of bytes: who may make them, and what a call that was left has left behind.
 */
#include "api/byte_stream.h"
#include "engine/fiber.h"

#include <sring/ticket.h>

#include <unistd.h>

/* --- run ------------------------------------------------------------------------------------ */

static unsigned call_body(struct sring *ring, void *arg)
{
    struct stream_call *call = arg;

    call->result = call->body(ring, call);
    if (call->side == &call->stream->in) {
        sring_bytes_stop_sending(ring, call->stream, call->function);
    }
    return 0;
}

int64_t sring_bytes_run(struct sring *ring, struct stream_side *side, struct stream_call *call)
{
    side->ends_at = sring_end_after(ring->core_->clock, side->limit);
    side->tried = false;
    call->side = side;
    (void)sring_call_marked(ring, &side->mark, call_body, call);
    return call->result;
}

/* --- what was left -------------------------------------------------------------------------- */

void sring_bytes_close_pipe(struct byte_stream *stream)
{
    if (stream->pipe[0] >= 0) {
        close(stream->pipe[0]);
        close(stream->pipe[1]);
        stream->pipe[0] = stream->pipe[1] = -1;
    }
}

/* They were spliced from a file with a position. */
void sring_bytes_empty_pipe(struct byte_stream *stream)
{
    if (stream->piped) {
        stream->position -= stream->piped;
        stream->in.total -= stream->piped;
        stream->piped = 0;
        sring_bytes_close_pipe(stream);
    }
}

void sring_bytes_end_left(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                          const char *function)
{
    if (side->number) {
        (void)sring_cancel_(ring, (struct sring_ticket){side->number});
        (void)sring_bytes_fail(stream, side, sring_bytes_settle(ring, stream, side, function));
    }
}

/* Both directions move the position, and what is in the pipe is to be read again: their results are
 * needed first. Any other operation goes on. */
static void end_first(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                      const char *function)
{
    if (stream->seeks || (side->flight != FLIGHT_BUFFER && side->flight != FLIGHT_POLL)) {
        sring_bytes_end_left(ring, stream, side, function);
    }
}

/* --- who may call --------------------------------------------------------------------------- */

/* Whoever uses a direction has left its mark. */
static void check_free(const struct byte_stream *stream, struct stream_side *side,
                       const char *function)
{
    if (sring_call_runs(stream->ring->core_, &side->mark)) {
        sring_misuse_(function,
                      stream->seeks         ? "a stream that no other call uses"
                      : side == &stream->in ? "a stream that no other call reads from"
                                            : "a stream that no other call writes to",
                      "one that another fiber or callback is using");
    }
}

struct byte_stream *sring_bytes_enter(struct sring *ring, struct sring_block_ *block, bool reads,
                                      bool writes, const char *function)
{
    struct byte_stream *stream = (struct byte_stream *)(void *)block->data_;

    sring_check_owner_(ring, function);
    if (stream->ring != ring) {
        sring_misuse_(function, "a stream of this ring", "one of another ring");
    }
    reads = reads || stream->seeks;
    writes = writes || stream->seeks;
    if (reads) {
        check_free(stream, &stream->in, function);
    }
    if (writes) {
        check_free(stream, &stream->out, function);
    }
    if (reads) {
        end_first(ring, stream, &stream->in, function);
        sring_bytes_empty_pipe(stream);
    }
    if (writes) {
        end_first(ring, stream, &stream->out, function);
    }
    return stream;
}
