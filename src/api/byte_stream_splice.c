/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * copy_to inside the kernel, by splice: from a file with a position to a socket or pipe, through a
 * pipe of the stream's own; and from one pipe to another. After an error what is in that pipe is
 * read again from the file, so nothing is lost.
 *
 * Between a pipe and another file the kernel waits for that file with the pipe locked. Whoever
 * reads or writes the pipe meanwhile sleeps and cannot be killed, also in io_uring_enter; for ever,
 * if it is the thread that is to make the file ready. So the program's pipes are not used in this
 * way.
 *
 * From a socket it does not pay: each splice runs in a worker, and of what is in the pipe at most a
 * read buffer could be taken back.
 */
#include "api/byte_stream.h"

#include <sring/ops/splice.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NO_OFFSET UINT64_MAX
#define WORTH_IT 262144u /* bytes: the size of the pipe, and the least that is spliced */

/* Returns how many bytes the file has behind the position. */
static uint64_t left_in(const struct byte_stream *stream)
{
    struct stat stat;

    if (fstat(sring_bytes_raw(stream), &stat) || !S_ISREG(stat.st_mode) ||
        (uint64_t)stat.st_size < stream->position) {
        return 0;
    }
    return (uint64_t)stat.st_size - stream->position;
}

/* With the default size of a pipe, splice costs more than reads and writes. */
static bool open_pipe(struct byte_stream *stream)
{
    if (stream->pipe[0] >= 0) {
        return true;
    }
    if (pipe2(stream->pipe, O_CLOEXEC)) {
        return false;
    }
    if (fcntl(stream->pipe[0], F_SETPIPE_SZ, (int)WORTH_IT) < (int)WORTH_IT) {
        sring_bytes_close_pipe(stream);
        return false;
    }
    return true;
}

static bool is_worth_it(struct byte_stream *from, const struct byte_stream *to, uint64_t count)
{
    if (from->never_splices || count < WORTH_IT || sring_bytes_count(&from->out) ||
        from->in.number || from->in.error) {
        return false;
    }
    return from->seeks
               ? (to->is_socket || to->is_pipe) && left_in(from) >= WORTH_IT && open_pipe(from)
               : from->is_pipe && to->is_pipe;
}

/* Moves up to `count` bytes once, in the time of `side`. Returns their number or -errno. */
static SRING_TRUSTED int splice_once(struct sring *ring, struct byte_stream *from,
                                     struct stream_side *side, int raw_in, int raw_out,
                                     uint32_t count, enum stream_flight flight,
                                     const char *function)
{
    const struct sring_fd in = {SRING_FD_WORD_(raw_in, 0)};
    const struct sring_fd out = {SRING_FD_WORD_(raw_out, 0)};
    struct sring_splice_submitted inflight;
    struct sring_splice_building op;
    int rc;

    if (side->tried && side->ends_at && !sring_bytes_time_left(ring, side)) {
        return -ETIME;
    }
    rc = sring_splice_init(ring, &op, &out, &in,
                           flight == FLIGHT_INTO_PIPE ? from->position : NO_OFFSET, NO_OFFSET,
                           count, 0);
    if (rc) {
        return rc;
    }
    if (side->ends_at) {
        rc = sring_splice_set_timeout(ring, &op, sring_bytes_time_left(ring, side));
        if (rc) {
            sring_splice_abandon(ring, &op);
            return rc;
        }
    }
    sring_keep_to_free(ring, true);
    sring_splice_submit(ring, &op, &inflight);
    side->tried = true;
    from->in.number = inflight.number_;
    from->in.flight = flight;
    sring_keep_to_free(ring, false);
    return sring_bytes_settle(ring, from, &from->in, function);
}

static void count_copied(struct byte_stream *from, struct byte_stream *to, int count)
{
    from->in.last += (uint32_t)count;
    to->out.last += (uint32_t)count;
    to->out.total += (uint32_t)count;
}

/* From the stream's pipe. Returns 0 when all is out, or -errno. */
static int splice_out(struct sring *ring, struct byte_stream *from, struct byte_stream *to,
                      const char *function)
{
    while (from->piped) {
        int rc = splice_once(ring, from, &to->out, from->pipe[0], sring_bytes_raw(to), from->piped,
                             FLIGHT_OUT_OF_PIPE, function);

        if (rc > 0) {
            count_copied(from, to, rc);
        } else if (rc != -EINTR) {
            return rc ? rc : -EIO;
        }
    }
    return 0;
}

/* Returns the number of bytes copied, 0 at the end, or -errno. */
static int splice_some(struct sring *ring, struct byte_stream *from, struct byte_stream *to,
                       uint64_t count, const char *function)
{
    const bool direct = from->is_pipe;
    const uint32_t most = count < WORTH_IT ? (uint32_t)count : WORTH_IT;
    int rc = splice_once(ring, from, &from->in, sring_bytes_raw(from),
                         direct ? sring_bytes_raw(to) : from->pipe[1], most,
                         direct ? FLIGHT_THROUGH : FLIGHT_INTO_PIPE, function);
    int error = 0;

    if (rc > 0 && direct) {
        count_copied(from, to, rc);
    } else if (rc > 0) {
        error = splice_out(ring, from, to, function);
        sring_bytes_empty_pipe(from);
    }
    return error ? error : rc;
}

/* An error that is met again without splice is left to that: it is then known which file has it.
 * (A pipe without a reader is an error here even if there is nothing more to write.) What a socket
 * tells only once stays. */
static int judge(struct byte_stream *from, struct byte_stream *to, int error)
{
    if (error == -ETIME || error == -ECANCELED || error == -ENOMEM) {
        return error;
    }
    from->never_splices = true;
    return error == -ECONNRESET || error == -ETIMEDOUT ? sring_bytes_fail(to, &to->out, error)
                                                       : -EOPNOTSUPP;
}

int64_t sring_bytes_splice(struct sring *ring, struct byte_stream *from, struct byte_stream *to,
                           uint64_t count, const char *function)
{
    const uint64_t before = from->in.last;

    if (!is_worth_it(from, to, count)) {
        return -EOPNOTSUPP;
    }
    while (count > from->in.last - before) {
        int rc = splice_some(ring, from, to, count - (from->in.last - before), function);

        if (!rc) {
            return 0;
        }
        if (rc < 0 && rc != -EINTR) {
            return judge(from, to, rc);
        }
    }
    return (int64_t)(from->in.last - before);
}
