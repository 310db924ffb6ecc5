/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A buffer from the program's own memory: a mapping is adopted, used, and unmapped when the buffer
 * is freed.
 */
#include "support.h"

#define SIZE 4096

static void unmap(void *data, void *arg)
{
    int *unmapped = arg;

    munmap(data, SIZE);
    ++*unmapped;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int unmapped = 0;
    int status = 0;
    void *memory;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        sring_close(&ring);
        return 2;
    }
    rc = sring_buf_adopt(&buf, memory, SIZE, unmap, &unmapped);
    if (rc) { /* the memory is still ours */
        munmap(memory, SIZE);
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, legal_file("mapped"));
    if (sring_read_at_await(&ring, &file, &buf, 0) != 6 ||
        memcmp(sring_buf_data(&buf), "mapped", sring_buf_length(&buf)) != 0 || unmapped) {
        status = 3;
    }
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return unmapped == 1 ? status : 4;
}
