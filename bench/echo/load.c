/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_echo_load SIZE CONNECTIONS SECONDS SERVER [ARGUMENT...]
 * bench_echo_load SIZE CONNECTIONS REQUESTSx SERVER [ARGUMENT...]
 *
 * Starts a server on the first processor and loads it from the second one: every connection sends
 * SIZE bytes, waits for them, compares them, and repeats. Prints
 *
 *     requests_per_second N
 *     cpu_ns_per_request N     the server's, in user and kernel mode, all of its threads
 *     latency_p50_us N         from a request to its answer; also p99, and p999 for 99.9 %
 *     bytes_per_connection N   what the server's resident memory has grown by, at least 1
 *
 * for SECONDS after a warm-up. In the second form it sends about so many requests, as many in all
 * connections together, and prints nothing: for a program that counts what the server executes. The
 * server prints `listening on ADDRESS port N` when it is ready, and is ended by SIGTERM.
 */
#include "latency.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP_SECONDS 0.2
#define SILENCE_MS 60000 /* a server without an answer for this long is broken */
#define SKIPPED 77

struct client {
    int fd;
    uint64_t sequence;
    uint64_t sent_at; /* nanoseconds */
    size_t received;
    unsigned char *message; /* the sent bytes, which must come back */
};

static size_t size;
static unsigned char *received; /* by any connection, at the offset in its message */

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

_Noreturn static void die_of(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static double now(clockid_t clock)
{
    struct timespec time;

    if (clock_gettime(clock, &time)) {
        die("clock_gettime");
    }
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* With one processor they share it, and the numbers are not reliable. */
static void run_on(int processor)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    (void)sched_setaffinity(0, sizeof(set), &set);
}

/* Returns the process, and the port in `*port`. Ends the program if the server exits; if the server
 * cannot run here, as a contestant that cannot. */
static pid_t start_server(char **argv, unsigned *port)
{
    char line[1024] = "";
    int output[2];
    FILE *lines;
    pid_t server;

    if (pipe(output)) {
        die("pipe");
    }
    server = fork();
    if (server < 0) {
        die("fork");
    }
    if (server == 0) {
        run_on(0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(output[1], STDOUT_FILENO);
        close(output[0]);
        close(output[1]);
        execv(argv[0], argv);
        die(argv[0]);
    }
    close(output[1]);
    lines = fdopen(output[0], "r"); /* stays open: the server may print statistics in the end */
    if (!lines || !fgets(line, sizeof(line), lines) ||
        sscanf(line, "listening on %*s port %u", port) != 1) {
        int status;

        fputs(line, stdout);
        if (waitpid(server, &status, 0) == server && WIFEXITED(status) &&
            WEXITSTATUS(status) == SKIPPED) {
            exit(SKIPPED);
        }
        die_of("the server did not start");
    }
    return server;
}

static uint64_t now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void send_next(struct client *client)
{
    uint64_t at = now_ns();

    latency_add(at - client->sent_at);
    client->sent_at = at;
    client->sequence++;
    client->received = 0;
    memcpy(client->message, &client->sequence, sizeof(client->sequence));
    if (send(client->fd, client->message, size, MSG_NOSIGNAL) != (ssize_t)size) {
        die("send");
    }
}

static void connect_to(struct client *client, unsigned number, unsigned port)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;

    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&name, sizeof(name)) ||
        setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on))) {
        die("connect");
    }
    client->sequence = (uint64_t)number << 32;
    client->message = malloc(size);
    if (!client->message) {
        die("message");
    }
    for (size_t i = 0; i < size; i++) {
        client->message[i] = (unsigned char)(number + i * 7);
    }
}

/* Receives an answer. Returns whether it was the end of a message. */
static int receive(struct client *client)
{
    ssize_t n = recv(client->fd, received + client->received, size - client->received, 0);

    if (n <= 0) {
        die_of("the server closed a connection");
    }
    if (memcmp(received + client->received, client->message + client->received, (size_t)n) != 0) {
        die_of("the received bytes differ from those sent");
    }
    client->received += (size_t)n;
    return client->received == size;
}

/* Runs until `end`, and until there are `most` answers. Returns the number of answered requests. */
static uint64_t load(int epoll, int connections, double end, uint64_t most)
{
    struct epoll_event events[128];
    uint64_t requests = 0;
    int room = connections < 128 ? connections : 128;

    while (requests < most && now(CLOCK_MONOTONIC) < end) {
        int count = epoll_wait(epoll, events, room, SILENCE_MS);

        if (count == 0) {
            die_of("the server does not answer");
        }
        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;

            if (receive(client)) {
                send_next(client);
                requests++;
            }
        }
    }
    return requests;
}

/* Both programs need a descriptor for each connection. The server raises its limit, too. */
static void raise_limit(int connections)
{
    rlim_t wanted = (rlim_t)connections + 64;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit)) {
        die("getrlimit");
    }
    if (limit.rlim_cur < wanted && limit.rlim_max >= wanted) {
        limit.rlim_cur = wanted;
        if (setrlimit(RLIMIT_NOFILE, &limit)) {
            die("setrlimit");
        }
    }
    if (limit.rlim_cur < wanted) {
        printf("SKIP: at most %llu descriptors are allowed (ulimit -Hn)\n",
               (unsigned long long)limit.rlim_max);
        exit(SKIPPED);
    }
}

static double resident(pid_t process)
{
    char path[64];
    double pages = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/statm", (int)process);
    file = fopen(path, "r");
    if (!file || fscanf(file, "%*s %lf", &pages) != 1) {
        die(path);
    }
    fclose(file);
    return pages * (double)sysconf(_SC_PAGESIZE);
}

static void connect_all(int epoll, struct client *clients, int connections, unsigned port)
{
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};

        connect_to(&clients[i], (unsigned)i, port);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event)) {
            die("epoll_ctl");
        }
    }
    for (int i = 0; i < connections; i++) {
        send_next(&clients[i]);
    }
}

/* Loads for `seconds` after a warm-up, and prints the values. `memory` is what the server had
 * before the first connection. */
static void measure(int epoll, int connections, double seconds, pid_t server, double memory)
{
    double start, cpu_start;
    uint64_t requests;
    clockid_t cpu;

    load(epoll, connections, now(CLOCK_MONOTONIC) + WARM_UP_SECONDS, UINT64_MAX);
    errno = clock_getcpuclockid(server, &cpu);
    if (errno) {
        die("clock_getcpuclockid");
    }
    latency_clear();
    start = now(CLOCK_MONOTONIC);
    cpu_start = now(cpu);
    requests = load(epoll, connections, start + seconds, UINT64_MAX);
    cpu_start = now(cpu) - cpu_start;
    start = now(CLOCK_MONOTONIC) - start;
    printf("requests_per_second %.0f\n", (double)requests / start);
    printf("cpu_ns_per_request %.1f\n", cpu_start * 1e9 / (double)requests);
    printf("latency_p50_us %.3f\n", latency_percentile(0.5) / 1e3);
    printf("latency_p99_us %.3f\n", latency_percentile(0.99) / 1e3);
    printf("latency_p999_us %.3f\n", latency_percentile(0.999) / 1e3);
    memory = (resident(server) - memory) / connections;
    printf("bytes_per_connection %.0f\n", memory > 1 ? memory : 1);
}

int main(int argc, char **argv)
{
    int connections = argc > 4 ? atoi(argv[2]) : 0;
    char *unit = "";
    double amount = argc > 4 ? strtod(argv[3], &unit) : 0;
    struct client *clients;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    double memory;
    unsigned port;
    pid_t server;

    size = argc > 4 ? (size_t)atol(argv[1]) : 0;
    if (size < sizeof(uint64_t) || connections < 1 || amount <= 0) {
        fprintf(stderr, "usage: bench_echo_load SIZE CONNECTIONS SECONDS|REQUESTSx SERVER "
                        "[ARGUMENT...]\n");
        return 2;
    }
    raise_limit(connections);
    server = start_server(argv + 4, &port);
    memory = resident(server);
    run_on(1);
    clients = calloc((size_t)connections, sizeof(*clients));
    received = malloc(size);
    if (!clients || !received || epoll < 0) {
        die("clients");
    }
    connect_all(epoll, clients, connections, port);
    if (*unit == 'x') {
        load(epoll, connections, INFINITY, (uint64_t)amount);
    } else {
        measure(epoll, connections, amount, server, memory);
    }
    kill(server, SIGTERM);
    for (int i = 0; i < connections; i++) {
        close(clients[i].fd);
    }
    waitpid(server, NULL, 0);
    return 0;
}
