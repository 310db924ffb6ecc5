/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Descriptors are sent over a socket, closed, received and used.
 */
#include "support.h"

#include <sys/socket.h>

static int one_byte(struct sring_vec *vec) SRING_PRODUCES_ON_SUCCESS(*vec);

static int one_byte(struct sring_vec *vec)
{
    struct sring_buf buf;
    int rc = sring_vec_init(vec, 1);

    if (rc) {
        return rc;
    }
    rc = sring_buf_alloc(&buf, 1);
    if (rc) {
        sring_vec_free(vec);
        return rc;
    }
    sring_buf_data(&buf)[0] = 'x';
    sring_buf_set_length(&buf, 1);
    sring_vec_push(vec, &buf);
    return 0;
}

static int give(struct sring *ring, const struct sring_fd *out, struct sring_vec *vec, int raw)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*out) SRING_REQUIRES(*vec);

static int give(struct sring *ring, const struct sring_fd *out, struct sring_vec *vec, int raw)
{
    union {
        struct cmsghdr header;
        unsigned char bytes[CMSG_SPACE(sizeof(int))];
    } control;

    memset(&control, 0, sizeof(control));
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), &raw, sizeof(raw));
    return sring_sendmsg_await(ring, out, vec, NULL, 0, &control, sizeof(control));
}

static int take(struct sring *ring, const struct sring_fd *in, struct sring_vec *vec)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*in) SRING_REQUIRES(*vec);

/* Returns the number of received files with the right text. */
static int take(struct sring *ring, const struct sring_fd *in, struct sring_vec *vec)
{
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    int count = 0;
    int rc = sring_recvmsg_init(ring, &op, in, CMSG_SPACE(sizeof(int)));

    if (rc) {
        return rc;
    }
    sring_recvmsg_submit(ring, &op, vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, &done);
    for (;;) {
        struct sring_fd file;

        rc = sring_recvmsg_next_file(&done, &file);
        if (rc) {
            break;
        }
        count += legal_holds(sring_fd_raw(&file), "potato");
        sring_fd_close(ring, &file);
    }
    rc = sring_recvmsg_finish(&done, vec);
    return rc == 1 ? count : rc;
}

int main(void)
{
    struct sring ring;
    struct sring_fd in, out;
    struct sring_vec vec;
    int raw[2], file = legal_file("potato"), status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, raw)) {
        sring_close(&ring);
        return 1;
    }
    sring_fd_adopt(&in, raw[0]);
    sring_fd_adopt(&out, raw[1]);
    rc = one_byte(&vec);
    if (rc) {
        goto close_all;
    }
    rc = give(&ring, &out, &vec, file);
    close(file);
    status = rc == 1 && take(&ring, &in, &vec) == 1 ? 0 : 2;
    sring_vec_free(&vec);
close_all:
    sring_fd_close(&ring, &in);
    sring_fd_close(&ring, &out);
    sring_close(&ring);
    return status;
}
