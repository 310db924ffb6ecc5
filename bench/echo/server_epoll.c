/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with epoll: level-triggered, one recv and one send per message, the minimum.
 */
#include "listener.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int fd;
    size_t sent, length; /* of the bytes in the buffer */
    char data[ECHO_BUFFER];
};

static void watch(int epoll, int operation, int fd, uint32_t events, struct connection *connection)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};

    echo_need(epoll_ctl(epoll, operation, fd, &event) ? -errno : 0, "epoll_ctl");
}

static void accept_one(int epoll, int listener)
{
    struct connection *connection;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0) {
        return;
    }
    connection = malloc(sizeof(*connection));
    echo_need(connection ? 0 : -ENOMEM, "connection");
    connection->fd = fd;
    connection->sent = connection->length = 0;
    watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, connection);
}

static void end(struct connection *connection)
{
    close(connection->fd);
    free(connection);
}

static void serve(int epoll, struct connection *connection)
{
    int was_waiting = connection->sent < connection->length;
    ssize_t n;

    if (!was_waiting) {
        n = recv(connection->fd, connection->data, sizeof(connection->data), 0);
        if (n <= 0) {
            if (n == 0 || errno != EAGAIN) {
                end(connection);
            }
            return;
        }
        connection->sent = 0;
        connection->length = (size_t)n;
    }
    n = send(connection->fd, connection->data + connection->sent,
             connection->length - connection->sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) {
        end(connection);
        return;
    }
    connection->sent += n > 0 ? (size_t)n : 0;
    if (was_waiting != (connection->sent < connection->length)) {
        watch(epoll, EPOLL_CTL_MOD, connection->fd, was_waiting ? EPOLLIN : EPOLLOUT, connection);
    }
}

int main(int argc, char **argv)
{
    static struct epoll_event events[ECHO_CONNECTIONS];
    int listener = echo_listen(SOCK_NONBLOCK);
    int epoll = epoll_create1(EPOLL_CLOEXEC);

    (void)echo_connections(argc, argv);
    echo_need(epoll < 0 ? -errno : 0, "epoll_create1");
    watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
    for (;;) {
        int count = epoll_wait(epoll, events, ECHO_CONNECTIONS, -1);

        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr) {
                serve(epoll, events[i].data.ptr);
            } else {
                accept_one(epoll, listener);
            }
        }
    }
}
