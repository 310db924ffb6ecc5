/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SKIPPED 77

static double start; /* seconds */

void peers_need(int rc, const char *what)
{
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(-rc));
        exit(1);
    }
}

void peers_need_feature(int rc, const char *what)
{
    if (rc < 0) {
        printf("SKIP: %s: %s\n", what, strerror(-rc));
        exit(SKIPPED);
    }
}

struct peers_work peers_work(int argc, char **argv)
{
    bool nop = argc == 4 && !strcmp(argv[1], "nop");
    bool reads = argc == 5 && !strcmp(argv[1], "read");
    long batch = nop || reads ? atol(argv[2]) : 0;
    long ops = nop || reads ? atol(argv[3]) : 0;
    struct peers_work work = {.file = -1};

    if (batch < 1 || batch > PEERS_MOST || ops < batch) {
        fprintf(stderr, "usage: %s nop BATCH OPS | read BATCH OPS FILE\n", argv[0]);
        exit(2);
    }
    work.batch = (unsigned)batch;
    work.rounds = (unsigned long)((ops + batch - 1) / batch);
    work.warm_up = (work.rounds + 9) / 10;
    if (reads) {
        work.file = open(argv[4], O_RDONLY | O_CLOEXEC);
        peers_need(work.file < 0 ? -errno : 0, argv[4]);
    }
    return work;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void peers_start(void)
{
    start = now();
}

void peers_report(const struct peers_work *work)
{
    double ops = (double)work->rounds * work->batch;

    printf("operations_per_second %.0f\n", ops / (now() - start));
}
