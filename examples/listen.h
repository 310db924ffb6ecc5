/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The listening socket of the small servers.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listening socket on the port (0: any that is free), or -errno. Prints the port. */
static inline int listen_on_port(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t length = sizeof(address);
    int on = 1;
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int rc;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (raw < 0) {
        return -errno;
    }
    if (setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
        bind(raw, (struct sockaddr *)&address, length) || listen(raw, 128) ||
        getsockname(raw, (struct sockaddr *)&address, &length)) {
        rc = -errno;
        close(raw);
        return rc;
    }
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return raw;
}

static inline int listen_here(void)
{
    return listen_on_port(0);
}

#endif /* LISTEN_H */
