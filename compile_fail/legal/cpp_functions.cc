// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A C++17 caller: annotated functions, strings for the data, and the C header of inline helpers.
#include "inline_helpers.h"
#include "support.h"

#include <string>

static int slurp(struct sring *ring, const sring_fd *file, std::string &text) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file);

static int slurp(struct sring *ring, const sring_fd *file, std::string &text)
{
    sring_buf buf;

    if (int rc = sring_buf_alloc(&buf, 4); rc != 0) {
        return rc;
    }
    for (;;) {
        int n = sring_read_at_await(ring, file, &buf, text.size());

        if (n <= 0) {
            return drop(&buf, n);
        }
        text.append(reinterpret_cast<char *>(sring_buf_data(&buf)), sring_buf_length(&buf));
    }
}

int main()
{
    const std::string wanted = "a C program's bytes";
    struct sring ring;
    sring_fd file;
    std::string found;
    char part[2] = "";
    int status = 0;
    int rc = sring_open(&ring, nullptr);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file(wanted.c_str()));
    if (slurp(&ring, &file, found) != 0 || found != wanted) {
        status = 2;
    }
    if (read_exactly(&ring, &file, part, 1, 2) != 0 || part[0] != 'C') {
        status = 3;
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
