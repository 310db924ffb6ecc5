/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * TCP connections for sends without a copy. With a receiver that does not read and a small window
 * the bytes stay in the sender's queue, and the kernel needs the buffer.
 */
#ifndef SRING_TESTS_CONNECTIONS_H
#define SRING_TESTS_CONNECTIONS_H

#include "support.h"

#define STUFFED (128 * 1024) /* bytes before those of the test: more than the window */

struct connection {
    struct sring_fd sender;
    int receiver;
};

/* A TCP connection over the loopback device; `stuffed`: with a full window. */
static inline void connect_both(struct connection *both, bool stuffed)
{
    static const char stuffing[STUFFED];
    const int small = 4096, large = 1 << 20;
    struct sockaddr_storage address;
    struct sring_fd listener;
    socklen_t length;
    int raw;

    listen_on(&listener, AF_INET, &address, &length);
    both->receiver = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(setsockopt(both->receiver, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)), 0);
    assert_int_equal(connect(both->receiver, (struct sockaddr *)&address, length), 0);
    raw = accept4(sring_fd_raw(&listener), NULL, NULL, SOCK_CLOEXEC);
    assert_true(raw >= 0);
    assert_int_equal(setsockopt(raw, SOL_SOCKET, SO_SNDBUF, &large, sizeof(large)), 0);
    close(sring_fd_release(&listener));
    sring_fd_adopt(&both->sender, raw);
    if (stuffed) {
        assert_int_equal(send(raw, stuffing, STUFFED, 0), STUFFED);
    }
}

static inline void disconnect(struct sring *ring, struct connection *both)
{
    sring_fd_close(ring, &both->sender);
    close(both->receiver);
}

/* Reads `count` bytes at the other end. */
static inline void receive(const struct connection *both, void *into, size_t count)
{
    for (size_t at = 0; at < count;) {
        ssize_t n = recv(both->receiver, (char *)into + at, count - at, 0);

        assert_true(n > 0);
        at += (size_t)n;
    }
}

static inline void unstuff(const struct connection *both)
{
    static char taken[STUFFED];

    receive(both, taken, STUFFED);
}

#endif /* SRING_TESTS_CONNECTIONS_H */
