/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The frame around one contestant: arguments, the file that is read, the clock.
 */
#include "overhead.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static unsigned char memory[MAX_BATCH][BLOCK_SIZE] __attribute__((aligned(4096)));

void *block_memory(unsigned index)
{
    return memory[index];
}

void fail(const char *what, int rc)
{
    fprintf(stderr, "%s%s%s\n", what, rc ? ": " : "", rc ? strerror(-rc) : "");
    exit(1);
}

/* A file in the page cache, without a name. In the current directory: a tmpfs could not be read
 * without a worker thread of the kernel. */
static int open_file(void)
{
    char name[] = "overhead.XXXXXX";
    int fd = mkstemp(name);

    if (fd < 0) {
        fail("no file could be made in the current directory", -errno);
    }
    unlink(name);
    for (unsigned i = 0; i < FILE_BLOCKS; i++) {
        memset(memory[0], (int)i, BLOCK_SIZE);
        if (write(fd, memory[0], BLOCK_SIZE) != BLOCK_SIZE) {
            fail("the file could not be written", -errno);
        }
    }
    memset(memory, 1, sizeof(memory)); /* mapped, every page */
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
    unsigned long batch = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
    uint64_t operations = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;
    int read = argc == 4 && !strcmp(argv[1], "read");
    double start;
    int fd;

    if (argc != 4 || (!read && strcmp(argv[1], "nop") != 0) || !batch || batch > MAX_BATCH ||
        !operations || operations % batch) {
        fprintf(stderr,
                "usage: %s nop|read BATCH OPERATIONS\n"
                "BATCH is at most %d, and OPERATIONS is a multiple of it.\n",
                argv[0], MAX_BATCH);
        return 2;
    }
    fd = read ? open_file() : -1;
    contestant_open();
    run(fd, (unsigned)batch, batch * 8);
    start = now();
    run(fd, (unsigned)batch, operations);
    printf("ns_per_op %.2f\n", (now() - start) / (double)operations);
    contestant_close();
    return 0;
}
