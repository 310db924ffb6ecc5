/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reads.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP_SECONDS 0.3
#define SKIPPED 77

struct snapshot {
    double seconds, cpu_seconds;
    uint64_t reads;
};

static atomic_uint_fast64_t finished;
static atomic_bool over;
static double wanted_seconds;
static struct snapshot first, last;
static pthread_t watcher;

void reads_need(int rc, const char *what)
{
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(-rc));
        exit(1);
    }
}

void reads_need_feature(int rc, const char *what)
{
    if (rc < 0) {
        printf("SKIP: %s: %s\n", what, strerror(-rc));
        exit(SKIPPED);
    }
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static struct snapshot look(void)
{
    struct snapshot now;
    struct timespec time;
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    clock_gettime(CLOCK_MONOTONIC, &time);
    now.seconds = (double)time.tv_sec + (double)time.tv_nsec / 1e9;
    now.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    now.reads = atomic_load(&finished);
    return now;
}

static void pause_for(double seconds)
{
    struct timespec time = {.tv_sec = (time_t)seconds};

    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    while (nanosleep(&time, &time) && errno == EINTR) {
    }
}

/* A separate thread checks the clock, so that the readers need not. */
static void *watch(void *arg)
{
    (void)arg;
    pause_for(WARM_UP_SECONDS);
    first = look();
    pause_for(wanted_seconds);
    last = look();
    atomic_store(&over, true);
    return NULL;
}

void reads_begin(struct reads *reads, int argc, char **argv)
{
    struct stat status;

    reads->depth = argc == 4 ? (unsigned)atoi(argv[2]) : 0;
    wanted_seconds = argc == 4 ? atof(argv[3]) : 0;
    if (reads->depth < 1 || reads->depth > READS_MOST_DEPTH || wanted_seconds <= 0) {
        fprintf(stderr, "usage: %s FILE DEPTH SECONDS\n", argv[0]);
        exit(2);
    }
    reads->fd = open(argv[1], O_RDONLY | O_DIRECT | O_CLOEXEC);
    if (reads->fd < 0 && errno == EINVAL) {
        printf("SKIP: the file system of %s has no O_DIRECT\n", argv[1]);
        exit(SKIPPED);
    }
    reads_need(reads->fd < 0 || fstat(reads->fd, &status) ? -errno : 0, argv[1]);
    reads->blocks = (uint64_t)status.st_size / READS_SIZE;
    reads_need(reads->blocks ? 0 : -ENODATA, argv[1]);
    reads_need(-pthread_create(&watcher, NULL, watch, NULL), "pthread_create");
}

bool reads_over(int result)
{
    if (result != READS_SIZE) {
        reads_need(result < 0 ? result : -ENODATA, "read");
    }
    atomic_fetch_add_explicit(&finished, 1, memory_order_relaxed);
    return atomic_load_explicit(&over, memory_order_relaxed);
}

uint64_t reads_offset(const struct reads *reads, uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % reads->blocks * READS_SIZE;
}

unsigned char *reads_memory(unsigned count)
{
    size_t size = (size_t)count * READS_SIZE;
    void *memory = aligned_alloc(READS_SIZE, size);

    if (!memory) {
        reads_need(-ENOMEM, "memory");
        return NULL;
    }
    memset(memory, 1, size);
    return memory;
}

void reads_end(void)
{
    double count;

    pthread_join(watcher, NULL);
    count = (double)(last.reads - first.reads);
    reads_need(count > 0 ? 0 : -ENODATA, "no read has ended");
    printf("iops %.0f\n", count / (last.seconds - first.seconds));
    printf("cpu_us_per_op %.3f\n", (last.cpu_seconds - first.cpu_seconds) * 1e6 / count);
}
