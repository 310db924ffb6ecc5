/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations with a vector, and messages with or without descriptors.
 */
#include "transfer.h"

enum {
    MOST_BUFFERS = 4
};

void take_vec(struct sring_vec *vec)
{
    uint32_t count = 1 + pick(MOST_BUFFERS);

    assert_int_equal(sring_vec_init(vec, count), 0);
    for (uint32_t i = 0; i < count; i++) {
        struct sring_buf buf;

        take_buffer(&buf);
        sring_vec_push(vec, &buf);
    }
}

void give_vec(struct sring_vec *vec, int result)
{
    assert_true(result >= -200 && result <= MOST_BUFFERS * POOLED_BYTES);
    while (sring_vec_count(vec) > 0 && !one_in(5)) {
        struct sring_buf buf;

        sring_vec_take(vec, pick(sring_vec_count(vec)), &buf);
        give_buffer(&buf, 0);
    }
    sring_vec_free(vec);
}

union control control;

size_t any_control(void)
{
    uint32_t count = pick(MOST_SENT + 1);
    int raw = sring_fd_raw(&world.file);

    memset(&control, 0, sizeof(control));
    control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    for (uint32_t i = 0; i < count; i++) {
        memcpy(CMSG_DATA(&control.header) + i * sizeof(int), &raw, sizeof(raw));
    }
    return count > 0 ? CMSG_SPACE(count * sizeof(int)) : 0;
}

uint32_t any_room(void)
{
    return one_in(3) ? pick(40) : CMSG_SPACE(MOST_SENT * sizeof(int));
}

void take_files(struct sring_recvmsg_completed *done)
{
    struct sring_fd fd;

    while (!one_in(4) && sring_recvmsg_next_file(done, &fd) == 0) {
        give_file(&fd);
    }
}

static bool take_any(struct sring_vec *vec)
{
    take_vec(vec);
    return true;
}

#define FINISH_READV(ring, done, vec) ((void)(ring), sring_readv_finish(done, vec))
#define FINISH_READV_AT(ring, done, vec) ((void)(ring), sring_readv_at_finish(done, vec))
#define FINISH_WRITEV(ring, done, vec) ((void)(ring), sring_writev_finish(done, vec))
#define FINISH_WRITEV_AT(ring, done, vec) ((void)(ring), sring_writev_at_finish(done, vec))
#define FINISH_SENDMSG(ring, done, vec) ((void)(ring), sring_sendmsg_finish(done, vec))
#define FINISH_RECVMSG(ring, done, vec)                                                            \
    ((void)(ring), take_files(done), sring_recvmsg_finish(done, vec))

/* As for a send_zc. */
static int finish_sendmsg_zc(struct sring *ring, struct sring_sendmsg_zc_completed *done,
                             struct sring_vec *vec)
{
    int result = sring_sendmsg_zc_result(done);

    if (one_in(2)) {
        sring_sendmsg_zc_forget(ring, done);
        take_vec(vec);
        return result;
    }
    drain_receivers();
    assert_int_equal(sring_sendmsg_zc_release(ring, done, vec), result);
    return result;
}

/* Also on a socket that cannot send without a copy. */
static const struct sring_fd *any_sender(void)
{
    return one_in(4) ? &world.stream.out : &world.datagram.out;
}

TRANSFER(readv, sring_vec, take_any, give_vec, FINISH_READV, &world.pipe.in)
TRANSFER(readv_at, sring_vec, take_any, give_vec, FINISH_READV_AT, &world.file, pick(100))
TRANSFER(writev, sring_vec, take_any, give_vec, FINISH_WRITEV, &world.pipe.out)
TRANSFER(writev_at, sring_vec, take_any, give_vec, FINISH_WRITEV_AT, &world.file, pick(100))
TRANSFER(sendmsg, sring_vec, take_any, give_vec, FINISH_SENDMSG, &world.stream.out, NULL, 0,
         &control, any_control())
TRANSFER(recvmsg, sring_vec, take_any, give_vec, FINISH_RECVMSG, &world.stream.in, any_room())
TRANSFER(sendmsg_zc, sring_vec, take_any, give_vec, finish_sendmsg_zc, any_sender(), NULL, 0, NULL,
         0)

const struct kind *any_vectored(void)
{
    static const struct kind *const kinds[] = {
        &kind_readv,   &kind_readv_at,   &kind_writev,  &kind_writev_at,
        &kind_sendmsg, &kind_sendmsg_zc, &kind_recvmsg,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]))];
}
