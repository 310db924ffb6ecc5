/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parts of http_server: connections, the log, the worker.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <sring/sring.h>

#include <stdbool.h>
#include <stdint.h>

enum {
    MAX_REQUEST = 4096, /* bytes of a request's head */
    MAX_TARGET = 128
};

struct connection;

/* --- http_log.c: lines in a file that survive a crash ----------------------------------------- */

struct log {
    bool open;                /* there is a file */
    struct sring_fd file;     /* stashed */
    struct sring_buf pending; /* lines that are not written yet, stashed */
    bool writing;             /* a batch is in flight: write, and fdatasync behind it */
    uint64_t batches, lost;   /* lines that did not fit into `pending` */
    int error;                /* the first one; nothing is written after it */
};

/* Takes over the file. Returns 0 or -errno. */
int log_open(struct log *log, struct sring_fd *file) SRING_CONSUMES_ON_SUCCESS(*file);
/* Appends a line, which reaches the disk together with others. */
void log_request(struct sring *ring, struct log *log, const char *target, int status)
    SRING_REQUIRES(*ring);
void log_close(struct sring *ring, struct log *log) SRING_REQUIRES(*ring);

/* --- http_worker.c: a thread that computes ---------------------------------------------------- */

struct job {
    struct connection *connection;
    uint64_t number, answer;
    struct job *next; /* in the worker's queue */
    struct job *pending_next, **pending_link;
};

struct worker;

/* Starts the thread. It calls `answered(ring, job)` on the ring's thread for each job. Returns 0 or
 * -errno. */
int worker_start(struct sring *ring, struct worker **worker,
                 void (*answered)(struct sring *ring, struct job *job)) SRING_REQUIRES(*ring);
void worker_give(struct worker *worker, struct job *job);
/* Ends the thread, and gives back the jobs that are left. */
void worker_stop(struct sring *ring, struct worker *worker) SRING_REQUIRES(*ring);

/* --- http_connection.c ------------------------------------------------------------------------ */

struct server {
    struct sring_fd listener;       /* stashed */
    struct sring_buf_ring received; /* stashed: buffers that all connections share */
    struct sring_waker shutdown;    /* stashed: the signal handler wakes it */
    struct sring_ticket accepting, patience;
    struct connection *connections;
    struct worker *worker;
    struct log log;
    uint64_t idle_ns; /* after this time without a request a connection is closed */
    bool stopping;
    unsigned open, peak;
    uint64_t accepted, requests, idle_closed;
    int error;
};

/* Takes over a client. */
void open_connection(struct sring *ring, struct server *server, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*client);
/* Closes idle connections; the others are closed after their answer, or `now`. */
void finish_connections(struct sring *ring, struct server *server, bool now) SRING_REQUIRES(*ring);
/* The worker has the answer to a request. */
void answer_job(struct sring *ring, struct job *job) SRING_REQUIRES(*ring);
/* Called when the last connection of a stopping server is closed. */
void server_is_empty(struct sring *ring, struct server *server) SRING_REQUIRES(*ring);

#endif /* HTTP_SERVER_H */
