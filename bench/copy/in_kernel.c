/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Copies with copy_file_range, in the kernel.
 */
#include "files.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct copy_files files = copy_open(argc, argv);
    off_t left = files.size;

    while (left > 0) {
        ssize_t n = copy_file_range(files.in, NULL, files.out, NULL, (size_t)left, 0);

        if (n < 0 && (errno == EOPNOTSUPP || errno == ENOSYS || errno == EXDEV)) {
            puts("SKIP: this file system has no copy_file_range");
            return 77;
        }
        copy_need(n > 0 ? 0 : n ? -errno : -EIO, "copy_file_range");
        left -= n;
    }
    copy_close(&files);
    return 0;
}
