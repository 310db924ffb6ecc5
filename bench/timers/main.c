/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "timers.h"

enum {
    MOST = 65000
};

/* Far enough that no timer expires, and that times can come earlier for long. */
static const uint64_t start_time = 100000 * TIMERS_SECOND;

static unsigned n;
static double arming, cancelling;

static void arm_and_cancel(long operations)
{
    arming = cancelling = 0;
    for (long i = 0; i < operations; i += TIMERS_BATCH) {
        double start = bench_now(), armed;

        contestant_arm(start_time);
        armed = bench_now();
        contestant_cancel();
        arming += armed - start;
        cancelling += bench_now() - armed;
    }
}

/* Each time is later, or earlier, than all before. */
static double rearm(long operations, int64_t step)
{
    static uint64_t time;
    static unsigned index;
    double start;

    time = time ? time : start_time;
    start = bench_now();
    for (long i = 0; i < operations; i += TIMERS_BATCH) {
        for (int k = 0; k < TIMERS_BATCH; k++) {
            time += (uint64_t)step;
            contestant_rearm(index, time);
            index = (index + 7919) % n; /* not in the order of arming */
        }
        contestant_end_batch();
    }
    return bench_now() - start;
}

int main(int argc, char **argv)
{
    const char *what = argc == 4 ? argv[1] : "";
    bool cancel = !strcmp(what, "cancel"), deadlines = !strncmp(what, "deadline", 8);
    bool earlier = strstr(what, "earlier");
    int64_t step = earlier ? -50000 : 50000;
    long operations = argc == 4 ? atol(argv[3]) : 0;

    n = argc == 4 ? (unsigned)atoi(argv[2]) : 0;
    if ((!cancel && !earlier && !strstr(what, "later")) || n < 1 || n > MOST ||
        operations < TIMERS_BATCH || operations % TIMERS_BATCH) {
        fprintf(stderr,
                "usage: %s cancel|later|earlier|deadline_later|deadline_earlier N OPERATIONS\n"
                "OPERATIONS is a multiple of %d\n",
                argv[0], TIMERS_BATCH);
        return 2;
    }
    contestant_open(n, deadlines, !cancel, start_time);
    if (cancel) {
        arm_and_cancel(TIMERS_BATCH);
        arm_and_cancel(operations);
        printf("ns_per_arm %.2f\nns_per_cancel %.2f\n", arming / (double)operations,
               cancelling / (double)operations);
        return 0;
    }
    rearm(TIMERS_BATCH, step);
    printf("ns_per_rearm %.2f\n", rearm(operations, step) / (double)operations);
    return 0;
}
