/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes (struct sring_stream). The streams of src/api/stream.c are another thing:
 * multishot operations.
 *
 * Each direction has a buffer of its own and at most one operation in flight, which has borrowed
 * the buffer. The call that waits for it may be left by longjmp, out of a callback: the operation's
 * number stays here, and the next call on the stream that needs its result takes it. So no buffer
 * and no byte that was read is lost. In the same way a call that reads leaves behind what it could
 * not send meanwhile.
 */
#ifndef SRING_API_BYTE_STREAM_H
#define SRING_API_BYTE_STREAM_H

#include "api/api.h"

#include <sring/stream.h>

/* What an operation in flight moves. */
enum stream_flight {
    FLIGHT_BUFFER,    /* between the file and the buffer */
    FLIGHT_INTO_PIPE, /* splice: from the file into the stream's pipe */
    FLIGHT_OUT_OF_PIPE,
    FLIGHT_THROUGH, /* splice: from one pipe to another */
    FLIGHT_POLL,    /* nothing: it waits until the file is ready */
};

/* One direction. */
struct stream_side {
    struct sring_buf buf; /* dead while an operation has it */
    unsigned char *data;
    uint32_t capacity;   /* bytes; 0: the stream does not have this direction */
    uint32_t start, end; /* the bytes in the buffer */
    uint64_t number;     /* of the operation in flight, or 0 */
    enum stream_flight flight;
    int error;        /* that stays; or 0 */
    bool tried;       /* the call in progress has begun an operation */
    uint64_t limit;   /* nanoseconds of a call */
    uint64_t ends_at; /* of the call in progress, by sring_time; 0: never */
    uint64_t total;   /* bytes moved by the kernel */
    uint64_t last;    /* bytes that the last call has moved */
    uintptr_t mark;   /* of the call in progress, see sring_call_marked; or 0 */
};

struct byte_stream {
    struct sring_block_ *block; /* of its handle */
    struct sring *ring;
    struct sring_fd fd;
    bool is_socket, is_pipe;
    bool seeks;         /* the file has a position */
    bool appends;       /* O_APPEND */
    bool is_shut;       /* for writing */
    bool never_splices; /* the kernel has refused it */
    int error;          /* the first one that stays; or 0 */
    uint64_t position;  /* of the file, if it seeks: where the next transfer begins */
    struct stream_side in, out;
    int pipe[2];                      /* for splice; -1: not opened yet */
    uint32_t piped;                   /* bytes that came from the file, and are in the pipe */
    const void *made_at;              /* the program's call that opened it */
    struct byte_stream *next, **link; /* in the list of the ring's streams */
};

static inline uint32_t sring_bytes_count(const struct stream_side *side)
{
    return side->end - side->start;
}

static inline int sring_bytes_raw(const struct byte_stream *stream)
{
    return SRING_FD_RAW_(stream->fd.word_);
}

/* Returns whether this error is of one call, and does not stay. */
static inline bool sring_bytes_passes(int error)
{
    return error == -ETIME || error == -ECANCELED || error == -EAGAIN || error == -ENOMEM ||
           error == -EMSGSIZE || error == -ENODATA;
}

/* A call that may wait. */
struct stream_call {
    struct byte_stream *stream, *to;
    const struct stream_side *side; /* that sring_bytes_run has marked */
    const char *function;
    unsigned char *data;
    size_t size;
    uint64_t count;
    int64_t result;
    int64_t (*body)(struct sring *ring, struct stream_call *call);
};

/* --- byte_stream_io.c ----------------------------------------------------------------------- */

/* Begins an operation that moves bytes: from the file to the end of the buffer, which must have
 * room, or from its beginning to the file. `polls`: one that waits until the file is ready. Returns
 * 0 or -errno. */
int sring_bytes_begin(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                      bool polls);
/* Waits for the operation in flight and takes its result. Returns it. */
int sring_bytes_settle(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                       const char *function);
/* Returns the rest of the time of the call in progress, in nanoseconds. */
uint64_t sring_bytes_time_left(const struct sring *ring, const struct stream_side *side);
/* Stores the error, if it stays. Returns it. */
int sring_bytes_fail(struct byte_stream *stream, struct stream_side *side, int error);

/* --- byte_stream_move.c --------------------------------------------------------------------- */

/* Moves bytes once, with the operation in flight or a new one. The direction is the caller's.
 * Returns their number, 0 also if a call that reads has taken the result of a send, or -errno. */
int sring_bytes_move(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                     const char *function);
/* Sends the write buffer. The direction is the caller's. Returns 0 or -errno. */
int sring_bytes_send(struct sring *ring, struct byte_stream *stream, const char *function);
/* Brings more bytes into the read buffer, and sends the write buffer meanwhile, unless another call
 * writes. Returns their number, 0 at the end, or -errno. */
int sring_bytes_receive(struct sring *ring, struct byte_stream *stream, const char *function);
/* The call that reads is over: waits a moment for the send that goes on, and then cancels it,
 * unless a call that writes waits for it. */
void sring_bytes_stop_sending(struct sring *ring, struct byte_stream *stream, const char *function);

/* --- byte_stream_call.c --------------------------------------------------------------------- */

/* Returns the stream of a live handle for a call of `function` that uses these directions. Reports
 * a misuse if another call does, or if the stream is of another ring. */
struct byte_stream *sring_bytes_enter(struct sring *ring, struct sring_block_ *block, bool reads,
                                      bool writes, const char *function);

/* Runs the body of the call, marks the direction as used meanwhile, and returns its result. */
int64_t sring_bytes_run(struct sring *ring, struct stream_side *side, struct stream_call *call);
/* Cancels the operation in flight, which no call waits for, and takes its result. */
void sring_bytes_end_left(struct sring *ring, struct byte_stream *stream, struct stream_side *side,
                          const char *function);
/* What is in the pipe is to be read from the file again. */
void sring_bytes_empty_pipe(struct byte_stream *stream);
void sring_bytes_close_pipe(struct byte_stream *stream);

/* --- byte_stream_write.c -------------------------------------------------------------------- */

/* Adds bytes to the write buffer, and sends it when it is full. Returns 0 or -errno; `out.last`
 * counts the bytes added. */
int sring_bytes_add(struct sring *ring, struct byte_stream *stream, const unsigned char *data,
                    size_t size, const char *function);
/* The program writes now: what was read ahead of the position is dropped. Returns 0 or -errno. */
int sring_bytes_turn_to_write(struct byte_stream *stream);

/* --- byte_stream_read.c --------------------------------------------------------------------- */

/* Brings more bytes into the read buffer, which must have room. The direction is the caller's.
 * Returns their number, 0 at the end, or -errno. */
int sring_bytes_fill(struct sring *ring, struct byte_stream *stream, const char *function);

/* --- byte_stream_splice.c ------------------------------------------------------------------- */

/* Moves up to `count` bytes to the file of `to` inside the kernel. The read buffer of `from` and
 * the write buffer of `to` must be empty; the directions are the caller's. Returns their number, 0
 * at the end, -EOPNOTSUPP if what is left is to be copied by reads and writes, or -errno. `in.last`
 * counts the bytes moved. */
int64_t sring_bytes_splice(struct sring *ring, struct byte_stream *from, struct byte_stream *to,
                           uint64_t count, const char *function);

#endif /* SRING_API_BYTE_STREAM_H */
