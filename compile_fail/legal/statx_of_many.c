/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * statx of many files: all requests are in flight together, and callbacks get the results.
 */
#include "support.h"

struct tally {
    unsigned folders;
    unsigned missing;
    unsigned other;
};

SRING_STATX_CALLBACK(on_stat)
{
    struct tally *tally = arg;
    struct statx stat;

    if (sring_statx_result(done)) {
        tally->missing += sring_statx_finish(done) == -ENOENT;
        return;
    }
    sring_statx_stat(done, &stat);
    if (S_ISDIR(stat.stx_mode)) {
        tally->folders++;
    } else {
        tally->other++;
    }
    (void)sring_statx_finish(done);
}

int main(void)
{
    static const char *const paths[] = {"/", "/proc", "/dev/null", "/no/such/file", "/dev", NULL};
    struct sring ring;
    struct tally tally = {0, 0, 0};
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (const char *const *path = paths; *path; path++) {
        struct sring_statx_building op;

        rc = sring_statx_init(&ring, &op, *path, 0, STATX_TYPE);
        if (rc) {
            break;
        }
        sring_statx_start(&ring, &op, on_stat, &tally);
    }
    if (sring_run(&ring)) {
        rc = 2;
    }
    sring_close(&ring);
    return rc ? rc : tally.folders == 3 && tally.missing == 1 && tally.other == 1 ? 0 : 3;
}
