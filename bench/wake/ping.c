/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Thread 0 wakes thread 1, which wakes thread 0; and so on.
 */
#include "ping.h"

#include <pthread.h>
#include <sched.h>

enum {
    WARM_UP = 500
};

static long rounds, done; /* thread 0 */
static double *times, sent_at;
static pthread_barrier_t ready;

static void on_processor(int processor)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    (void)sched_setaffinity(0, sizeof(set), &set);
}

static void send(void)
{
    sent_at = bench_now();
    contestant_wake(1);
}

int was_woken(int thread)
{
    if (thread == 1) {
        contestant_wake(0);
        return 1;
    }
    if (done >= WARM_UP) {
        times[done - WARM_UP] = bench_now() - sent_at;
    }
    if (++done == WARM_UP + rounds) {
        return 0;
    }
    send();
    return 1;
}

static void *answer(void *arg)
{
    (void)arg;
    on_processor(1);
    contestant_open(1);
    pthread_barrier_wait(&ready);
    contestant_run(1); /* until the process ends */
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    rounds = argc == 2 ? atol(argv[1]) : 0;
    if (rounds < 1) {
        fprintf(stderr, "usage: %s ROUNDS\n", argv[0]);
        return 2;
    }
    times = bench_memory((size_t)rounds, sizeof(*times));
    pthread_barrier_init(&ready, NULL, 2);
    bench_need(-pthread_create(&thread, NULL, answer, NULL), "pthread_create");
    on_processor(0);
    contestant_open(0);
    pthread_barrier_wait(&ready);
    send();
    contestant_run(0);
    printf("round_trip_p50_us %.3f\n", bench_percentile(times, (size_t)rounds, 0.5) / 1e3);
    printf("round_trip_p99_us %.3f\n", bench_percentile(times, (size_t)rounds, 0.99) / 1e3);
    fflush(stdout);
    _Exit(0); /* the other thread sleeps */
}
