/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_buffers malloc|buf|pool SIZE COUNT OPERATIONS
 *
 * Takes COUNT buffers of SIZE bytes, touches each once, and gives them back in another order, for
 * OPERATIONS buffers in total. Prints
 *
 *     ns_per_op N      one buffer, taken, touched and given back
 */
#include <sring/buf.h>
#include <sring/pool.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST = 1024
}; /* buffers at a time */

#define WARM_UP_ROUNDS 100

static size_t size;
static unsigned count;
static unsigned order[MOST]; /* the order of giving back */

static void check(int rc)
{
    if (rc) {
        fprintf(stderr, "bench_buffers: %s\n", strerror(-rc));
        exit(1);
    }
}

static void touch(volatile unsigned char *data)
{
    *data = 1;
}

static void with_malloc(unsigned long rounds)
{
    static unsigned char *bufs[MOST];

    while (rounds-- > 0) {
        for (unsigned i = 0; i < count; i++) {
            bufs[i] = malloc(size);
            check(bufs[i] ? 0 : -ENOMEM);
            touch(bufs[i]);
        }
        for (unsigned i = 0; i < count; i++) {
            free(bufs[order[i]]);
        }
    }
}

static void with_buf(unsigned long rounds)
{
    static struct sring_buf bufs[MOST];

    while (rounds-- > 0) {
        for (unsigned i = 0; i < count; i++) {
            int rc = sring_buf_alloc(&bufs[i], size);

            if (rc) {
                check(rc);
                return;
            }
            touch(sring_buf_data(&bufs[i]));
            sring_buf_stash(&bufs[i]);
        }
        for (unsigned i = 0; i < count; i++) {
            sring_buf_claim(&bufs[order[i]]);
            sring_buf_free(&bufs[order[i]]);
        }
    }
}

static void with_pool_of(struct sring_pool *pool, unsigned long rounds) SRING_REQUIRES(*pool);

static void with_pool_of(struct sring_pool *pool, unsigned long rounds)
{
    static struct sring_buf bufs[MOST];

    while (rounds-- > 0) {
        for (unsigned i = 0; i < count; i++) {
            struct sring_pooled_buf pooled;
            int rc = sring_pool_get(pool, &pooled);

            if (rc) {
                check(rc);
                return;
            }
            sring_pooled_buf_unwrap(&pooled, &bufs[i]);
            touch(sring_buf_data(&bufs[i]));
            sring_buf_stash(&bufs[i]);
        }
        for (unsigned i = 0; i < count; i++) {
            struct sring_pooled_buf pooled;

            sring_buf_claim(&bufs[order[i]]);
            sring_pooled_buf_wrap(&bufs[order[i]], &pooled);
            sring_pool_put(pool, &pooled);
        }
    }
}

static void with_pool(unsigned long rounds)
{
    static struct sring_pool pool; /* opened by the first call */
    static bool is_open;

    if (!is_open) {
        int rc = sring_pool_open(&pool, count, size, NULL);

        if (rc) {
            check(rc);
            return;
        }
        is_open = true;
        sring_pool_stash(&pool);
    }
    sring_pool_claim(&pool);
    with_pool_of(&pool, rounds);
    sring_pool_stash(&pool);
}

/* A fixed other order: a program gives buffers back when it is done with them, not first or last
 * taken first. */
static void shuffle(void)
{
    unsigned random = 1;

    for (unsigned i = 0; i < count; i++) {
        unsigned j;

        random = random * 1664525u + 1013904223u;
        j = (random >> 8) % (i + 1);
        order[i] = order[j];
        order[j] = i;
    }
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void (*work_of(const char *kind))(unsigned long)
{
    if (!strcmp(kind, "malloc")) {
        return with_malloc;
    }
    if (!strcmp(kind, "buf")) {
        return with_buf;
    }
    return strcmp(kind, "pool") ? NULL : with_pool;
}

int main(int argc, char **argv)
{
    void (*work)(unsigned long) = argc == 5 ? work_of(argv[1]) : NULL;
    unsigned long rounds;
    double start;

    size = work ? (size_t)atol(argv[2]) : 0;
    count = work ? (unsigned)atoi(argv[3]) : 0;
    if (size < 1 || count < 1 || count > MOST || atol(argv[4]) < (long)count) {
        fprintf(stderr, "usage: bench_buffers malloc|buf|pool SIZE COUNT OPERATIONS\n"
                        "COUNT is 1 to 1024; OPERATIONS is COUNT or more\n");
        return 2;
    }
    rounds = (unsigned long)atol(argv[4]) / count;
    shuffle();
    work(WARM_UP_ROUNDS);
    start = now();
    work(rounds);
    printf("ns_per_op %.3f\n", (now() - start) / ((double)rounds * count));
    return 0;
}
