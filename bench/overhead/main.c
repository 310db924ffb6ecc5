/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The main program of a contestant: arguments, the file to read, the clock.
 */
#include "overhead.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static unsigned char (*memory)[READ_SIZE];

void *block_memory(unsigned index)
{
    return memory[index];
}

void fail(const char *what, int rc)
{
    fprintf(stderr, "%s%s%s\n", what, rc ? ": " : "", rc ? strerror(-rc) : "");
    exit(1);
}

/* One huge page if possible: the kernel's copy speed depends on the physical place of a page, which
 * would otherwise differ between programs. */
static void get_memory(void)
{
    const size_t huge = 2 << 20;

    memory = aligned_alloc(huge, huge);
    if (!memory) {
        fail("no memory", -ENOMEM);
    }
    (void)madvise(memory, huge, MADV_HUGEPAGE);
    memset(memory, 1, huge);
}

/* A file in the page cache, shared by all contestants for the same reason. */
static int open_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);

    if (fd < 0) {
        fail(path, -errno);
    }
    if (lseek(fd, 0, SEEK_END) < FILE_READS * READ_SIZE &&
        pwrite(fd, memory, FILE_READS * READ_SIZE, 0) != FILE_READS * READ_SIZE) {
        fail(path, -errno);
    }
    return fd;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void run(int fd, unsigned batch, uint64_t operations)
{
    if (fd < 0) {
        run_nop(batch, operations);
    } else {
        run_read(fd, batch, operations);
    }
}

int main(int argc, char **argv)
{
    unsigned long batch = argc > 3 ? strtoul(argv[2], NULL, 10) : 0;
    uint64_t operations = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    int read = argc == 5 && !strcmp(argv[1], "read");
    double start;
    int fd;

    if ((!read && (argc != 4 || strcmp(argv[1], "nop") != 0)) || !batch || batch > MAX_BATCH ||
        !operations || operations % batch) {
        fprintf(stderr,
                "usage: %s nop BATCH OPERATIONS\n"
                "       %s read BATCH OPERATIONS FILE\n"
                "BATCH is at most %d, and OPERATIONS is a multiple of it. FILE is created if it "
                "does not exist.\n",
                argv[0], argv[0], MAX_BATCH);
        return 2;
    }
    get_memory();
    fd = read ? open_file(argv[4]) : -1;
    contestant_open();
    run(fd, (unsigned)batch, batch * 8);
    start = now();
    run(fd, (unsigned)batch, operations);
    printf("ns_per_op %.2f\n", (now() - start) / (double)operations);
    contestant_close();
    return 0;
}
