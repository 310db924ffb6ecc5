/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Inline functions in a header of the program, and single headers of the library instead of all.
 */
#include "inline_helpers.h"
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    char text[5] = "";
    int status = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("in a header"));
    if (read_exactly(&ring, &file, text, 4, 5) || strcmp(text, "head") != 0) {
        status = 2;
    }
    if (read_exactly(&ring, &file, text, 4, 9) != -ENODATA) {
        status = 3;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
