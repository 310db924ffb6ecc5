/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: If no FILE can be made of a file, the caller still owns the file.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

static int read_one(struct sring *ring, const char *mode) SRING_REQUIRES(*ring);

static int read_one(struct sring *ring, const char *mode)
{
    struct sring_fd fd;
    FILE *file;
    int rc, c;

    sring_fd_adopt(&fd, temporary_file("text"));
    rc = sring_fdopen(ring, &fd, mode, &file);
    if (rc) {
#ifdef SRING_TWIN
        sring_fd_close(ring, &fd);
#endif
        return rc;
    }
    c = fgetc(file);
    EXPECT(fclose(file) == 0);
    return c;
    /* error: L3 "{file} 'fd' is not held on every path through here" */
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(read_one(&ring, "r") == 't');
    EXPECT(read_one(&ring, "no mode") == -EINVAL);
    sring_close(&ring);
    return 0;
}
