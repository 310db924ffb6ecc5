/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * FILEs of files, in both forms: the file is the caller's again if no FILE could be made of it.
 */
#include "support.h"

static int copy_line(FILE *from, char *line, int size)
{
    return fgets(line, size, from) ? 0 : -EIO;
}

static int read_line(struct sring *ring, struct sring_fd *fd, const char *mode, char *line,
                     int size) SRING_REQUIRES(*ring) SRING_CONSUMES(*fd);

static int read_line(struct sring *ring, struct sring_fd *fd, const char *mode, char *line,
                     int size)
{
    FILE *file;
    int rc = sring_fdopen(ring, fd, mode, &file);

    if (rc) {
        sring_fd_close(ring, fd);
        return rc;
    }
    rc = copy_line(file, line, size);
    return fclose(file) ? -errno : rc;
}

/* In the form of fdopen(3). */
static int read_line_p(struct sring *ring, struct sring_fd *fd, const char *mode, char *line,
                       int size) SRING_REQUIRES(*ring) SRING_CONSUMES(*fd);

static int read_line_p(struct sring *ring, struct sring_fd *fd, const char *mode, char *line,
                       int size)
{
    FILE *file = sring_fdopen_p(ring, fd, mode);
    int rc;

    if (!file) {
        rc = -errno;
        sring_fd_close(ring, fd);
        return rc;
    }
    rc = copy_line(file, line, size);
    return fclose(file) ? -errno : rc;
}

int main(void)
{
    struct sring ring;
    char line[20];
    int rc = sring_open(&ring, NULL);
    int failed = 0;

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 0; i < 4; i++) {
        const char *mode = i % 2 ? "r" : "no mode";
        struct sring_fd fd;
        int raw = legal_file("one\ntwo\n");

        if (raw < 0) {
            failed++;
            continue;
        }
        sring_fd_adopt(&fd, raw);
        if (i < 2) {
            rc = read_line(&ring, &fd, mode, line, sizeof(line));
        } else {
            rc = read_line_p(&ring, &fd, mode, line, sizeof(line));
        }
        failed += i % 2 ? rc || strcmp(line, "one\n") != 0 : rc != -EINVAL;
    }
    sring_close(&ring);
    return failed ? 3 : 0;
}
