/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Common code of all servers of the contest.
 */
#ifndef BENCH_ECHO_LISTENER_H
#define BENCH_ECHO_LISTENER_H

enum {
    ECHO_BUFFER = 16 * 1024, /* the most bytes received at a time */
    ECHO_CONNECTIONS = 256,  /* the most connections */
    ECHO_ENTRIES = 256,      /* submission queue */
    ECHO_COMPLETIONS = 4096  /* completion queue */
};

/* Listens on a free port of the loopback and prints `listening on 127.0.0.1 port N`. Accepted
 * sockets inherit TCP_NODELAY. Returns the socket; ends the program on errors. */
int echo_listen(int flags);

/* Ends the program with a message if `rc` is -errno. */
void echo_need(int rc, const char *what);

/* The same, but as a contestant that cannot run here. */
void echo_need_feature(int rc, const char *what);

#endif /* BENCH_ECHO_LISTENER_H */
