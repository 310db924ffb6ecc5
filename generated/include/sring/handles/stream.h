/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/stream.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_stream and the functions that every handle has. Include sring/stream.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_STREAM_H
#define SRING_HANDLES_STREAM_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A file or connection that is read and written in lines or in any number of bytes, by buffers.
 * It owns its file. It must be closed or released. */
struct SRING_CAPABILITY("stream") sring_stream {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_stream_gone_(void)
    SRING_PROOF_ERROR_("sring: this stream was closed, released or moved; open one before it is "
                       "used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_stream_move(struct sring_stream *to, struct sring_stream *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_stream_move_stash(struct sring_stream *to, struct sring_stream *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_stream_stash(struct sring_stream *stream) SRING_CONSUMES(*stream);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_stream_claim(struct sring_stream *stream) SRING_PRODUCES(*stream);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_stream_borrow(const struct sring_stream *stream) SRING_BORROWS(*stream);

/* Ends a borrow. */
SRING_INLINE_ void sring_stream_return(const struct sring_stream *stream) SRING_RETURNS(*stream);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_stream_block_(const struct sring_stream *stream,
                                                       const char *function)
{
    SRING_PROVE_(stream->block_, sring_error_stream_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(stream))) {
        sring_misuse_(function, "an open stream", "one that was closed or released");
    }
    return stream->block_;
}

SRING_INLINE_ void sring_stream_move(struct sring_stream *to, struct sring_stream *from)
{
    struct sring_block_ *block = sring_stream_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_stream_move_stash(struct sring_stream *to, struct sring_stream *from)
{
    struct sring_block_ *block = sring_stream_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_stream_stash(struct sring_stream *stream)
{
    (void)sring_stream_block_(stream, __func__);
}

SRING_INLINE_ void sring_stream_claim(struct sring_stream *stream)
{
    SRING_LAUNDER_(stream->block_);
    (void)sring_stream_block_(stream, __func__);
}

SRING_INLINE_ void sring_stream_borrow(const struct sring_stream *stream)
{
    (void)sring_stream_block_(stream, __func__);
}

SRING_INLINE_ void sring_stream_return(const struct sring_stream *stream)
{
    (void)stream;
}

SRING_END_C_

#endif /* SRING_HANDLES_STREAM_H */
