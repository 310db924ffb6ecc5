/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

void echo_need(int rc, const char *what)
{
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(-rc));
        exit(1);
    }
}

void echo_need_feature(int rc, const char *what)
{
    if (rc < 0) {
        printf("SKIP: %s: %s\n", what, strerror(-rc));
        exit(77);
    }
}

unsigned echo_connections(int argc, char **argv)
{
    unsigned connections = argc > 1 ? (unsigned)atoi(argv[1]) : ECHO_CONNECTIONS;
    struct rlimit limit;

    if (!getrlimit(RLIMIT_NOFILE, &limit)) {
        limit.rlim_cur = limit.rlim_max; /* the load has checked that this is enough */
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    return connections;
}

int echo_listen(int flags)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(name);
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

    if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) ||
        bind(fd, (struct sockaddr *)&name, sizeof(name)) || listen(fd, SOMAXCONN) ||
        getsockname(fd, (struct sockaddr *)&name, &size)) {
        echo_need(-errno, "listen");
    }
    printf("listening on 127.0.0.1 port %u\n", ntohs(name.sin_port));
    fflush(stdout);
    return fd;
}
