/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Common code of all servers of the contest.
 */
#ifndef BENCH_ECHO_LISTENER_H
#define BENCH_ECHO_LISTENER_H

#ifdef __cplusplus
extern "C" {
#endif

enum {
    ECHO_BUFFER = 16 * 1024, /* the most bytes received at a time */
    ECHO_CONNECTIONS = 256,  /* the most connections, unless a server gets their number */
    ECHO_ENTRIES = 256,      /* submission queue */
    ECHO_COMPLETIONS = 4096, /* completion queue */
    /* The buffer ring of the servers with multishot receive. */
    ECHO_RING_BUFFERS = 1024,
    ECHO_RING_BUFFER = 4096
};

/* Returns the number of connections in a server's arguments, and allows as many descriptors. */
unsigned echo_connections(int argc, char **argv);

/* The queues of the servers with multishot receive. Each connection has at most three completions
 * at a time. */
static inline unsigned echo_entries(unsigned connections)
{
    return connections > ECHO_CONNECTIONS ? 4096 : (unsigned)ECHO_ENTRIES;
}

static inline unsigned echo_capacity(unsigned connections)
{
    unsigned most = 3 * connections + 64;

    return most > ECHO_ENTRIES ? most : (unsigned)ECHO_ENTRIES;
}

/* Listens on a free port of the loopback and prints `listening on 127.0.0.1 port N`. Accepted
 * sockets inherit TCP_NODELAY. Returns the socket; ends the program on errors. */
int echo_listen(int flags);

/* Ends the program with a message if `rc` is -errno. */
void echo_need(int rc, const char *what);

/* The same, but as a contestant that cannot run here. */
void echo_need_feature(int rc, const char *what);

#ifdef __cplusplus
}
#endif

#endif /* BENCH_ECHO_LISTENER_H */
