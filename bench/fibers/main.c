/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * PROGRAM yield N OPERATIONS   N fibers; prints ns_per_switch
 * PROGRAM spawn N OPERATIONS   N at a time; prints ns_per_spawn, of spawn and join
 * PROGRAM sleep N              prints bytes_per_fiber: what resident memory has grown by
 *
 * OPERATIONS is rounded up to a multiple of N.
 */
#include "fibers.h"

#include <errno.h>
#include <unistd.h>

enum {
    WARM_UP = 16 /* rounds */
};

static void run(const char *what, size_t n, size_t times)
{
    if (!strcmp(what, "yield")) {
        contestant_yield(n, times);
    } else {
        contestant_spawn(n, times);
    }
}

static double resident(void)
{
    double pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    bench_need(file && fscanf(file, "%*s %lf", &pages) == 1 ? 0 : -EIO, "/proc/self/statm");
    fclose(file);
    return pages * (double)sysconf(_SC_PAGESIZE);
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    size_t n = argc > 2 ? (size_t)atol(argv[2]) : 0;
    size_t operations = argc > 3 ? (size_t)atol(argv[3]) : 0;
    int sleeps = !strcmp(what, "sleep");
    double start;

    if (!n || (!sleeps && (!operations || (strcmp(what, "yield") && strcmp(what, "spawn"))))) {
        fprintf(stderr, "usage: %s yield N OPERATIONS | spawn N OPERATIONS | sleep N\n", argv[0]);
        return 2;
    }
    contestant_open(n);
    if (sleeps) {
        start = resident();
        contestant_sleep(n);
        printf("bytes_per_fiber %.0f\n", (resident() - start) / (double)n);
        fflush(stdout);
        _exit(0); /* they still sleep */
    }
    operations = (operations + n - 1) / n; /* of each */
    run(what, n, WARM_UP);
    start = bench_now();
    run(what, n, operations);
    printf("ns_per_%s %.2f\n", strcmp(what, "yield") ? what : "switch",
           (bench_now() - start) / (double)(n * operations));
    return 0;
}
