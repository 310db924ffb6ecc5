/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A stream into a buffer ring. It is begun again when the kernel has ended it because no buffer was
 * free. The last message is kept, as a lent buffer, until the next one.
 */
#include "support.h"

/* Takes items until the stream ends. Returns 1 at the end of the data, or 0. */
static int receive(struct sring *ring, const struct sring_fd *client,
                   const struct sring_buf_ring *group, size_t *received) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*group);

static int receive(struct sring *ring, const struct sring_fd *client,
                   const struct sring_buf_ring *group, size_t *received)
{
    SRING_AUTO struct sring_recv_multishot_building op = SRING_NONE;
    SRING_AUTO struct sring_recv_multishot_streaming stream = SRING_NONE;
    struct sring_lent_buf kept[3];
    size_t count = 0;
    int over = 0;
    int rc = sring_recv_multishot_init(ring, &op, client, group);

    if (rc) {
        return 1;
    }
    sring_recv_multishot_submit(ring, &op, &stream);
    for (;;) {
        SRING_AUTO struct sring_lent_buf item = SRING_NONE;

        rc = sring_recv_multishot_next(ring, &stream, &item);
        if (rc) {
            break;
        }
        if (sring_lent_buf_length(&item) == 0) {
            sring_lent_buf_return(&item);
            over = 1;
            break;
        }
        *received += sring_lent_buf_length(&item);
        if (count < 3) {
            sring_lent_buf_move(&kept[count], &item);
            sring_lent_buf_stash(&kept[count]);
            count++;
        } else {
            sring_lent_buf_return(&item);
        }
    }
    while (count > 0) {
        count--;
        sring_lent_buf_claim(&kept[count]);
        sring_lent_buf_return(&kept[count]);
    }
    sring_recv_multishot_end(ring, &stream);
    return over || (rc != -ENOBUFS && rc != -ECANCELED);
}

int main(void)
{
    struct sring ring;
    struct sring_fd client;
    struct sring_buf_ring group;
    static char data[100000];
    size_t received = 0;
    int pair[2];
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_buf_ring_open(&ring, &group, 4, 1024, NULL);
    if (rc) {
        sring_close(&ring);
        return legal_no_ring(rc);
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ||
        write(pair[1], data, sizeof(data)) != (ssize_t)sizeof(data) || close(pair[1])) {
        abort();
    }
    sring_fd_adopt(&client, pair[0]);
    while (!receive(&ring, &client, &group, &received)) {
    }
    sring_fd_close(&ring, &client);
    sring_buf_ring_close(&ring, &group);
    sring_close(&ring);
    return received == sizeof(data) ? 0 : 1;
}
