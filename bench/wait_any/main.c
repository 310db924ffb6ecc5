/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wait_any.h"

#include <errno.h>

enum {
    WARM_UP = 64,
    MOST = 16384
};

int event;

int main(int argc, char **argv)
{
    int n = argc == 4 ? atoi(argv[1]) : 0;
    int others = argc == 4 ? atoi(argv[2]) : -1;
    long operations = argc == 4 ? atol(argv[3]) : 0;
    double start;

    if (n < 1 || n > MOST || others < 0 || operations < 1) {
        fprintf(stderr, "usage: %s N OTHERS OPERATIONS\n", argv[0]);
        return 2;
    }
    event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bench_need(event < 0 ? -errno : 0, "eventfd");
    contestant_open((unsigned)n, (unsigned)others);
    for (int i = 0; i < WARM_UP; i++) {
        contestant_wait();
    }
    start = bench_now();
    for (long i = 0; i < operations; i++) {
        contestant_wait();
    }
    printf("ns_per_wait %.2f\n", (bench_now() - start) / (double)operations);
    return 0;
}
