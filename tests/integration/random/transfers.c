/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations with a buffer: an ordinary one, a registered one, and without a copy.
 */
#include "transfer.h"

#define FINISH_READ(ring, done, buf) ((void)(ring), sring_read_finish(done, buf))
#define FINISH_RECV(ring, done, buf) ((void)(ring), sring_recv_finish(done, buf))
#define FINISH_READ_AT(ring, done, buf) ((void)(ring), sring_read_at_finish(done, buf))
#define FINISH_WRITE(ring, done, buf) ((void)(ring), sring_write_finish(done, buf))
#define FINISH_WRITE_AT(ring, done, buf) ((void)(ring), sring_write_at_finish(done, buf))
#define FINISH_READ_FIXED(ring, done, buf) ((void)(ring), sring_read_fixed_finish(done, buf))
#define FINISH_WRITE_FIXED(ring, done, buf) ((void)(ring), sring_write_fixed_finish(done, buf))

static bool take_any(struct sring_buf *buf)
{
    take_buffer(buf);
    return true;
}

TRANSFER(read, sring_buf, take_any, give_buffer, FINISH_READ, &world.pipe.in)
TRANSFER(recv, sring_buf, take_any, give_buffer, FINISH_RECV, &world.stream.in)
TRANSFER(read_at, sring_buf, take_any, give_buffer, FINISH_READ_AT, &world.file, pick(100))
TRANSFER(write, sring_buf, take_any, give_buffer, FINISH_WRITE,
         one_in(2) ? &world.pipe.out : &world.stream.out)
TRANSFER(write_at, sring_buf, take_any, give_buffer, FINISH_WRITE_AT, &world.file, pick(100))
TRANSFER(read_fixed, sring_registered_buf, take_registered, give_registered, FINISH_READ_FIXED,
         &world.file, pick(100))
TRANSFER(write_fixed, sring_registered_buf, take_registered, give_registered, FINISH_WRITE_FIXED,
         &world.file, pick(100))

/* Releases or forgets the buffer of a Completed send_zc. */
static int finish_send_zc(struct sring *ring, struct sring_send_zc_completed *done,
                          struct sring_buf *buf)
{
    int result = sring_send_zc_result(done);

    if (one_in(2)) {
        sring_send_zc_forget(ring, done);
        take_buffer(buf);
        return result;
    }
    drain_receivers();
    assert_int_equal(sring_send_zc_release(ring, done, buf), result);
    return result;
}

TRANSFER(send_zc, sring_buf, take_any, give_buffer, finish_send_zc, &world.datagram.out)

const struct kind *any_transfer(void)
{
    static const struct kind *const kinds[] = {
        &kind_read,     &kind_recv,       &kind_read_at,     &kind_write,
        &kind_write_at, &kind_read_fixed, &kind_write_fixed, &kind_send_zc,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]))];
}
