/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poll_add.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What poll_add does not allow; for the runner in compile_fail/.
 */
// rule: poll_add is used as its signatures say.
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
#include <sring/ops/poll_add.h>
#include <sring/ops/read.h>

#include "matrix.h"

sring_poll_add_callback *anything_0;
void *anything_1 = (void *)anything;
struct sring_poll_add_item *anything_2 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    if (sring_poll_add_init(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    if (sring_poll_add_init(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    if (sring_poll_add_init(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_fd_sring_direct_fd(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_poll_add_init(ring, op, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_fd_int(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_poll_add_init(ring, op, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_direct_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    if (sring_poll_add_init_direct(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_direct_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    if (sring_poll_add_init_direct(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_direct_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    if (sring_poll_add_init_direct(ring, EITHER(wrong, op), fd, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_direct_fd_sring_fd(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_poll_add_init_direct(ring, op, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_init_direct_fd_int(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_poll_add_init_direct(ring, op, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_set_timeout_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    if (sring_poll_add_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_set_timeout_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    if (sring_poll_add_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_set_timeout_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    if (sring_poll_add_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_abandon_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    sring_poll_add_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_abandon_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    sring_poll_add_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_abandon_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    sring_poll_add_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    sring_poll_add_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    sring_poll_add_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    sring_poll_add_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_inflight_sring_poll_add_building(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_building *" */
    sring_poll_add_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_inflight_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_completed *" */
    sring_poll_add_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_submit_inflight_sring_read_submitted(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *inflight, struct sring_read_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_read_submitted *" */
    sring_poll_add_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_start_op_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    sring_poll_add_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_start_op_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_building *op, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    sring_poll_add_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_start_op_sring_read_building(struct sring *ring, struct sring_poll_add_building *op, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    sring_poll_add_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_add_op_sring_poll_add_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_poll_add_building *op, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_submitted *" */
    sring_poll_add_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_add_op_sring_poll_add_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_poll_add_building *op, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_poll_add_completed *" */
    sring_poll_add_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_add_op_sring_read_building(struct sring *ring, struct sring_batch_building *batch, struct sring_poll_add_building *op, struct sring_read_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_building *" "struct sring_read_building *" */
    sring_poll_add_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_ready_inflight_sring_poll_add_building(struct sring *ring, const struct sring_poll_add_submitted *inflight, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_building *" */
    (void)sring_poll_add_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_ready_inflight_sring_poll_add_completed(struct sring *ring, const struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_completed *" */
    (void)sring_poll_add_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_ready_inflight_sring_read_submitted(struct sring *ring, const struct sring_poll_add_submitted *inflight, struct sring_read_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_read_submitted *" */
    (void)sring_poll_add_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_inflight_sring_poll_add_building(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_building *" */
    sring_poll_add_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_inflight_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_completed *" */
    sring_poll_add_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_inflight_sring_read_submitted(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_read_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_read_submitted *" */
    sring_poll_add_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_done_sring_poll_add_building(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_building *" */
    sring_poll_add_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_done_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_submitted *" */
    sring_poll_add_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_wait_done_sring_read_completed(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_read_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_read_completed *" */
    sring_poll_add_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_inflight_sring_poll_add_building(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_building *" */
    sring_poll_add_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_inflight_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_completed *" */
    sring_poll_add_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_inflight_sring_read_submitted(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_read_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_read_submitted *" */
    sring_poll_add_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_done_sring_poll_add_building(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_building *" */
    sring_poll_add_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_done_sring_poll_add_submitted(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_submitted *" */
    sring_poll_add_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_cancel_done_sring_read_completed(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *done, struct sring_read_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_read_completed *" */
    sring_poll_add_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_detach_inflight_sring_poll_add_building(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_building *" */
    sring_poll_add_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_detach_inflight_sring_poll_add_completed(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_poll_add_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_poll_add_completed *" */
    sring_poll_add_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_detach_inflight_sring_read_submitted(struct sring *ring, struct sring_poll_add_submitted *inflight, struct sring_read_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_submitted *" "struct sring_read_submitted *" */
    sring_poll_add_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_take_done_sring_poll_add_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_building *" */
    sring_poll_add_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_take_done_sring_poll_add_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_poll_add_completed *done, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_submitted *" */
    sring_poll_add_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_take_done_sring_read_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_poll_add_completed *done, struct sring_read_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_read_completed *" */
    sring_poll_add_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_result_done_sring_poll_add_building(const struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_building *" */
    (void)sring_poll_add_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_result_done_sring_poll_add_submitted(const struct sring_poll_add_completed *done, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_submitted *" */
    (void)sring_poll_add_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_result_done_sring_read_completed(const struct sring_poll_add_completed *done, struct sring_read_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_read_completed *" */
    (void)sring_poll_add_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_finish_done_sring_poll_add_building(struct sring_poll_add_completed *done, struct sring_poll_add_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_building *" */
    (void)sring_poll_add_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_finish_done_sring_poll_add_submitted(struct sring_poll_add_completed *done, struct sring_poll_add_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_poll_add_submitted *" */
    (void)sring_poll_add_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_finish_done_sring_read_completed(struct sring_poll_add_completed *done, struct sring_read_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poll_add_completed *" "struct sring_read_completed *" */
    (void)sring_poll_add_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_poll_add_await(ring, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_await_fd_int(struct sring *ring, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_poll_add_await(ring, EITHER(wrong, fd), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_await_each_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    (void)sring_poll_add_await_each(ring, EITHER(wrong, fd), anything_2, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_poll_add_await_each_fd_int(struct sring *ring, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    (void)sring_poll_add_await_each(ring, EITHER(wrong, fd), anything_2, 0);
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_poll_add_init(struct sring *ring, struct sring_poll_add_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poll_add_init(ring, op, fd, 0);
#else
    if (sring_poll_add_init(ring, op, fd, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_poll_add_init_direct(struct sring *ring, struct sring_poll_add_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poll_add_init_direct(ring, op, fd, 0);
#else
    if (sring_poll_add_init_direct(ring, op, fd, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_poll_add_set_timeout(struct sring *ring, struct sring_poll_add_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poll_add_set_timeout(ring, op, 0);
#else
    if (sring_poll_add_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_poll_add_await(struct sring *ring, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poll_add_await(ring, fd, 0);
#else
    if (sring_poll_add_await(ring, fd, 0)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_poll_add_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "calling function 'sring_poll_add_set_timeout' requires holding {poll_add in state Building} 'op'" */
    if (sring_poll_add_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_poll_add_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_abandon(ring, &op);
#endif
}

void consumed_poll_add_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_poll_add_submitted inflight;
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#endif
}

void consumed_poll_add_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_poll_add_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "calling function 'sring_poll_add_set_timeout' requires holding {poll_add in state Building} 'op'" */
    if (sring_poll_add_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_poll_add_detach(ring, &inflight);
}

void consumed_poll_add_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_abandon(ring, &op);
#endif
    sring_poll_add_detach(ring, &inflight);
}

void consumed_poll_add_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_poll_add_submitted inflight2;
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_submit(ring, &op, &inflight2);
    sring_poll_add_detach(ring, &inflight2);
#endif
    sring_poll_add_detach(ring, &inflight);
}

void consumed_poll_add_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#endif
    sring_poll_add_detach(ring, &inflight);
}

void consumed_poll_add_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_poll_add_detach(ring, &inflight);
}

void consumed_poll_add_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "calling function 'sring_poll_add_set_timeout' requires holding {poll_add in state Building} 'op'" */
    if (sring_poll_add_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_poll_add_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_abandon(ring, &op);
#endif
}

void consumed_poll_add_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_poll_add_submitted inflight;
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#endif
}

void consumed_poll_add_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_poll_add_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "calling function 'sring_poll_add_set_timeout' requires holding {poll_add in state Building} 'op'" */
    if (sring_poll_add_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_poll_add_submitted inflight;
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_poll_add_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_poll_add_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_building_gone_ */
    /* error: L3 "releasing {poll_add in state Building} 'op' that was not held" */
    sring_poll_add_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_poll_add_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "calling function 'sring_poll_add_ready' requires holding {poll_add in state Submitted} 'inflight'" */
    (void)sring_poll_add_ready(ring, &inflight);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done2;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_wait(ring, &inflight, &done2);
    (void)sring_poll_add_finish(&done2);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done2;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_cancel(ring, &inflight, &done2);
    (void)sring_poll_add_finish(&done2);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_detach(ring, &inflight);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "calling function 'sring_poll_add_ready' requires holding {poll_add in state Submitted} 'inflight'" */
    (void)sring_poll_add_ready(ring, &inflight);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done2;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_wait(ring, &inflight, &done2);
    (void)sring_poll_add_finish(&done2);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done2;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_cancel(ring, &inflight, &done2);
    (void)sring_poll_add_finish(&done2);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_detach(ring, &inflight);
#endif
    (void)sring_poll_add_finish(&done);
}

void consumed_poll_add_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "calling function 'sring_poll_add_ready' requires holding {poll_add in state Submitted} 'inflight'" */
    (void)sring_poll_add_ready(ring, &inflight);
#endif
}

void consumed_poll_add_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_wait(ring, &inflight, &done);
    (void)sring_poll_add_finish(&done);
#endif
}

void consumed_poll_add_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_poll_add_completed done;
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_cancel(ring, &inflight, &done);
    (void)sring_poll_add_finish(&done);
#endif
}

void consumed_poll_add_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_submitted_gone_ */
    /* error: L3 "releasing {poll_add in state Submitted} 'inflight' that was not held" */
    sring_poll_add_detach(ring, &inflight);
#endif
}

void consumed_poll_add_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
    (void)sring_poll_add_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_completed_gone_ */
    /* error: L3 "calling function 'sring_poll_add_result' requires holding {poll_add in state Completed} 'done'" */
    (void)sring_poll_add_result(&done);
#endif
}

void consumed_poll_add_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_poll_add_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
    (void)sring_poll_add_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poll_add_completed_gone_ */
    /* error: L3 "releasing {poll_add in state Completed} 'done' that was not held" */
    (void)sring_poll_add_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_poll_add_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_poll_add_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_building op = SRING_NONE;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_poll_add_abandon(ring, &op);
#endif
    /* error: L3 "{poll_add in state Building} 'op' is still held at the end of function" */
}

void forgotten_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_building op = SRING_NONE;

    if (sring_poll_add_init_direct(ring, &op, direct, 0)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_poll_add_abandon(ring, &op);
#endif
    /* error: L3 "{poll_add in state Building} 'op' is still held at the end of function" */
}

void forgotten_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_submitted inflight = SRING_NONE;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_poll_add_detach(ring, &inflight);
#endif
    /* error: L3 "{poll_add in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_poll_add_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_poll_add_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_poll_add_finish(&done);
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is still held at the end of function" */
}

void forgotten_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_poll_add_finish(&done);
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is still held at the end of function" */
}

void forgotten_poll_add_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_poll_add_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_poll_add_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_poll_add_finish(&done);
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_poll_add_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_poll_add_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    if (perhaps()) {
        sring_poll_add_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_poll_add_abandon(ring, &op);
    }
#endif
    /* error: L3 "{poll_add in state Building} 'op' is not held on every path through here" */
}

void path_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init_direct(ring, &op, direct, 0)) {
        give_up();
    }
    if (perhaps()) {
        sring_poll_add_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_poll_add_abandon(ring, &op);
    }
#endif
    /* error: L3 "{poll_add in state Building} 'op' is not held on every path through here" */
}

void path_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_poll_add_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_poll_add_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{poll_add in state Submitted} 'inflight' is not held on every path through here" */
}

void path_poll_add_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_poll_add_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_poll_add_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_poll_add_finish(&done);
    }
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is not held on every path through here" */
}

void path_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_poll_add_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_poll_add_finish(&done);
    }
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is not held on every path through here" */
}

void path_poll_add_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_poll_add_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_poll_add_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_poll_add_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_poll_add_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_poll_add_finish(&done);
    }
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_poll_add_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_poll_add_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {poll_add in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_building op = SRING_NONE;

        if (sring_poll_add_init(ring, &op, file, 0)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_poll_add_abandon(ring, &op);
#endif
    }
}

void loop_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_poll_add_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {poll_add in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_building op = SRING_NONE;

        if (sring_poll_add_init_direct(ring, &op, direct, 0)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_poll_add_abandon(ring, &op);
#endif
    }
}

void loop_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_poll_add_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    /* error: L3 "expecting {poll_add in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_submitted inflight = SRING_NONE;

        if (sring_poll_add_init(ring, &op, file, 0)) {
            give_up();
        }
        sring_poll_add_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_poll_add_detach(ring, &inflight);
#endif
    }
}

void loop_poll_add_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_poll_add_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    /* error: L3 "expecting {poll_add in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

        if (sring_poll_add_init(ring, &op, file, 0)) {
            give_up();
        }
        sring_poll_add_submit(ring, &op, &inflight);
        sring_poll_add_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_poll_add_finish(&done);
#endif
    }
}

void loop_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_poll_add_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    /* error: L3 "expecting {poll_add in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

        if (sring_poll_add_init(ring, &op, file, 0)) {
            give_up();
        }
        sring_poll_add_submit(ring, &op, &inflight);
        sring_poll_add_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_poll_add_finish(&done);
#endif
    }
}

void loop_poll_add_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_poll_add_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {poll_add in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poll_add_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_poll_add_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_poll_add_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_POLL_ADD_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_poll_add_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_poll_add_finish(done);
#endif
    /* error: L3 "{poll_add in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_poll_add_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_init' requires holding {ring} 'foreign_ring'" */
    if (sring_poll_add_init(&foreign_ring, &op, file, 0)) {
        give_up();
    }
#else
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#endif
    sring_poll_add_abandon(ring, &op);
}

void foreign_poll_add_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_poll_add_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_poll_add_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_poll_add_init_direct(&foreign_ring, &op, direct, 0)) {
        give_up();
    }
#else
    if (sring_poll_add_init_direct(ring, &op, direct, 0)) {
        give_up();
    }
#endif
    sring_poll_add_abandon(ring, &op);
}

void foreign_poll_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_poll_add_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_poll_add_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_poll_add_abandon(ring, &op);
}

void foreign_poll_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_abandon' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_abandon(&foreign_ring, &op);
#else
    sring_poll_add_abandon(ring, &op);
#endif
}

void foreign_poll_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_submit' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_submit(&foreign_ring, &op, &inflight);
#else
    sring_poll_add_submit(ring, &op, &inflight);
#endif
    sring_poll_add_detach(ring, &inflight);
}

void foreign_poll_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_start' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_poll_add_start(ring, &op, anything_0, anything_1);
#endif
}

void foreign_poll_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_poll_add_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_add' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_add(&foreign_ring, &batch, &op);
#else
    sring_poll_add_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_poll_add_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_poll_add_ready(&foreign_ring, &inflight);
#else
    (void)sring_poll_add_ready(ring, &inflight);
#endif
    sring_poll_add_detach(ring, &inflight);
}

void foreign_poll_add_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_wait' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_wait(&foreign_ring, &inflight, &done);
#else
    sring_poll_add_wait(ring, &inflight, &done);
#endif
    (void)sring_poll_add_finish(&done);
}

void foreign_poll_add_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_cancel' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_cancel(&foreign_ring, &inflight, &done);
#else
    sring_poll_add_cancel(ring, &inflight, &done);
#endif
    (void)sring_poll_add_finish(&done);
}

void foreign_poll_add_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_detach' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_detach(&foreign_ring, &inflight);
#else
    sring_poll_add_detach(ring, &inflight);
#endif
}

void foreign_poll_add_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_poll_add_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_poll_add_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_take' requires holding {ring} 'foreign_ring'" */
    sring_poll_add_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_poll_add_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_poll_add_finish(&done);
}

void foreign_poll_add_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_await(struct sring *ring, const struct sring_fd *file)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_await' requires holding {ring} 'foreign_ring'" */
    if (sring_poll_add_await(&foreign_ring, file, 0)) {
        give_up();
    }
#else
    if (sring_poll_add_await(ring, file, 0)) {
        give_up();
    }
#endif
}

void foreign_poll_add_await_each(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_poll_add_await_each(struct sring *ring, const struct sring_fd *file)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poll_add_await_each' requires holding {ring} 'foreign_ring'" */
    (void)sring_poll_add_await_each(&foreign_ring, file, anything_2, 0);
#else
    (void)sring_poll_add_await_each(ring, file, anything_2, 0);
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_submit(ring, &op, &inflight);
    sring_poll_add_cancel(ring, &inflight, &done);
    (void)sring_poll_add_finish(&done);
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_poll_add_building op;

    if (sring_poll_add_init(ring, &op, file, 0)) {
        give_up();
    }
    sring_poll_add_start(ring, &op, callback_start, anything_1);
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
