/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What all servers of the contest have in common, so that they differ in one thing only.
 */
#ifndef BENCH_ECHO_LISTENER_H
#define BENCH_ECHO_LISTENER_H

enum {
    ECHO_BUFFER = 16 * 1024, /* bytes that are received at a time at most */
    ECHO_CONNECTIONS = 256,  /* room for so many */
    ECHO_ENTRIES = 256,      /* submission queue */
    ECHO_COMPLETIONS = 4096  /* completion queue */
};

/* Listens on a free port of the loopback and prints `listening on 127.0.0.1 port N`. What it
 * accepts has TCP_NODELAY, which is inherited. Returns the socket; ends the program on errors. */
int echo_listen(int flags);

/* Ends the program with a message unless `rc`, 0 or -errno, is good. */
void echo_need(int rc, const char *what);

/* The same, but as one that cannot take part in the contest. */
void echo_need_feature(int rc, const char *what);

#endif /* BENCH_ECHO_LISTENER_H */
