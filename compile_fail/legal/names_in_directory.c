/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Making, renaming and removing files, relative to an open directory.
 */
#include "support.h"

static int make_below(struct sring *ring, const struct sring_fd *folder, const char *name)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*folder);

static int make_below(struct sring *ring, const struct sring_fd *folder, const char *name)
{
    struct sring_mkdirat_building op;
    struct sring_mkdirat_submitted inflight;
    struct sring_mkdirat_completed done;
    int rc = sring_mkdirat_init(ring, &op, name, 0700);

    if (rc) {
        return rc;
    }
    sring_mkdirat_set_dir(&op, folder);
    sring_mkdirat_submit(ring, &op, &inflight);
    sring_mkdirat_wait(ring, &inflight, &done);
    return sring_mkdirat_finish(&done);
}

int main(void)
{
    char path[256];
    char old[300];
    char new[300];
    struct sring ring;
    struct sring_fd folder;
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (legal_directory(path, sizeof(path))) {
        sring_close(&ring);
        return 2;
    }
    snprintf(old, sizeof(old), "%s/old", path);
    snprintf(new, sizeof(new), "%s/new", path);
    rc = sring_openat_await(&ring, path, O_RDONLY | O_DIRECTORY, 0, &folder);
    if (rc) {
        sring_close(&ring);
        return 3;
    }
    if (make_below(&ring, &folder, "old") || make_below(&ring, &folder, "old") != -EEXIST) {
        status = 4;
    } else if (sring_renameat_await(&ring, old, new, 0)) {
        status = 5;
    } else if (sring_unlinkat_await(&ring, new, AT_REMOVEDIR)) {
        status = 6;
    } else if (sring_unlinkat_await(&ring, old, AT_REMOVEDIR) != -ENOENT) {
        status = 7;
    }
    if (sring_close_await(&ring, &folder)) {
        status = 8;
    }
    sring_close(&ring);
    return rmdir(path) ? 9 : status;
}
