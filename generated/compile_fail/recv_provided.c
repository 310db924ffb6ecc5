/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/recv_provided.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What recv_provided does not allow; for the runner in compile_fail/.
 */
// rule: recv_provided is used as its signatures say.
// expect[types] gcc-O2 clang: L1
// expect[unchecked] gcc-O2 clang: L1
// expect[consumed] gcc clang: L2
// expect[consumed] clang-tsa: L3
// expect[forgotten] gcc clang: L2
// expect[forgotten] clang-tsa: L3
// expect[forgotten_on_path] clang-tsa: L3
// expect[forgotten_in_loop] gcc clang: L2
// expect[forgotten_in_loop] clang-tsa: L3
// expect[callback] clang-tsa: L3
// expect[foreign_ring] clang-tsa: L3
#include <sring/ops/recv_provided.h>
#include <sring/ops/recvmsg.h>

#include "matrix.h"

sring_recv_provided_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    if (sring_recv_provided_init(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    if (sring_recv_provided_init(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    if (sring_recv_provided_init(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_fd_sring_direct_fd(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_recv_provided_init(ring, op, EITHER(wrong, fd), group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_fd_int(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_recv_provided_init(ring, op, EITHER(wrong, fd), group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_group_sring_lent_buf(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_lent_buf *" */
    if (sring_recv_provided_init(ring, op, fd, EITHER(wrong, group))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_group_sring_buf(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_buf *" */
    if (sring_recv_provided_init(ring, op, fd, EITHER(wrong, group))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    if (sring_recv_provided_init_direct(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    if (sring_recv_provided_init_direct(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    if (sring_recv_provided_init_direct(ring, EITHER(wrong, op), fd, group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_fd_sring_fd(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_recv_provided_init_direct(ring, op, EITHER(wrong, fd), group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_fd_int(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_recv_provided_init_direct(ring, op, EITHER(wrong, fd), group)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_group_sring_lent_buf(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_lent_buf *" */
    if (sring_recv_provided_init_direct(ring, op, fd, EITHER(wrong, group))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_init_direct_group_sring_buf(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_buf *" */
    if (sring_recv_provided_init_direct(ring, op, fd, EITHER(wrong, group))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_set_timeout_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    if (sring_recv_provided_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_set_timeout_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    if (sring_recv_provided_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_set_timeout_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    if (sring_recv_provided_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_abandon_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_abandon_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_abandon_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    sring_recv_provided_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    sring_recv_provided_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_inflight_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_building *" */
    sring_recv_provided_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_inflight_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_submit_inflight_sring_recvmsg_submitted(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *inflight, struct sring_recvmsg_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recvmsg_submitted *" */
    sring_recv_provided_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_start_op_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_start_op_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_start_op_sring_recvmsg_building(struct sring *ring, struct sring_recv_provided_building *op, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    sring_recv_provided_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_add_op_sring_recv_provided_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_recv_provided_building *op, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_add_op_sring_recv_provided_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_recv_provided_building *op, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_add_op_sring_recvmsg_building(struct sring *ring, struct sring_batch_building *batch, struct sring_recv_provided_building *op, struct sring_recvmsg_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_building *" "struct sring_recvmsg_building *" */
    sring_recv_provided_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_ready_inflight_sring_recv_provided_building(struct sring *ring, const struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_building *" */
    (void)sring_recv_provided_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_ready_inflight_sring_recv_provided_completed(struct sring *ring, const struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_completed *" */
    (void)sring_recv_provided_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_ready_inflight_sring_recvmsg_submitted(struct sring *ring, const struct sring_recv_provided_submitted *inflight, struct sring_recvmsg_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recvmsg_submitted *" */
    (void)sring_recv_provided_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_inflight_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_building *" */
    sring_recv_provided_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_inflight_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_inflight_sring_recvmsg_submitted(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recvmsg_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recvmsg_submitted *" */
    sring_recv_provided_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_done_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_building *" */
    sring_recv_provided_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_done_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_wait_done_sring_recvmsg_completed(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recvmsg_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recvmsg_completed *" */
    sring_recv_provided_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_inflight_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_building *" */
    sring_recv_provided_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_inflight_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_inflight_sring_recvmsg_submitted(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recvmsg_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recvmsg_submitted *" */
    sring_recv_provided_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_done_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_building *" */
    sring_recv_provided_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_done_sring_recv_provided_submitted(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_cancel_done_sring_recvmsg_completed(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *done, struct sring_recvmsg_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recvmsg_completed *" */
    sring_recv_provided_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_detach_inflight_sring_recv_provided_building(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_building *" */
    sring_recv_provided_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_detach_inflight_sring_recv_provided_completed(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recv_provided_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recv_provided_completed *" */
    sring_recv_provided_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_detach_inflight_sring_recvmsg_submitted(struct sring *ring, struct sring_recv_provided_submitted *inflight, struct sring_recvmsg_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_submitted *" "struct sring_recvmsg_submitted *" */
    sring_recv_provided_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_take_done_sring_recv_provided_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_building *" */
    sring_recv_provided_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_take_done_sring_recv_provided_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_recv_provided_completed *done, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_submitted *" */
    sring_recv_provided_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_take_done_sring_recvmsg_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_recv_provided_completed *done, struct sring_recvmsg_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recvmsg_completed *" */
    sring_recv_provided_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_result_done_sring_recv_provided_building(const struct sring_recv_provided_completed *done, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_building *" */
    (void)sring_recv_provided_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_result_done_sring_recv_provided_submitted(const struct sring_recv_provided_completed *done, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_submitted *" */
    (void)sring_recv_provided_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_result_done_sring_recvmsg_completed(const struct sring_recv_provided_completed *done, struct sring_recvmsg_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recvmsg_completed *" */
    (void)sring_recv_provided_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_finish_done_sring_recv_provided_building(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced, struct sring_recv_provided_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_building *" */
    if (sring_recv_provided_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_finish_done_sring_recv_provided_submitted(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced, struct sring_recv_provided_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recv_provided_submitted *" */
    if (sring_recv_provided_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_finish_done_sring_recvmsg_completed(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced, struct sring_recvmsg_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_recv_provided_completed *" "struct sring_recvmsg_completed *" */
    if (sring_recv_provided_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_finish_produced_sring_buf_ring(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced, struct sring_buf_ring *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_lent_buf *" "struct sring_buf_ring *" */
    if (sring_recv_provided_finish(done, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_finish_produced_sring_buf(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_lent_buf *" "struct sring_buf *" */
    if (sring_recv_provided_finish(done, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_recv_provided_await(ring, EITHER(wrong, fd), group, produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_fd_int(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_recv_provided_await(ring, EITHER(wrong, fd), group, produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_group_sring_lent_buf(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, struct sring_lent_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_lent_buf *" */
    if (sring_recv_provided_await(ring, fd, EITHER(wrong, group), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_group_sring_buf(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf_ring *" "struct sring_buf *" */
    if (sring_recv_provided_await(ring, fd, EITHER(wrong, group), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_produced_sring_buf_ring(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, struct sring_buf_ring *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_lent_buf *" "struct sring_buf_ring *" */
    if (sring_recv_provided_await(ring, fd, group, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_recv_provided_await_produced_sring_buf(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_lent_buf *" "struct sring_buf *" */
    if (sring_recv_provided_await(ring, fd, group, EITHER(wrong, produced))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_recv_provided_init(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd, const struct sring_buf_ring *group)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_recv_provided_init(ring, op, fd, group);
#else
    if (sring_recv_provided_init(ring, op, fd, group)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_recv_provided_init_direct(struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd, const struct sring_buf_ring *group)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_recv_provided_init_direct(ring, op, fd, group);
#else
    if (sring_recv_provided_init_direct(ring, op, fd, group)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_recv_provided_set_timeout(struct sring *ring, struct sring_recv_provided_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_recv_provided_set_timeout(ring, op, 0);
#else
    if (sring_recv_provided_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_recv_provided_finish(struct sring_recv_provided_completed *done, struct sring_lent_buf *produced)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_recv_provided_finish(done, produced);
#else
    if (sring_recv_provided_finish(done, produced)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_recv_provided_await(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group, struct sring_lent_buf *produced)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_recv_provided_await(ring, fd, group, produced);
#else
    if (sring_recv_provided_await(ring, fd, group, produced)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_recv_provided_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_set_timeout' requires holding {recv_provided in state Building} 'op'" */
    if (sring_recv_provided_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_abandon(ring, &op);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_recv_provided_submitted inflight;
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_add(ring, &batch, &op);
#endif
    sring_buf_ring_close(ring, &group);
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_recv_provided_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_set_timeout' requires holding {recv_provided in state Building} 'op'" */
    if (sring_recv_provided_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void consumed_recv_provided_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_abandon(ring, &op);
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void consumed_recv_provided_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_recv_provided_submitted inflight2;
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_submit(ring, &op, &inflight2);
    sring_recv_provided_detach(ring, &inflight2);
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void consumed_recv_provided_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void consumed_recv_provided_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_add(ring, &batch, &op);
#endif
    sring_buf_ring_close(ring, &group);
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_recv_provided_detach(ring, &inflight);
}

void consumed_recv_provided_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_set_timeout' requires holding {recv_provided in state Building} 'op'" */
    if (sring_recv_provided_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_abandon(ring, &op);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_recv_provided_submitted inflight;
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_add(ring, &batch, &op);
#endif
    sring_buf_ring_close(ring, &group);
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_recv_provided_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_set_timeout' requires holding {recv_provided in state Building} 'op'" */
    if (sring_recv_provided_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_recv_provided_submitted inflight;
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_recv_provided_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_building_gone_ */
    /* error: L3 "releasing {recv_provided in state Building} 'op' that was not held" */
    sring_recv_provided_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_recv_provided_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_ready' requires holding {recv_provided in state Submitted} 'inflight'" */
    (void)sring_recv_provided_ready(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void consumed_recv_provided_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced2;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done2;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_wait(ring, &inflight, &done2);
    if (!sring_recv_provided_finish(&done2, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced2)) {
        sring_lent_buf_return(&produced2);
    }
}

void consumed_recv_provided_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced2;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done2;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_cancel(ring, &inflight, &done2);
    if (!sring_recv_provided_finish(&done2, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced2)) {
        sring_lent_buf_return(&produced2);
    }
}

void consumed_recv_provided_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void consumed_recv_provided_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_ready' requires holding {recv_provided in state Submitted} 'inflight'" */
    (void)sring_recv_provided_ready(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void consumed_recv_provided_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced2;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done2;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_wait(ring, &inflight, &done2);
    if (!sring_recv_provided_finish(&done2, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced2)) {
        sring_lent_buf_return(&produced2);
    }
}

void consumed_recv_provided_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced2;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done2;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_cancel(ring, &inflight, &done2);
    if (!sring_recv_provided_finish(&done2, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced2)) {
        sring_lent_buf_return(&produced2);
    }
}

void consumed_recv_provided_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void consumed_recv_provided_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_ready' requires holding {recv_provided in state Submitted} 'inflight'" */
    (void)sring_recv_provided_ready(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_wait(ring, &inflight, &done);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_cancel(ring, &inflight, &done);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_submitted_gone_ */
    /* error: L3 "releasing {recv_provided in state Submitted} 'inflight' that was not held" */
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
}

void consumed_recv_provided_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    if (sring_recv_provided_finish(&done, &produced)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_recv_provided_completed_gone_ */
    /* error: L3 "calling function 'sring_recv_provided_result' requires holding {recv_provided in state Completed} 'done'" */
    (void)sring_recv_provided_result(&done);
#endif
    sring_buf_ring_close(ring, &group);
    sring_lent_buf_return(&produced);
}

void consumed_recv_provided_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_recv_provided_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    if (sring_recv_provided_finish(&done, &produced)) {
        give_up();
    }
#ifndef SRING_TWIN
    struct sring_lent_buf produced2;
/* error: L2 sring_error_recv_provided_completed_gone_ */
    /* error: L3 "releasing {recv_provided in state Completed} 'done' that was not held" */
    if (sring_recv_provided_finish(&done, &produced2)) {
        give_up();
    }
    sring_lent_buf_return(&produced2);
#endif
    sring_buf_ring_close(ring, &group);
    sring_lent_buf_return(&produced);
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_recv_provided_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_building op = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    sring_recv_provided_abandon(ring, &op);
#endif
    /* error: L3 "{recv_provided in state Building} 'op' is still held at the end of function" */
}

void forgotten_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_buf_ring group;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_building op = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init_direct(ring, &op, direct, &group)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    sring_recv_provided_abandon(ring, &op);
#endif
    /* error: L3 "{recv_provided in state Building} 'op' is still held at the end of function" */
}

void forgotten_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_submitted inflight = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    sring_recv_provided_detach(ring, &inflight);
#endif
    /* error: L3 "{recv_provided in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    struct sring_lent_buf produced;
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is still held at the end of function" */
}

void forgotten_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    struct sring_lent_buf produced;
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is still held at the end of function" */
}

void forgotten_recv_provided_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_recv_provided_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_recv_provided_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    struct sring_lent_buf produced;
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is still held at the end of function" */
}

void forgotten_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_lent_buf produced = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    if (sring_recv_provided_finish(&done, &produced)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    sring_lent_buf_return(&produced);
#endif
    /* error: L3 "{lent buffer} 'produced' is still held at the end of function" */
}

void forgotten_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_lent_buf produced = SRING_NONE;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_await(ring, file, &group, &produced)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
    sring_lent_buf_return(&produced);
#endif
    /* error: L3 "{lent buffer} 'produced' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_recv_provided_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;
    struct sring_recv_provided_building op;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        sring_recv_provided_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_recv_provided_abandon(ring, &op);
    }
#endif
    /* error: L3 "{recv_provided in state Building} 'op' is not held on every path through here" */
}

void path_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_buf_ring group;
    struct sring_recv_provided_building op;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init_direct(ring, &op, direct, &group)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        sring_recv_provided_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_recv_provided_abandon(ring, &op);
    }
#endif
    /* error: L3 "{recv_provided in state Building} 'op' is not held on every path through here" */
}

void path_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        sring_recv_provided_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_recv_provided_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{recv_provided in state Submitted} 'inflight' is not held on every path through here" */
}

void path_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_lent_buf produced;
    struct sring_recv_provided_completed done;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is not held on every path through here" */
}

void path_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_lent_buf produced;
    struct sring_recv_provided_completed done;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is not held on every path through here" */
}

void path_recv_provided_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_recv_provided_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_lent_buf produced;
    struct sring_recv_provided_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_recv_provided_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is not held on every path through here" */
}

void path_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    if (sring_recv_provided_finish(&done, &produced)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        sring_lent_buf_return(&produced);
    }
#ifdef SRING_TWIN
    else {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{lent buffer} 'produced' is not held on every path through here" */
}

void path_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_await(ring, file, &group, &produced)) {
        give_up();
    }
    sring_buf_ring_close(ring, &group);
    if (perhaps()) {
        sring_lent_buf_return(&produced);
    }
#ifdef SRING_TWIN
    else {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{lent buffer} 'produced' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_recv_provided_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;

    /* error: L3 "expecting {recv_provided in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_building op = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init(ring, &op, file, &group)) {
            give_up();
        }
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        sring_recv_provided_abandon(ring, &op);
#endif
    }
}

void loop_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_recv_provided_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_buf_ring group;

    /* error: L3 "expecting {recv_provided in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_building op = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init_direct(ring, &op, direct, &group)) {
            give_up();
        }
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        sring_recv_provided_abandon(ring, &op);
#endif
    }
}

void loop_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    /* error: L3 "expecting {recv_provided in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_submitted inflight = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init(ring, &op, file, &group)) {
            give_up();
        }
        sring_recv_provided_submit(ring, &op, &inflight);
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        sring_recv_provided_detach(ring, &inflight);
#endif
    }
}

void loop_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    /* error: L3 "expecting {recv_provided in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init(ring, &op, file, &group)) {
            give_up();
        }
        sring_recv_provided_submit(ring, &op, &inflight);
        sring_recv_provided_wait(ring, &inflight, &done);
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        struct sring_lent_buf produced;
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
#endif
    }
}

void loop_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    /* error: L3 "expecting {recv_provided in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init(ring, &op, file, &group)) {
            give_up();
        }
        sring_recv_provided_submit(ring, &op, &inflight);
        sring_recv_provided_cancel(ring, &inflight, &done);
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        struct sring_lent_buf produced;
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
#endif
    }
}

void loop_recv_provided_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_recv_provided_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {recv_provided in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_recv_provided_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_recv_provided_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        struct sring_lent_buf produced;
        if (!sring_recv_provided_finish(&done, &produced)) {
            sring_lent_buf_return(&produced);
        }
#endif
    }
}

void loop_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;

    /* error: L3 "expecting {lent buffer} 'produced' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_lent_buf produced = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_init(ring, &op, file, &group)) {
            give_up();
        }
        sring_recv_provided_submit(ring, &op, &inflight);
        sring_recv_provided_wait(ring, &inflight, &done);
        if (sring_recv_provided_finish(&done, &produced)) {
            give_up();
        }
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        sring_lent_buf_return(&produced);
#endif
    }
}

void loop_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_recv_provided_await_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;

    /* error: L3 "expecting {lent buffer} 'produced' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_lent_buf produced = SRING_NONE;

        if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
            give_up();
        }
        if (sring_recv_provided_await(ring, file, &group, &produced)) {
            give_up();
        }
        sring_buf_ring_close(ring, &group);
#ifdef SRING_TWIN
        sring_lent_buf_return(&produced);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_RECV_PROVIDED_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_recv_provided_completed *done, void *arg)
{
#ifdef SRING_TWIN
    struct sring_lent_buf produced;
    (void)ring;
    (void)arg;
    if (!sring_recv_provided_finish(done, &produced)) {
        sring_lent_buf_return(&produced);
    }
#endif
    /* error: L3 "{recv_provided in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_recv_provided_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_init' requires holding {ring} 'foreign_ring'" */
    if (sring_recv_provided_init(&foreign_ring, &op, file, &group)) {
        give_up();
    }
#else
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_abandon(ring, &op);
}

void foreign_recv_provided_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_recv_provided_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_recv_provided_init_direct(&foreign_ring, &op, direct, &group)) {
        give_up();
    }
#else
    if (sring_recv_provided_init_direct(ring, &op, direct, &group)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_abandon(ring, &op);
}

void foreign_recv_provided_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_recv_provided_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_recv_provided_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_abandon(ring, &op);
}

void foreign_recv_provided_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_abandon' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_abandon(&foreign_ring, &op);
#else
    sring_recv_provided_abandon(ring, &op);
#endif
    sring_buf_ring_close(ring, &group);
}

void foreign_recv_provided_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_submit' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_submit(&foreign_ring, &op, &inflight);
#else
    sring_recv_provided_submit(ring, &op, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void foreign_recv_provided_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_start' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_recv_provided_start(ring, &op, anything_0, anything_1);
#endif
    sring_buf_ring_close(ring, &group);
}

void foreign_recv_provided_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_add' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_add(&foreign_ring, &batch, &op);
#else
    sring_recv_provided_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_buf_ring_close(ring, &group);
}

void foreign_recv_provided_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_recv_provided_ready(&foreign_ring, &inflight);
#else
    (void)sring_recv_provided_ready(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
    sring_recv_provided_detach(ring, &inflight);
}

void foreign_recv_provided_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_wait' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_wait(&foreign_ring, &inflight, &done);
#else
    sring_recv_provided_wait(ring, &inflight, &done);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void foreign_recv_provided_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_cancel' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_cancel(&foreign_ring, &inflight, &done);
#else
    sring_recv_provided_cancel(ring, &inflight, &done);
#endif
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void foreign_recv_provided_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_detach' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_detach(&foreign_ring, &inflight);
#else
    sring_recv_provided_detach(ring, &inflight);
#endif
    sring_buf_ring_close(ring, &group);
}

void foreign_recv_provided_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_recv_provided_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_take' requires holding {ring} 'foreign_ring'" */
    sring_recv_provided_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_recv_provided_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void foreign_recv_provided_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_recv_provided_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf_ring group;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_recv_provided_await' requires holding {ring} 'foreign_ring'" */
    if (sring_recv_provided_await(&foreign_ring, file, &group, &produced)) {
        give_up();
    }
#else
    if (sring_recv_provided_await(ring, file, &group, &produced)) {
        give_up();
    }
#endif
    sring_buf_ring_close(ring, &group);
    sring_lent_buf_return(&produced);
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_abandon(ring, &op);
    sring_buf_ring_close(ring, &group);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf produced;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_cancel(ring, &inflight, &done);
    sring_buf_ring_close(ring, &group);
    if (!sring_recv_provided_finish(&done, &produced)) {
        sring_lent_buf_return(&produced);
    }
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_recv_provided_building op;
    struct sring_buf_ring group;

    if (sring_buf_ring_open(ring, &group, 4, 64, NULL)) {
        give_up();
    }
    if (sring_recv_provided_init(ring, &op, file, &group)) {
        give_up();
    }
    sring_recv_provided_start(ring, &op, callback_start, anything_1);
    sring_buf_ring_close(ring, &group);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up();
    }
    sring_fd_adopt(&file, any_file());
    legal_abandon(&ring, &file);
    legal_cancel(&ring, &file);
    legal_start(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
