/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random reads with pread, one thread for each read in flight.
 */
#include "reads.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

static struct reads reads;
static unsigned char *memory;

static void *read_on(void *arg)
{
    uint64_t number = (uint64_t)(uintptr_t)arg;
    uint64_t random = number + 1;
    int result;

    do {
        ssize_t n = pread(reads.fd, memory + number * READS_SIZE, READS_SIZE,
                          (off_t)reads_offset(&reads, &random));

        result = n < 0 ? -errno : (int)n;
    } while (!reads_over(result));
    return NULL;
}

int main(int argc, char **argv)
{
    static pthread_t threads[READS_MOST_DEPTH];
    pthread_attr_t small;

    reads_begin(&reads, argc, argv);
    memory = reads_memory(reads.depth);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 * 1024);
    for (uintptr_t i = 0; i < reads.depth; i++) {
        reads_need(-pthread_create(&threads[i], &small, read_on, (void *)i), "pthread_create");
    }
    for (unsigned i = 0; i < reads.depth; i++) {
        pthread_join(threads[i], NULL);
    }
    reads_end();
    return 0;
}
