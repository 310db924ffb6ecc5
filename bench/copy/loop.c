/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Copies with read and write, a block at a time.
 */
#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    BLOCK_SIZE = 128 * 1024
};

int main(int argc, char **argv)
{
    struct copy_files files = copy_open(argc, argv);
    char *buffer = aligned_alloc(4096, BLOCK_SIZE);
    ssize_t length;

    copy_need(buffer ? 0 : -ENOMEM, "buffer");
    while ((length = read(files.in, buffer, BLOCK_SIZE)) > 0) {
        ssize_t written = 0;

        while (written < length) {
            ssize_t n = write(files.out, buffer + written, (size_t)(length - written));

            copy_need(n < 0 ? -errno : 0, "write");
            written += n;
        }
    }
    copy_need(length < 0 ? -errno : 0, "read");
    copy_close(&files);
    free(buffer);
    return 0;
}
