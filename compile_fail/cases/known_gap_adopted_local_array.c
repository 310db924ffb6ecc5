/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Adopted memory lives as long as its buffer: no local array of a function that returns before.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect gcc-dev: runtime "sring_recv_detach needs a buffer whose memory lasts"
// expect clang-tsa: not caught
#include "case.h"

#include <sys/socket.h>

__attribute__((noinline)) static void begin(struct sring *ring, const struct sring_fd *file)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

__attribute__((noinline)) static void begin(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_buf buf;
#ifndef SRING_TWIN
    unsigned char memory[256];
#else
    static unsigned char memory[256];
#endif

    if (sring_buf_adopt(&buf, memory, sizeof(memory), NULL, NULL)) {
        give_up("sring_buf_adopt");
    }
    if (sring_recv_init(ring, &op, file)) {
        give_up("sring_recv_init");
    }
    sring_recv_submit(ring, &op, &buf, &inflight);
    sring_recv_detach(ring, &inflight); /* the operation outlives the array */
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    int pair[2];

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) {
        give_up("socketpair");
    }
    sring_fd_adopt(&file, pair[0]);
    begin(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return close(pair[1]);
}
