/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parts of tcp_proxy that do not depend on how its operations are waited for.
 */
#ifndef TCP_PROXY_H
#define TCP_PROXY_H

#include "arguments.h"

#include <sring/sring.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PIECE = 64 * 1024,   /* bytes of a buffer; a direction has one */
    IN_FLIGHT = 2,       /* operations of a connection */
    OTHER_IN_FLIGHT = 8, /* accept, waker, timers */
    MAX_CONNECTIONS = 32000,
};

#define SECOND UINT64_C(1000000000)
#define PAUSE (SECOND / 10) /* nanoseconds, when descriptors or memory are short */

static const char usage[] =
    "usage: tcp_proxy [-c SECONDS] [-i SECONDS] [-n CONNECTIONS] ADDRESS PORT\n"
    "Passes TCP connections on to a numeric address, until SIGINT or SIGTERM.\n"
    "\n"
    "  -c SECONDS      give up connecting to the target after this time (default 5)\n"
    "  -i SECONDS      end a connection when no byte has moved for this time (default 60)\n"
    "  -n CONNECTIONS  the most at a time; other clients wait (default 1000)\n";

struct options {
    struct sockaddr_storage target;
    socklen_t target_length;
    uint64_t connect_ns, idle_ns;
    unsigned long connections;
};

struct counts {
    unsigned long open, ended, broken, unconnected;
    uint64_t bytes;
};

/* Returns false for an address that is not numeric. */
static inline bool parse_target(struct options *options, const char *address, const char *port)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found;

    if (getaddrinfo(address, port, &hints, &found)) {
        return false;
    }
    memcpy(&options->target, found->ai_addr, found->ai_addrlen);
    options->target_length = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

/* Ends the program for --help or wrong arguments. */
static inline void parse_options(int argc, char **argv, struct options *options)
{
    unsigned long connect = 5, idle = 60;
    bool right = true;
    int option;

    options->connections = 1000;
    if (argc == 2 && !strcmp(argv[1], "--help")) {
        check_arguments(argc, argv, false, usage);
    }
    while ((option = getopt(argc, argv, "c:i:n:")) != -1) {
        switch (option) {
        case 'c':
            connect = positive(optarg, 3600);
            break;
        case 'i':
            idle = positive(optarg, 86400);
            break;
        case 'n':
            options->connections = positive(optarg, MAX_CONNECTIONS);
            break;
        default:
            right = false;
        }
    }
    options->connect_ns = connect * SECOND;
    options->idle_ns = idle * SECOND;
    if (!right || !connect || !idle || !options->connections || argc - optind != 2 ||
        !parse_target(options, argv[optind], argv[optind + 1])) {
        fputs(usage, stderr);
        exit(2);
    }
}

/* Errors of accept that pass. */
static inline bool is_passing(int rc)
{
    return rc == -EMFILE || rc == -ENFILE || rc == -ENOBUFS || rc == -ENOMEM || rc == -ECONNABORTED;
}

/* Small messages are sent at once. */
static inline void set_no_delay(const struct sring_fd *file) SRING_REQUIRES_SHARED(*file)
{
    const int on = 1;

    (void)setsockopt(sring_fd_raw(file), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* The close of the file will send a reset: the peer learns that bytes may be missing. */
static inline void set_reset(const struct sring_fd *file) SRING_REQUIRES_SHARED(*file)
{
    const struct linger linger = {.l_onoff = 1};

    (void)setsockopt(sring_fd_raw(file), SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

/* A socket for the connection to the target. Returns 0 or -errno. */
static inline int open_socket(const struct options *options, struct sring_fd *file)
    SRING_PRODUCES_ON_SUCCESS(*file)
{
    int raw = socket(options->target.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (raw < 0) {
        return -errno;
    }
    sring_fd_adopt(file, raw);
    set_no_delay(file);
    return 0;
}

static inline int print_counts(const struct counts *counts)
{
    printf("%lu ended, %lu broken, %lu not connected, %lu left; %llu bytes\n", counts->ended,
           counts->broken, counts->unconnected, counts->open, (unsigned long long)counts->bytes);
    return fflush(stdout);
}

#endif /* TCP_PROXY_H */
