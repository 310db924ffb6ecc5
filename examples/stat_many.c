/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stat_many: gets the sizes of many files, with one system call per batch.
 *
 * Each operation is added to the batch; the results are taken by index, in the order of adding.
 */
#define _GNU_SOURCE /* struct statx */

#include "arguments.h"

#include <sring/sring.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    BATCH = 64
};

/* Prints the results. Returns the number of paths that failed. */
static int stat_batch(struct sring *ring, char **paths, uint32_t count) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_batch_building batch = SRING_NONE;
    SRING_AUTO struct sring_batch_submitted inflight = SRING_NONE;
    SRING_AUTO struct sring_batch_completed results = SRING_NONE;
    int failed = 0;
    int rc = sring_batch_init(ring, &batch, count);

    if (rc) {
        fprintf(stderr, "stat_many: %s\n", strerror(-rc));
        return (int)count;
    }
    for (uint32_t i = 0; i < count; i++) {
        SRING_AUTO struct sring_statx_building op = SRING_NONE;

        rc = sring_statx_init(ring, &op, paths[i], AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS);
        if (rc) {
            fprintf(stderr, "stat_many: %s: %s\n", paths[i], strerror(-rc));
            failed += (int)(count - i);
            break;
        }
        sring_statx_add(ring, &batch, &op);
    }
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &results);
    for (uint32_t i = 0; i < sring_batch_count(&results); i++) {
        SRING_AUTO struct sring_statx_completed done = SRING_NONE;
        struct statx stat;

        sring_statx_take(ring, &results, i, &done);
        sring_statx_stat(&done, &stat);
        rc = sring_statx_finish(&done);
        if (rc) {
            fprintf(stderr, "stat_many: %s: %s\n", paths[i], strerror(-rc));
            failed++;
        } else {
            printf("%12llu %s\n", (unsigned long long)stat.stx_size, paths[i]);
        }
    }
    sring_batch_finish(ring, &results);
    return failed;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[256];
    int failed = 0;
    int rc;

    check_arguments(argc, argv, argc >= 2,
                    "usage: stat_many FILE...\n"
                    "Prints the size of each file.\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "stat_many: %s\n", reason);
        return 1;
    }
    for (int i = 1; i < argc; i += BATCH) {
        failed += stat_batch(&ring, argv + i, (uint32_t)(argc - i < BATCH ? argc - i : BATCH));
    }
    sring_close(&ring);
    return failed || fflush(stdout) ? 1 : 0;
}
