/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: a file, pipe, terminal or connection that is read and written in lines or in any number
 * of bytes, as with stdio, by buffers of the library. (A multishot operation is another kind of
 * stream: see its own page.)
 *
 * A call that needs the kernel waits for it: in a fiber it parks the fiber, otherwise the thread
 * waits. One call reads from a stream at a time, and one writes to it; a second one is a misuse. On
 * a file that has a position, such as a regular one, both directions share it, and one call of
 * either kind is allowed. Calls return -EAGAIN if the ring's capacity is in use, -ECANCELED if the
 * fiber is cancelled or the ring is closing, and -EBADF if the stream does not have the direction.
 *
 * Errors of the file stay: after one, each later call of that direction returns it at once, and so
 * does close. -ETIME, -ECANCELED, -EAGAIN, -ENOMEM, -EMSGSIZE and -ENODATA do not stay. No error
 * loses bytes: what has come and was not given to the program is in the read buffer, and what the
 * kernel has not taken is in the write buffer (sring_stream_error counts them).
 */
#ifndef SRING_STREAM_H
#define SRING_STREAM_H

#include <sring/detail/hot.h>
#include <sring/handles/stream.h>
#include <sring/pool.h>
#include <sring/ring.h>

SRING_BEGIN_C_

enum sring_stream_direction {
    SRING_STREAM_BOTH,
    SRING_STREAM_READ,
    SRING_STREAM_WRITE,
};

/* Zero means default, for every field. */
struct sring_stream_options {
    enum sring_stream_direction direction; /* default: those that the file was opened for */
    size_t read_size;  /* bytes of the read buffer, and of the longest line; default 16384 */
    size_t write_size; /* bytes of the write buffer; default 16384 */
    /* The pool that both buffers are taken from, with its size; it must not be a shared pool's
     * handle of another thread. NULL: they are allocated. */
    struct sring_pool *pool;
};

/* Where a stream is. */
struct sring_stream_state {
    int read_error, write_error; /* -errno that stays, or 0 */
    uint64_t received;           /* bytes that came from the file */
    uint64_t sent;               /* bytes that the file has taken */
    size_t unread;               /* bytes that came, and are in the read buffer */
    size_t unsent;               /* bytes that were written, and are in the write buffer */
    uint64_t last_read;          /* bytes that the last reading call has taken from the stream */
    uint64_t last_written;       /* bytes that the last writing call has added to the stream */
};

/* --- open and close ------------------------------------------------------------------------- */

/* Opens a stream on the file, which belongs to the stream until it is closed or released. On a file
 * with a position it begins at the current one, and has its own from there on. Returns 0; or an
 * error, and the file is still the caller's: -EBADF, -EISDIR, -ESOCKTNOSUPPORT (a socket that is no
 * stream of bytes), -ENOMEM, -EOPNOTSUPP (a ring with iopoll). */
SRING_API_ int sring_stream_open_(struct sring *ring, struct sring_block_ **block, uint64_t word,
                                  const struct sring_stream_options *options);
SRING_INLINE_ SRING_FALLIBLE int sring_stream_open(struct sring *ring, struct sring_stream *stream,
                                                   struct sring_fd *fd) SRING_REQUIRES(*ring)
    SRING_CONSUMES_ON_SUCCESS(*fd) SRING_PRODUCES_ON_SUCCESS(*stream);

/* The same with options. Also returns -EINVAL (a size over 2 GiB - 4 KiB, no such direction) or, of
 * a pool, -ENOBUFS. */
SRING_INLINE_ SRING_FALLIBLE int
sring_stream_open_with(struct sring *ring, struct sring_stream *stream, struct sring_fd *fd,
                       const struct sring_stream_options *options) SRING_REQUIRES(*ring)
    SRING_CONSUMES_ON_SUCCESS(*fd) SRING_PRODUCES_ON_SUCCESS(*stream);

/* Sends what was written, closes the file and frees the buffers. Returns 0; the first error that
 * stays, of either direction; or the error of this send or of the close. The stream is gone in any
 * case, and with an error so are the bytes that were not sent: to keep them, call flush before. A
 * call in progress is a misuse. sring_close closes streams that are left open, and does not send
 * what was written to them; a development build says so. */
SRING_API_ int sring_stream_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ int sring_stream_close(struct sring *ring, struct sring_stream *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*stream);

/* Sends what was written, ends the stream and gives the file back. A file with a position is set to
 * that of the stream. Returns 0; or an error, and the stream is still there: one of flush, or
 * -ENOTEMPTY (without a position: read the bytes in the read buffer first). */
SRING_API_ int sring_stream_release_(struct sring *ring, struct sring_block_ *block,
                                     uint64_t *word);
SRING_INLINE_ SRING_FALLIBLE int
sring_stream_release(struct sring *ring, struct sring_stream *stream, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_CONSUMES_ON_SUCCESS(*stream) SRING_PRODUCES_ON_SUCCESS(*fd);

/* --- reading -------------------------------------------------------------------------------- */

/* All of these return -errno after an error. Before they wait, they send what was written to the
 * stream, unless another fiber is writing: so a question is sent before its answer is waited for.
 * What comes on a connection is read also while the peer takes nothing; what could not be sent then
 * stays in the write buffer. */

/* Reads up to `size` bytes: those in the buffer, or if there are none, what comes next. Returns
 * their number; 0 is the end. */
SRING_API_ int64_t sring_stream_read_(struct sring *ring, struct sring_block_ *block, void *data,
                                      size_t size);
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_read(struct sring *ring,
                                                       const struct sring_stream *stream,
                                                       void *data, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Reads exactly `size` bytes. Returns 0; or an error: -ENODATA if the end comes before. If `size`
 * is at most the size of the read buffer, an error leaves all bytes in the buffer. Otherwise
 * `last_read` (sring_stream_error) says how many are in `data`. */
SRING_API_ int sring_stream_read_full_(struct sring *ring, struct sring_block_ *block, void *data,
                                       size_t size);
SRING_INLINE_ SRING_FALLIBLE int sring_stream_read_full(struct sring *ring,
                                                        const struct sring_stream *stream,
                                                        void *data, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Reads a line with its newline, and adds a zero byte. Returns its number of bytes without the zero
 * byte; only the last line may lack the newline. 0 is the end. In a file that grows a later call
 * returns what was appended, also the rest of a line that lacked its newline. Returns -EMSGSIZE if
 * the line does not fit into `size` bytes, with the zero byte, or into the read buffer; it stays in
 * the buffer, and any read can take its beginning. After -ETIME and the like so does what has come
 * of it. */
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_read_line(struct sring *ring,
                                                            const struct sring_stream *stream,
                                                            char *line, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* The same up to another byte than a newline. */
SRING_API_ int64_t sring_stream_read_until_(struct sring *ring, struct sring_block_ *block,
                                            unsigned char delimiter, char *text, size_t size,
                                            const char *function);
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_read_until(struct sring *ring,
                                                             const struct sring_stream *stream,
                                                             unsigned char delimiter, char *text,
                                                             size_t size) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*stream);

/* Waits until `size` bytes are in the read buffer, and leaves them there. Returns their number,
 * fewer only at the end, and points `data` at them. The pointer is valid until the next call on the
 * stream that reads; on a file with a position, until the next one. -EMSGSIZE: `size` is more than
 * the buffer has. */
SRING_API_ int64_t sring_stream_peek_(struct sring *ring, struct sring_block_ *block, size_t size,
                                      const unsigned char **data);
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_peek(struct sring *ring,
                                                       const struct sring_stream *stream,
                                                       size_t size, const unsigned char **data)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Moves up to `count` bytes from one stream to another, which may be the same; UINT64_MAX: all up
 * to the end. Returns their number, fewer only at the end; what remains in the buffer of `to` is
 * sent as after write_all. After an error of either, `last_read` of `from` says how many bytes were
 * moved; the others are still in `from`. The time limits of both streams hold. */
SRING_API_ int64_t sring_stream_copy_to_(struct sring *ring, struct sring_block_ *from,
                                         struct sring_block_ *to, uint64_t count);
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_copy_to(struct sring *ring,
                                                          const struct sring_stream *from,
                                                          const struct sring_stream *to,
                                                          uint64_t count) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*from) SRING_REQUIRES_SHARED(*to);

/* --- writing -------------------------------------------------------------------------------- */

/* Writes all bytes: into the buffer, which is sent when it is full. Returns 0; or an error:
 * `last_written` (sring_stream_error) says how many bytes the stream has taken, and writing can go
 * on behind them unless the error stays. On a socket -EPIPE raises no signal; on a pipe without a
 * reader it does, as with write(2): ignore SIGPIPE. */
SRING_API_ int sring_stream_write_all_(struct sring *ring, struct sring_block_ *block,
                                       const void *data, size_t size);
SRING_INLINE_ SRING_FALLIBLE int sring_stream_write_all(struct sring *ring,
                                                        const struct sring_stream *stream,
                                                        const void *data, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Sends what was written: waits until the kernel has taken it. Returns 0 or -errno; after -ETIME
 * and the like another flush goes on. */
SRING_API_ int sring_stream_flush_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ SRING_FALLIBLE int sring_stream_flush(struct sring *ring,
                                                    const struct sring_stream *stream)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Shuts a connection down: SHUT_WR (the peer reads the end), SHUT_RD, or SHUT_RDWR, which also ends
 * a read in another fiber. Sends what was written before, unless it is SHUT_RD. Returns 0 or
 * -errno: an error of flush, -ENOTSOCK, -EINVAL. Writes return -EPIPE from then on. */
SRING_API_ int sring_stream_shutdown_(struct sring *ring, struct sring_block_ *block, int how);
SRING_INLINE_ SRING_FALLIBLE int sring_stream_shutdown(struct sring *ring,
                                                       const struct sring_stream *stream, int how)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* --- position, time, errors ----------------------------------------------------------------- */

/* Sets the position, as lseek(2) does with SEEK_SET, SEEK_CUR or SEEK_END, after sending what was
 * written. 0 with SEEK_CUR only looks. Returns the new position or -errno: -ESPIPE (the file has
 * none), -EINVAL. The position of the file itself does not change, except by writes with
 * O_APPEND. */
SRING_API_ int64_t sring_stream_seek_(struct sring *ring, struct sring_block_ *block,
                                      int64_t offset, int whence);
SRING_INLINE_ SRING_FALLIBLE int64_t sring_stream_seek(struct sring *ring,
                                                       const struct sring_stream *stream,
                                                       int64_t offset, int whence)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream);

/* Limits the time of each later call that reads, writes, or both, from its beginning to its end;
 * close is a write. It then returns -ETIME. 0: it takes only what needs no waiting. SRING_FOREVER:
 * no limit, as at the beginning. */
SRING_API_ void sring_stream_set_time_limit_(struct sring_block_ *block,
                                             enum sring_stream_direction direction,
                                             uint64_t nanoseconds);
SRING_INLINE_ void sring_stream_set_time_limit(const struct sring_stream *stream,
                                               enum sring_stream_direction direction,
                                               uint64_t nanoseconds) SRING_REQUIRES_SHARED(*stream);

/* Returns the first error that stays, of either direction, or 0. Fills in `state`, unless it is
 * NULL. */
SRING_API_ int sring_stream_error_(const struct sring_block_ *block,
                                   struct sring_stream_state *state);
SRING_INLINE_ int sring_stream_error(const struct sring_stream *stream,
                                     struct sring_stream_state *state)
    SRING_REQUIRES_SHARED(*stream);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_stream_open_with(struct sring *ring, struct sring_stream *stream,
                                         struct sring_fd *fd,
                                         const struct sring_stream_options *options)
{
    struct sring_block_ *block = NULL;
    uint64_t word = sring_fd_live_word_(fd, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_stream_open_(ring, &block, word, options);
    stream->block_ = SRING_NOTHING_;
    stream->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        stream->block_ = block;
        stream->token_ = block->owner_;
        fd->word_ = 0;
    }
    return rc;
}

SRING_INLINE_ int sring_stream_open(struct sring *ring, struct sring_stream *stream,
                                    struct sring_fd *fd)
{
    return sring_stream_open_with(ring, stream, fd, NULL);
}

SRING_INLINE_ int sring_stream_close(struct sring *ring, struct sring_stream *stream)
{
    struct sring_block_ *block = sring_stream_block_(stream, __func__);
    int error;

    SRING_PROVE_RING_(ring);
    error = sring_stream_close_(ring, block);
    stream->block_ = NULL;
    return error;
}

SRING_INLINE_ int sring_stream_release(struct sring *ring, struct sring_stream *stream,
                                       struct sring_fd *fd)
{
    struct sring_block_ *block = sring_stream_block_(stream, __func__);
    uint64_t word = 0;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_stream_release_(ring, block, &word);
    fd->word_ = sring_nothing_();
    if (!rc) {
        SRING_PRODUCED_(word);
        fd->word_ = word;
        stream->block_ = NULL;
    }
    return rc;
}

SRING_INLINE_ int64_t sring_stream_read(struct sring *ring, const struct sring_stream *stream,
                                        void *data, size_t size)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_read_(ring, sring_stream_block_(stream, __func__), data, size);
}

SRING_INLINE_ int sring_stream_read_full(struct sring *ring, const struct sring_stream *stream,
                                         void *data, size_t size)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_read_full_(ring, sring_stream_block_(stream, __func__), data, size);
}

SRING_INLINE_ int64_t sring_stream_read_line(struct sring *ring, const struct sring_stream *stream,
                                             char *line, size_t size)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_read_until_(ring, sring_stream_block_(stream, __func__), '\n', line, size,
                                    __func__);
}

SRING_INLINE_ int64_t sring_stream_read_until(struct sring *ring, const struct sring_stream *stream,
                                              unsigned char delimiter, char *text, size_t size)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_read_until_(ring, sring_stream_block_(stream, __func__), delimiter, text,
                                    size, __func__);
}

SRING_INLINE_ int64_t sring_stream_peek(struct sring *ring, const struct sring_stream *stream,
                                        size_t size, const unsigned char **data)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_peek_(ring, sring_stream_block_(stream, __func__), size, data);
}

SRING_INLINE_ int64_t sring_stream_copy_to(struct sring *ring, const struct sring_stream *from,
                                           const struct sring_stream *to, uint64_t count)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_copy_to_(ring, sring_stream_block_(from, __func__),
                                 sring_stream_block_(to, __func__), count);
}

SRING_INLINE_ int sring_stream_write_all(struct sring *ring, const struct sring_stream *stream,
                                         const void *data, size_t size)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_write_all_(ring, sring_stream_block_(stream, __func__), data, size);
}

SRING_INLINE_ int sring_stream_flush(struct sring *ring, const struct sring_stream *stream)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_flush_(ring, sring_stream_block_(stream, __func__));
}

SRING_INLINE_ int sring_stream_shutdown(struct sring *ring, const struct sring_stream *stream,
                                        int how)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_shutdown_(ring, sring_stream_block_(stream, __func__), how);
}

SRING_INLINE_ int64_t sring_stream_seek(struct sring *ring, const struct sring_stream *stream,
                                        int64_t offset, int whence)
{
    SRING_PROVE_RING_(ring);
    return sring_stream_seek_(ring, sring_stream_block_(stream, __func__), offset, whence);
}

SRING_INLINE_ void sring_stream_set_time_limit(const struct sring_stream *stream,
                                               enum sring_stream_direction direction,
                                               uint64_t nanoseconds)
{
    sring_stream_set_time_limit_(sring_stream_block_(stream, __func__), direction, nanoseconds);
}

SRING_INLINE_ int sring_stream_error(const struct sring_stream *stream,
                                     struct sring_stream_state *state)
{
    return sring_stream_error_(sring_stream_block_(stream, __func__), state);
}

SRING_END_C_

#endif /* SRING_STREAM_H */
