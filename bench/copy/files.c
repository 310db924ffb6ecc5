/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void copy_need(long n, const char *what)
{
    if (n < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror((int)-n));
        exit(1);
    }
}

struct copy_files copy_open(int argc, char **argv)
{
    struct copy_files files;
    struct stat found;

    if (argc != 3) {
        fprintf(stderr, "usage: %s SOURCE DESTINATION\n", argv[0]);
        exit(2);
    }
    files.in = open(argv[1], O_RDONLY | O_CLOEXEC);
    copy_need(files.in < 0 ? -errno : 0, argv[1]);
    copy_need(fstat(files.in, &found) ? -errno : 0, argv[1]);
    files.size = found.st_size;
    files.out = open(argv[2], O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    copy_need(files.out < 0 ? -errno : 0, argv[2]);
    return files;
}

void copy_close(const struct copy_files *files)
{
    copy_need(ftruncate(files->out, files->size) ? -errno : 0, "ftruncate");
    close(files->in);
    copy_need(close(files->out) ? -errno : 0, "close");
}
