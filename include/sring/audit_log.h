/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ready-made audit function: writes a line of JSON for each record.
 *
 *     struct sring_audit_log log;
 *     struct sring_options options = {.audit = sring_audit_log_write, .audit_arg = &log};
 *
 *     rc = sring_audit_log_open(&log, fd);
 *
 * docs/OBSERVING.md has the keys. A log serves any number of rings of one thread. It is closed
 * after them.
 */
#ifndef SRING_AUDIT_LOG_H
#define SRING_AUDIT_LOG_H

#include <sring/annotations.h>
#include <sring/audit.h>

#include <stddef.h>

SRING_BEGIN_C_

/* Lines are kept in memory (64 KiB) until there is no room for the next one, and then written with
 * write(2), never with the ring. What cannot be written stays in memory, and is tried again later.
 * A line for which there is no room is dropped and counted: the next line is then {"dropped":N}. So
 * the file never has a part of a line, unless its last write ended in one.
 *
 * A full disk, an error, a pipe or socket that nobody reads: lines are dropped, and the ring goes
 * on. A pipe without a reader raises no SIGPIPE. A file on a slow disk is waited for, as write(2)
 * does, and so is a terminal that is stopped, and a pipe that other processes fill. */
struct sring_audit_log {
    unsigned char *text_; /* NULL: closed */
    size_t used_;         /* bytes of text_ */
    uint64_t dropped_;    /* lines, since the last one that was kept */
    uint64_t dropped_total_;
    int fd_;
    int error_;     /* of the last write: 0 or -errno */
    uint32_t mode_; /* st_mode of the file */
};

/* Opens a log that is written to `fd`, which stays the caller's and must stay open. Returns 0,
 * -ENOMEM, or -EBADF (it is not open). */
SRING_API_ SRING_FALLIBLE int sring_audit_log_open(struct sring_audit_log *log, int fd);
/* Keeps a line. It is the audit function for struct sring_options; `log` is its argument, a struct
 * sring_audit_log. */
SRING_API_ void sring_audit_log_write(const struct sring_audit_record *record, void *log);
/* Writes what is kept: before a program sleeps for long, or from time to time. Returns 0, -EAGAIN
 * (the pipe or socket is full), or the error of write(2) as -errno, such as -ENOSPC or -EPIPE. What
 * was not written is kept. */
SRING_API_ int sring_audit_log_flush(struct sring_audit_log *log);
/* Returns the number of lines that were dropped since the log was opened. */
SRING_API_ uint64_t sring_audit_log_dropped(const struct sring_audit_log *log);
/* Writes what is kept, and frees the memory. Returns as sring_audit_log_flush; what could not be
 * written then is lost. Does not close the descriptor. */
SRING_API_ int sring_audit_log_close(struct sring_audit_log *log);

SRING_END_C_

#endif /* SRING_AUDIT_LOG_H */
