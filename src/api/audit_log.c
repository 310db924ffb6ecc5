/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Writes a line of JSON for each record of the audit function.
 */
#include "base/base.h"

#include <sring/audit_log.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEPT 65536     /* bytes of lines in memory */
#define PIECE 4096     /* what a pipe takes at once if poll(2) says that it can be written */
#define RETRY_EVERY 64 /* dropped lines */

/* --- a line --------------------------------------------------------------------------------- */

/* Longer than any line. */
struct line {
    char text[512];
    size_t length;
};

static void put(struct line *line, const char *text)
{
    size_t length = strlen(text);

    SRING_ASSERT(line->length + length <= sizeof(line->text));
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

static void put_unsigned(struct line *line, const char *key, uint64_t value)
{
    char digits[21], *at = digits + sizeof(digits) - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put(line, key);
    put(line, at);
}

static void put_signed(struct line *line, const char *key, int64_t value)
{
    if (value >= 0) {
        put_unsigned(line, key, (uint64_t)value);
        return;
    }
    put(line, key);
    put_unsigned(line, "-", (uint64_t)-value);
}

static void put_file(struct line *line, const struct sring_audit_record *record)
{
    if (record->fd >= 0) {
        put_signed(line, ",\"fd\":", record->fd);
    }
    if (record->slot >= 0) {
        put_signed(line, ",\"slot\":", record->slot);
    }
}

static void put_flags(struct line *line, const struct sring_audit_record *record)
{
    const struct {
        bool set;
        const char *text;
    } flags[] = {
        {record->more, ",\"more\":true"},       {record->cancelled, ",\"cancelled\":true"},
        {record->expired, ",\"expired\":true"}, {record->detached, ",\"detached\":true"},
        {record->lost, ",\"lost\":true"},
    };

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (flags[i].set) {
            put(line, flags[i].text);
        }
    }
}

static void make_line(struct line *line, const struct sring_audit_record *record)
{
    static const char *const begun[] = {[SRING_AUDIT_SUBMIT] = ",\"begun_by\":\"submit\"",
                                        [SRING_AUDIT_START] = ",\"begun_by\":\"start\"",
                                        [SRING_AUDIT_BATCH] = ",\"begun_by\":\"batch\""};

    line->length = 0;
    put_unsigned(line, "{\"unix_ns\":", sring_now_on(CLOCK_REALTIME));
    put_unsigned(line, ",\"ticket\":", record->ticket);
    if (record->name) {
        put(line, ",\"op\":\"");
        put(line, record->name);
        put(line, "\"");
    }
    put_unsigned(line, ",\"opcode\":", record->opcode);
    put_file(line, record);
    put_signed(line, ",\"result\":", record->result);
    if (record->bytes >= 0) {
        put_signed(line, ",\"bytes\":", record->bytes);
    }
    put_unsigned(line, ",\"begun_ns\":", record->begun_ns);
    put_unsigned(line, ",\"duration_ns\":", record->duration_ns);
    put(line,
        record->clock == CLOCK_BOOTTIME ? ",\"clock\":\"boottime\"" : ",\"clock\":\"monotonic\"");
    put(line, begun[record->begun]);
    put_flags(line, record);
    put(line, "}\n");
}

/* --- writing -------------------------------------------------------------------------------- */

/* Returns 0 if a write does not wait, or raise a signal; otherwise -EAGAIN or the error. */
static int look(int fd)
{
    struct pollfd look = {.fd = fd, .events = POLLOUT};
    int rc = poll(&look, 1, 0);

    if (rc < 0) {
        return errno == EINTR ? -EAGAIN : -errno;
    }
    return look.revents & POLLNVAL            ? -EBADF
           : look.revents & POLLERR           ? -EPIPE
           : !rc || !(look.revents & POLLOUT) ? -EAGAIN
                                              : 0;
}

/* Writes the next piece. Returns the number of bytes or -errno. */
static ssize_t write_piece(const struct sring_audit_log *log, const unsigned char *text,
                           size_t size)
{
    size_t piece = S_ISREG(log->mode_) || size < PIECE ? size : PIECE;
    int rc = look(log->fd_);
    ssize_t written;

    if (rc) {
        return rc;
    }
    written = S_ISSOCK(log->mode_) ? send(log->fd_, text, piece, MSG_DONTWAIT | MSG_NOSIGNAL)
                                   : write(log->fd_, text, piece);
    return written < 0 ? -errno : written;
}

/* Writes what is kept, or a part of it. Returns 0 or -errno. */
static int write_out(struct sring_audit_log *log)
{
    size_t at = 0;
    ssize_t written = 0;

    while (at < log->used_) {
        written = write_piece(log, log->text_ + at, log->used_ - at);
        if (written < 0 && written != -EINTR) {
            break;
        }
        at += written > 0 ? (size_t)written : 0;
    }
    log->used_ -= at;
    memmove(log->text_, log->text_ + at, log->used_);
    log->error_ = written < 0 ? (int)written : 0;
    return log->error_;
}

static void check_open(const struct sring_audit_log *log, const char *function)
{
    if (!log->text_) {
        sring_misuse_(function, "an open log", "one that was closed");
    }
}

int sring_audit_log_open(struct sring_audit_log *log, int fd)
{
    struct stat about;

    memset(log, 0, sizeof(*log));
    if (fstat(fd, &about)) {
        return -errno;
    }
    log->text_ = malloc(KEPT);
    if (!log->text_) {
        return -ENOMEM;
    }
    log->fd_ = fd;
    log->mode_ = about.st_mode;
    return 0;
}

/* Makes room. Returns whether there is. While the file takes nothing, it is not asked each time. */
static bool has_room(struct sring_audit_log *log, size_t size)
{
    if (log->used_ + size > KEPT && log->dropped_ % RETRY_EVERY == 0) {
        (void)write_out(log);
    }
    return log->used_ + size <= KEPT;
}

static void keep(struct sring_audit_log *log, const struct line *line)
{
    memcpy(log->text_ + log->used_, line->text, line->length);
    log->used_ += line->length;
}

void sring_audit_log_write(const struct sring_audit_record *record, void *arg)
{
    struct sring_audit_log *log = arg;
    struct line line, gap = {.length = 0};

    check_open(log, __func__);
    make_line(&line, record);
    if (log->dropped_) {
        put_unsigned(&gap, "{\"dropped\":", log->dropped_);
        put(&gap, "}\n");
    }
    if (!has_room(log, line.length + gap.length)) {
        log->dropped_++;
        log->dropped_total_++;
        return;
    }
    keep(log, &gap);
    keep(log, &line);
    log->dropped_ = 0;
}

int sring_audit_log_flush(struct sring_audit_log *log)
{
    check_open(log, __func__);
    return write_out(log);
}

uint64_t sring_audit_log_dropped(const struct sring_audit_log *log)
{
    return log->dropped_total_;
}

int sring_audit_log_close(struct sring_audit_log *log)
{
    int rc;

    check_open(log, __func__);
    rc = write_out(log);
    free(log->text_);
    log->text_ = NULL;
    return rc;
}
