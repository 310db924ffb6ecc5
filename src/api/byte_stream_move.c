/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Moves the bytes of streams: waits until an operation of a direction is over.
 *
 * A call that reads sends what was written, before it waits. It does not wait for that alone: the
 * peer may take nothing before its own bytes are read. So both operations are in flight, and what
 * the peer has not taken when the read is over is left to the next call. The send is nobody's: a
 * call that writes may come meanwhile. It adds bytes behind those that are sent, or waits for the
 * operation, too. Whoever sees first that it is over takes its result.
 */
#include "api/byte_stream.h"
#include "engine/fiber.h"

#include <sring/ticket.h>

#define A_MOMENT 100000 /* nanoseconds: a kernel that has not looked at a send yet does so */

/* Waits until one of the operations is over, for at most the rest of the time of the call on
 * `limited` (NULL: for ever). Takes no result. Returns 0 and which one it is; -ETIME; -ECANCELED in
 * a cancelled fiber; or another -errno if the kernel cannot be entered. */
static int wait_any(struct sring *ring, const struct sring_ticket *tickets, uint32_t n,
                    const struct stream_side *limited, uint32_t *which)
{
    int rc;

    do {
        const uint64_t left =
            limited && limited->ends_at ? sring_bytes_time_left(ring, limited) : SRING_FOREVER;

        rc = sring_wait_any_(ring, tickets, n, left, which);
    } while (rc == -EINTR);
    return rc;
}

/* --- sending while another call reads -------------------------------------------------------- */

/* Takes the result of a send that is over. An error that stays is the writer's. Returns whether the
 * file has to be polled before the next one. */
static bool end_sending(struct sring *ring, struct byte_stream *stream, const char *function)
{
    struct stream_side *out = &stream->out;
    const bool polled = out->flight == FLIGHT_POLL;
    const int rc = sring_bytes_settle(ring, stream, out, function);

    if (rc != -EAGAIN && rc != -EINTR) {
        (void)sring_bytes_fail(stream, out, rc || polled ? rc : -EIO);
    }
    return rc == -EAGAIN;
}

/* Begins to send, unless a call that writes does that. Returns 0 or -errno. */
static int begin_sending(struct sring *ring, struct byte_stream *stream, bool polls)
{
    struct stream_side *out = &stream->out;

    if (out->start == out->end || out->error || out->number ||
        sring_call_runs(ring->core_, &out->mark)) {
        return 0;
    }
    out->ends_at = 0; /* the time is the reader's */
    return sring_bytes_begin(ring, stream, out, polls);
}

/* Returns whether a send is in flight that no call waits for. */
static bool is_sending(struct byte_stream *stream)
{
    return stream->out.number && !stream->seeks &&
           !sring_call_runs(stream->ring->core_, &stream->out.mark);
}

void sring_bytes_stop_sending(struct sring *ring, struct byte_stream *stream, const char *function)
{
    const struct sring_ticket ticket = {stream->out.number};
    uint32_t which;

    if (!is_sending(stream)) {
        return;
    }
    if (sring_pending_(ring, ticket) && sring_wait_any_(ring, &ticket, 1, A_MOMENT, &which) &&
        is_sending(stream) && stream->out.number == ticket.number_) {
        (void)sring_cancel_(ring, ticket);
    }
    if (is_sending(stream) && !sring_pending_(ring, (struct sring_ticket){stream->out.number})) {
        (void)end_sending(ring, stream, function);
    }
}

/* Waits until the operation that reads is over, and sends meanwhile. `own`: this call has begun it,
 * with the call's time; it is over then in any case. Otherwise a call that was left by longjmp has,
 * and an error leaves it in flight. Returns 0 or -errno. */
static int wait_to_read(struct sring *ring, struct byte_stream *stream, bool own,
                        const char *function)
{
    struct stream_side *in = &stream->in;
    uint32_t which = 1;

    while (which && (!own || is_sending(stream))) {
        const struct sring_ticket tickets[] = {{in->number}, {stream->out.number}};
        const bool sends = is_sending(stream);
        int rc = wait_any(ring, tickets, 1 + sends, own ? NULL : in, &which);

        if (rc) {
            return own ? 0 : rc; /* settling it cancels it */
        }
        if (which && stream->out.number == tickets[1].number_) {
            const bool polls = end_sending(ring, stream, function);

            (void)begin_sending(ring, stream, polls); /* it has just given back its room */
        }
    }
    return 0;
}

/* --- one direction --------------------------------------------------------------------------- */

/* The same for the operation that writes. Without `own` a reader may take its result meanwhile. */
static int wait_to_write(struct sring *ring, const struct stream_side *out, bool own)
{
    const struct sring_ticket ticket = {out->number};
    uint32_t which;

    return own ? 0 : wait_any(ring, &ticket, 1, out, &which);
}

int sring_bytes_move(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                     const char *function)
{
    const bool reads = side == &stream->in;
    bool polls = false;

    for (;;) {
        const bool own = !side->number;
        uint64_t number;
        bool polled;
        int rc = 0;

        if (own && side->tried && side->ends_at && !sring_bytes_time_left(ring, side)) {
            return -ETIME;
        }
        rc = own ? sring_bytes_begin(ring, stream, side, polls) : 0;
        if (rc) {
            return rc;
        }
        side->tried = side->tried || own;
        number = side->number;
        rc = reads ? wait_to_read(ring, stream, own, function) : wait_to_write(ring, side, own);
        if (rc || side->number != number) {
            return rc;
        }
        polled = side->flight == FLIGHT_POLL;
        rc = sring_bytes_settle(ring, stream, side, function);
        polls = rc == -EAGAIN; /* the file is O_NONBLOCK, and the kernel does not wait for it */
        if (polls || rc == -EINTR || (polled && rc >= 0) || (!own && sring_bytes_passes(rc))) {
            continue;
        }
        return sring_bytes_fail(stream, side, rc || reads ? rc : -EIO);
    }
}

int sring_bytes_send(struct sring *ring, struct byte_stream *stream, const char *function)
{
    struct stream_side *out = &stream->out;

    while (out->start < out->end) {
        int rc = out->error ? out->error : sring_bytes_move(ring, stream, out, function);

        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* Both directions of a file with a position move it, one after the other. Returns 0 or -errno. */
static int send_before(struct sring *ring, struct byte_stream *stream, const char *function)
{
    struct stream_side *out = &stream->out;

    if (!stream->seeks) {
        return begin_sending(ring, stream, false);
    }
    out->ends_at = stream->in.ends_at;
    return sring_bytes_send(ring, stream, function);
}

int sring_bytes_receive(struct sring *ring, struct byte_stream *stream, const char *function)
{
    for (;;) {
        int rc = send_before(ring, stream, function);
        /* A terminal shows the question first. It does not tell whether a write goes on. */
        const bool sends_first = !stream->is_socket && is_sending(stream);
        struct sring_ticket sending;
        uint32_t which;

        rc = rc || sends_first ? rc : sring_bytes_move(ring, stream, &stream->in, function);
        if (!sends_first && (rc != -EAGAIN || !is_sending(stream))) {
            return rc;
        }
        /* Or the ring has room for one operation: one after the other. */
        sending.number_ = stream->out.number;
        rc = wait_any(ring, &sending, 1, &stream->in, &which);
        if (rc) {
            return rc;
        }
        if (stream->out.number == sending.number_ && end_sending(ring, stream, function)) {
            (void)begin_sending(ring, stream, true);
        }
    }
}
