/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The operations of batches. Each ends by itself, or by its deadline.
 */
#include "random.h"

static bool add_read_at(struct sring_batch_building *batch)
{
    struct sring_read_at_building op;
    struct sring_buf buf;

    if (!begun(sring_read_at_init(&world.ring, &op, &world.file, pick(100)))) {
        return false;
    }
    take_buffer(&buf);
    sring_read_at_add(&world.ring, batch, &op, &buf);
    return true;
}

static void take_read_at(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_read_at_completed done;
    struct sring_buf buf;
    int result;

    sring_read_at_take(&world.ring, batch, index, &done);
    result = sring_read_at_finish(&done, &buf);
    give_buffer(&buf, result);
}

static bool add_send_zc(struct sring_batch_building *batch)
{
    struct sring_send_zc_building op;
    struct sring_buf buf;

    if (!begun(sring_send_zc_init(&world.ring, &op, &world.datagram.out))) {
        return false;
    }
    take_buffer(&buf);
    sring_send_zc_add(&world.ring, batch, &op, &buf);
    return true;
}

static void take_send_zc(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_send_zc_completed done;

    sring_send_zc_take(&world.ring, batch, index, &done);
    sring_send_zc_forget(&world.ring, &done);
}

static bool add_openat(struct sring_batch_building *batch)
{
    struct sring_openat_building op;

    if (!begun(sring_openat_init(&world.ring, &op, "/dev/null", O_RDONLY | O_CLOEXEC, 0))) {
        return false;
    }
    sring_openat_add(&world.ring, batch, &op);
    return true;
}

static void take_openat(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_openat_completed done;
    struct sring_fd fd;
    int rc;

    sring_openat_take(&world.ring, batch, index, &done);
    rc = sring_openat_finish(&done, &fd);
    if (rc == 0) {
        give_file(&fd);
    }
}

static bool add_openat_direct(struct sring_batch_building *batch)
{
    struct sring_openat_direct_building op;

    if (!begun(sring_openat_direct_init(&world.ring, &op, "/dev/null", O_RDONLY, 0))) {
        return false;
    }
    sring_openat_direct_add(&world.ring, batch, &op);
    return true;
}

static void take_openat_direct(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_openat_direct_completed done;
    struct sring_direct_fd fd;
    int rc;

    sring_openat_direct_take(&world.ring, batch, index, &done);
    rc = sring_openat_direct_finish(&done, &fd);
    if (rc == 0) {
        give_direct(&fd);
    }
}

/* Whether an operation that might never end by itself has a deadline; if not, it is abandoned.
 */
#define TIMED(op, building)                                                                        \
    (begun(sring_##op##_set_timeout(&world.ring, building, pick(400000))) ||                       \
     (sring_##op##_abandon(&world.ring, building), false))

static bool add_timeout(struct sring_batch_building *batch)
{
    struct sring_timeout_building op;

    if (!begun(sring_timeout_init(&world.ring, &op, pick(300000)))) {
        return false;
    }
    sring_timeout_add(&world.ring, batch, &op);
    return true;
}

static void take_timeout(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_timeout_completed done;
    int rc;

    sring_timeout_take(&world.ring, batch, index, &done);
    rc = sring_timeout_finish(&done);
    assert_true(rc == -ETIME || rc == -ECANCELED);
}

static bool add_close(struct sring_batch_building *batch)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (!begun(sring_close_init(&world.ring, &op))) {
        return false;
    }
    sring_fd_adopt(&fd, open("/dev/null", O_RDONLY | O_CLOEXEC));
    sring_close_add(&world.ring, batch, &op, &fd);
    return true;
}

static void take_close(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_close_completed done;
    int rc;

    sring_close_take(&world.ring, batch, index, &done);
    rc = sring_close_finish(&done);
    assert_true(rc == 0 || rc == -ECANCELED);
}

static bool add_read(struct sring_batch_building *batch)
{
    struct sring_read_building op;
    struct sring_buf buf;

    if (!begun(sring_read_init(&world.ring, &op, &world.pipe.in)) || !TIMED(read, &op)) {
        return false;
    }
    take_buffer(&buf);
    sring_read_add(&world.ring, batch, &op, &buf);
    return true;
}

static void take_read(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_read_completed done;
    struct sring_buf buf;
    int result;

    sring_read_take(&world.ring, batch, index, &done);
    result = sring_read_finish(&done, &buf);
    give_buffer(&buf, result);
}

static bool add_writev(struct sring_batch_building *batch)
{
    struct sring_writev_building op;
    struct sring_vec vec;

    if (!begun(sring_writev_init(&world.ring, &op, &world.pipe.out)) || !TIMED(writev, &op)) {
        return false;
    }
    take_vec(&vec);
    sring_writev_add(&world.ring, batch, &op, &vec);
    return true;
}

static void take_writev(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_writev_completed done;
    struct sring_vec vec;
    int result;

    sring_writev_take(&world.ring, batch, index, &done);
    result = sring_writev_finish(&done, &vec);
    give_vec(&vec, result);
}

static bool add_sendmsg(struct sring_batch_building *batch)
{
    struct sring_sendmsg_building op;
    struct sring_vec vec;

    if (!begun(sring_sendmsg_init(&world.ring, &op, &world.stream.out, NULL, 0, &control,
                                  any_control())) ||
        !TIMED(sendmsg, &op)) {
        return false;
    }
    take_vec(&vec);
    sring_sendmsg_add(&world.ring, batch, &op, &vec);
    return true;
}

static void take_sendmsg(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_sendmsg_completed done;
    struct sring_vec vec;
    int result;

    sring_sendmsg_take(&world.ring, batch, index, &done);
    result = sring_sendmsg_finish(&done, &vec);
    give_vec(&vec, result);
}

static bool add_recvmsg(struct sring_batch_building *batch)
{
    struct sring_recvmsg_building op;
    struct sring_vec vec;

    if (!begun(sring_recvmsg_init(&world.ring, &op, &world.stream.in, any_room())) ||
        !TIMED(recvmsg, &op)) {
        return false;
    }
    take_vec(&vec);
    sring_recvmsg_add(&world.ring, batch, &op, &vec);
    return true;
}

static void take_recvmsg(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_recvmsg_completed done;
    struct sring_vec vec;
    int result;

    sring_recvmsg_take(&world.ring, batch, index, &done);
    take_files(&done);
    result = sring_recvmsg_finish(&done, &vec);
    give_vec(&vec, result);
}

/* The group may be closed before the operation begins. */
static bool add_recv_provided(struct sring_batch_building *batch)
{
    struct sring_recv_provided_building op;

    if (!have_groups() ||
        !begun(sring_recv_provided_init(&world.ring, &op, &world.stream.in, any_group(true))) ||
        !TIMED(recv_provided, &op)) {
        return false;
    }
    sring_recv_provided_add(&world.ring, batch, &op);
    return true;
}

static void take_recv_provided(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_recv_provided_completed done;
    struct sring_lent_buf item;

    sring_recv_provided_take(&world.ring, batch, index, &done);
    if (sring_recv_provided_finish(&done, &item) == 0) {
        give_item(&item);
    }
}

static bool add_write_at_shared(struct sring_batch_building *batch)
{
    struct sring_write_at_shared_building op;

    if (!init_shared_of_stock(&op)) {
        return false;
    }
    sring_write_at_shared_add(&world.ring, batch, &op);
    return true;
}

static void take_write_at_shared(struct sring_batch_completed *batch, uint32_t index)
{
    struct sring_write_at_shared_completed done;

    sring_write_at_shared_take(&world.ring, batch, index, &done);
    assert_true(sring_write_at_shared_finish(&done) <= POOLED_BYTES);
}

const struct member members[MEMBERS] = {
    {add_read_at, take_read_at},
    {add_openat, take_openat},
    {add_openat_direct, take_openat_direct},
    {add_timeout, take_timeout},
    {add_close, take_close},
    {add_read, take_read},
    {add_writev, take_writev},
    {add_sendmsg, take_sendmsg},
    {add_recvmsg, take_recvmsg},
    {add_recv_provided, take_recv_provided},
    {add_write_at_shared, take_write_at_shared},
    {add_send_zc, take_send_zc},
};
