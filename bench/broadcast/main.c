/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_broadcast_raw shared SECONDS, bench_broadcast_sring shared|copied SECONDS
 *
 * Sends a response of 64 KiB to 128 TCP clients, again and again. The clients are a process on the
 * second core, which compares the first response and discards the others unread. Prints
 *
 *     responses_per_second N      one to one client
 *     cpu_ns_per_response N       processor time of the sender
 *     memory_kib N                largest resident memory of the sender
 */
#include "broadcast.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP 20 /* rounds */

void fail(const char *what, int error)
{
    fprintf(stderr, "bench_broadcast: %s: %s\n", what, error ? strerror(-error) : "failed");
    exit(1);
}

static void check(int ok, const char *what)
{
    if (!ok) {
        fail(what, -errno);
    }
}

void make_response(unsigned char *memory)
{
    for (size_t i = 0; i < SIZE; i += sizeof(uint64_t)) {
        uint64_t word = i * UINT64_C(0x9e3779b97f4a7c15);

        memcpy(memory + i, &word, sizeof(word));
    }
}

static void run_on(int processor)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    (void)sched_setaffinity(0, sizeof(set), &set);
}

/* --- the clients --------------------------------------------------------------------------- */

static void compare(int fd, const unsigned char *response)
{
    static unsigned char got[SIZE];

    for (size_t at = 0; at < SIZE;) {
        ssize_t n = recv(fd, got + at, SIZE - at, 0);

        check(n > 0, "recv");
        at += (size_t)n;
    }
    if (memcmp(got, response, SIZE) != 0) {
        fail("another response", 0);
    }
}

static _Noreturn void be_the_clients(const int sockets[CLIENTS])
{
    static unsigned char response[SIZE];
    int left = CLIENTS, set = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[CLIENTS];

    make_response(response);
    for (int i = 0; i < CLIENTS; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = sockets[i]};

        compare(sockets[i], response);
        check(!epoll_ctl(set, EPOLL_CTL_ADD, sockets[i], &event), "epoll_ctl");
    }
    while (left > 0) {
        int count = epoll_wait(set, events, CLIENTS, -1);

        check(count > 0, "epoll_wait");
        for (int i = 0; i < count; i++) {
            ssize_t n = recv(events[i].data.fd, NULL, 1 << 20, MSG_TRUNC | MSG_DONTWAIT);

            check(n >= 0 || errno == EAGAIN, "recv");
            if (n == 0) {
                check(!epoll_ctl(set, EPOLL_CTL_DEL, events[i].data.fd, NULL), "epoll_ctl");
                left--;
            }
        }
    }
    _exit(0);
}

/* Returns the process with the other ends of `sockets`. */
static pid_t connect_clients(int sockets[CLIENTS])
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);
    const int one = 1, room = 4 * SIZE;
    int others[CLIENTS], listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pid_t clients;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(!bind(listener, (struct sockaddr *)&address, length) && !listen(listener, CLIENTS) &&
              !getsockname(listener, (struct sockaddr *)&address, &length),
          "listen");
    for (int i = 0; i < CLIENTS; i++) {
        others[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        check(!connect(others[i], (struct sockaddr *)&address, length), "connect");
        sockets[i] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        check(sockets[i] >= 0, "accept");
        check(!setsockopt(sockets[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) &&
                  !setsockopt(sockets[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room)),
              "setsockopt");
    }
    close(listener);
    clients = fork();
    check(clients >= 0, "fork");
    if (!clients) {
        for (int i = 0; i < CLIENTS; i++) {
            close(sockets[i]);
        }
        run_on(1);
        be_the_clients(others);
    }
    for (int i = 0; i < CLIENTS; i++) {
        close(others[i]);
    }
    return clients;
}

/* --- the measurement ------------------------------------------------------------------------- */

static double clock_of(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Of this program alone: getrusage also counts the process before exec. */
static long largest_memory_kib(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kib = -1;

    check(status != NULL, "/proc/self/status");
    while (kib < 0 && fgets(line, sizeof(line), status)) {
        (void)sscanf(line, "VmHWM: %ld", &kib);
    }
    fclose(status);
    return kib;
}

int main(int argc, char **argv)
{
    double seconds = argc == 3 ? atof(argv[2]) : 0, start, cpu, elapsed;
    unsigned long rounds = 0;
    int sockets[CLIENTS], status;
    pid_t clients;

    if (seconds <= 0) {
        fprintf(stderr, "usage: %s KIND SECONDS\n", argv[0]);
        return 2;
    }
    clients = connect_clients(sockets);
    run_on(0);
    sender_open(sockets, argv[1]);
    for (int i = 0; i < WARM_UP; i++) {
        sender_broadcast();
    }
    start = clock_of(CLOCK_MONOTONIC);
    cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    do {
        sender_broadcast();
        rounds++;
        elapsed = clock_of(CLOCK_MONOTONIC) - start;
    } while (elapsed < seconds * 1e9);
    cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    sender_close();
    for (int i = 0; i < CLIENTS; i++) {
        shutdown(sockets[i], SHUT_WR);
        close(sockets[i]);
    }
    check(waitpid(clients, &status, 0) == clients && !status, "the clients");
    printf("responses_per_second %.0f\n", (double)rounds * CLIENTS * 1e9 / elapsed);
    printf("cpu_ns_per_response %.0f\n", cpu / ((double)rounds * CLIENTS));
    printf("memory_kib %ld\n", largest_memory_kib());
    return 0;
}
