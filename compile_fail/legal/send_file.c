/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Sending a file over a socket, in pieces, until all of it has arrived at the other end.
 */
#include "support.h"

static int send_all(struct sring *ring, const struct sring_fd *to, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*to) SRING_REQUIRES(*buf);

static int send_all(struct sring *ring, const struct sring_fd *to, struct sring_buf *buf)
{
    struct sring_send_building op;
    struct sring_send_submitted inflight;
    struct sring_send_completed done;
    int rc = sring_send_init(ring, &op, to);

    if (rc) {
        return rc;
    }
    sring_send_set_flags(&op, MSG_WAITALL);
    sring_send_submit(ring, &op, buf, &inflight);
    sring_send_wait(ring, &inflight, &done);
    return sring_send_finish(&done, buf);
}

int main(void)
{
    const char *text = "a file that goes over a socket";
    struct sring ring;
    struct sring_fd file;
    struct sring_fd to;
    struct sring_buf buf;
    uint64_t offset = 0;
    char got[64] = "";
    int pair[2];
    int n = -1;
    int raw = legal_file(text);
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) {
        abort();
    }
    sring_fd_adopt(&file, raw);
    sring_fd_adopt(&to, pair[0]);
    if (!sring_buf_alloc(&buf, 8)) {
        do {
            n = sring_read_at_await(&ring, &file, &buf, offset);
            if (n > 0) {
                n = send_all(&ring, &to, &buf);
                offset += n > 0 ? (uint64_t)n : 0;
            }
        } while (n > 0);
        sring_buf_free(&buf);
    }
    if (!n) {
        n = sring_shutdown_await(&ring, &to, SHUT_WR);
    }
    if (!n && recv(pair[1], got, sizeof(got) - 1, MSG_WAITALL) < 0) {
        n = -errno;
    }
    close(pair[1]);
    sring_fd_close(&ring, &to);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return !n && !strcmp(got, text) ? 0 : 2;
}
