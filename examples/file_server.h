/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parts of file_server: requests, answers, connections.
 */
#ifndef FILE_SERVER_H
#define FILE_SERVER_H

#include <sring/sring.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

enum {
    MAX_HEAD = 8192,         /* bytes of a request's head */
    MAX_PATH = 1024,         /* bytes of a decoded path */
    ANSWER_SIZE = 64 * 1024, /* bytes that are sent at a time, with an answer's head */
};

#define INDEX "index.html" /* what is served for a directory */

/* --- file_request.c: the head of a request; it needs no library ------------------------------ */

/* The strings are in the head that was parsed. A field that is not there is NULL. */
struct request {
    bool head;          /* the method is HEAD */
    bool close;         /* the connection ends after the answer */
    bool http_1_0;      /* the client's version */
    bool has_body;      /* bytes follow that are not a request */
    bool has_length;    /* there is a Content-Length */
    unsigned hosts;     /* number of Host fields */
    const char *target; /* as it was sent, without the query */
    const char *range, *if_range, *if_match, *if_none_match, *if_modified_since,
        *if_unmodified_since;
    char path[MAX_PATH + sizeof(INDEX)]; /* decoded, relative to the root */
};

/* Returns the length of the head at the beginning of the bytes, or 0 if its end is not there.
 * `scanned` is 0 in the first call for a head; so each byte is looked at once. */
size_t find_head(const char *data, size_t length, size_t *scanned);
/* Parses a head that find_head has found, and changes it. Returns 0 or the status of an error. */
int parse_request(char *head, size_t length, struct request *request);

/* --- file_answer.c: what to answer; it needs no library -------------------------------------- */

struct answer {
    int status;
    uint64_t first, length; /* the part of the file that is the body; a length of 0 is none */
    size_t size;            /* bytes of `text` */
};

/* Answers with a file, a part of it, or that it has not changed. Fills `text` with the head. */
void answer_file(const struct request *request, const struct stat *file, time_t now, char *text,
                 size_t room, struct answer *answer);
/* Answers with an error or a redirection. Fills `text` with head and body. */
void answer_status(const struct request *request, int status, time_t now, char *text, size_t room,
                   struct answer *answer);

/* --- the server ------------------------------------------------------------------------------ */

struct connection;

struct server {
    struct sring_fd root;      /* stashed: the directory that is served */
    struct sring_pool answers; /* stashed: buffers of ANSWER_SIZE */
    unsigned limit;            /* connections at a time */
    uint64_t head_ns;          /* the time that the head of a request may take */
    uint64_t idle_ns;          /* the time between two requests */
    uint64_t stall_ns;         /* the time in which a client takes nothing of its answer */
    bool copy;                 /* no splice */
    bool stopping;
    struct sring_fd listener; /* stashed until the fiber begins that accepts */
    struct sring_ticket fiber, accepting;
    struct sring_event room; /* a connection has ended, or the server stops */
    struct connection *connections;
    unsigned open;
    uint64_t accepted, requests, timed_out;
};

/* --- file_connection.c: a fiber that accepts, and one for each connection -------------------- */

/* Accepts clients and serves them until it is stopped. Returns 0 or -errno. */
int serve_clients(struct sring *ring, struct server *server, struct sring_fd *listener)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*listener);
/* The first call ends the accept and the connections that wait for a request; the others end after
 * their answer. The second call cancels them. */
void stop_serving(struct sring *ring, struct server *server) SRING_REQUIRES(*ring);

/* --- file_body.c: sending -------------------------------------------------------------------- */

/* Sends the buffer. The client has the stall time to take some of it, again and again. Returns 0 or
 * -errno; -ETIME. */
int send_all(struct sring *ring, const struct server *server, const struct sring_fd *client,
             struct sring_buf *out, uint32_t flags) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*out);
/* Sends the buffer, and behind it the answer's part of the file. Returns 0 or -errno; -EIO if the
 * file has become shorter. */
int send_file(struct sring *ring, const struct server *server, const struct sring_fd *client,
              const struct sring_fd *file, struct answer *answer, struct sring_buf *out)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*file)
        SRING_REQUIRES(*out);

#endif /* FILE_SERVER_H */
