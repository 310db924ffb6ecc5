/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/close_direct.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What close_direct does not allow; for the runner in compile_fail/.
 */
// rule: close_direct is used as its signatures say.
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
#include <sring/ops/close_direct.h>
#include <sring/ops/connect.h>

#include "matrix.h"

sring_close_direct_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_close_direct_init_op_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    if (sring_close_direct_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_init_op_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    if (sring_close_direct_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_init_op_sring_connect_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    if (sring_close_direct_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_set_timeout_op_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    if (sring_close_direct_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_set_timeout_op_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    if (sring_close_direct_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_set_timeout_op_sring_connect_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    if (sring_close_direct_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_abandon_op_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    sring_close_direct_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_abandon_op_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    sring_close_direct_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_abandon_op_sring_connect_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    sring_close_direct_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_op_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    sring_close_direct_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_op_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    sring_close_direct_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_op_sring_connect_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    sring_close_direct_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_fd_sring_fd(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    sring_close_direct_submit(ring, op, EITHER(wrong, fd), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_fd_int(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    sring_close_direct_submit(ring, op, EITHER(wrong, fd), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_inflight_sring_close_direct_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_building *" */
    sring_close_direct_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_inflight_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_completed *" */
    sring_close_direct_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_submit_inflight_sring_connect_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *inflight, struct sring_connect_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_connect_submitted *" */
    sring_close_direct_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_start_op_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    sring_close_direct_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_start_op_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    sring_close_direct_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_start_op_sring_connect_building(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    sring_close_direct_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_start_fd_sring_fd(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    sring_close_direct_start(ring, op, EITHER(wrong, fd), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_start_fd_int(struct sring *ring, struct sring_close_direct_building *op, struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    sring_close_direct_start(ring, op, EITHER(wrong, fd), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_add_op_sring_close_direct_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_submitted *" */
    sring_close_direct_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_add_op_sring_close_direct_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_close_direct_completed *" */
    sring_close_direct_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_add_op_sring_connect_building(struct sring *ring, struct sring_batch_building *batch, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_connect_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_building *" "struct sring_connect_building *" */
    sring_close_direct_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_add_fd_sring_fd(struct sring *ring, struct sring_batch_building *batch, struct sring_close_direct_building *op, struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    sring_close_direct_add(ring, batch, op, EITHER(wrong, fd));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_add_fd_int(struct sring *ring, struct sring_batch_building *batch, struct sring_close_direct_building *op, struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    sring_close_direct_add(ring, batch, op, EITHER(wrong, fd));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_ready_inflight_sring_close_direct_building(struct sring *ring, const struct sring_close_direct_submitted *inflight, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_building *" */
    (void)sring_close_direct_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_ready_inflight_sring_close_direct_completed(struct sring *ring, const struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_completed *" */
    (void)sring_close_direct_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_ready_inflight_sring_connect_submitted(struct sring *ring, const struct sring_close_direct_submitted *inflight, struct sring_connect_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_connect_submitted *" */
    (void)sring_close_direct_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_inflight_sring_close_direct_building(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_building *" */
    sring_close_direct_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_inflight_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_completed *" */
    sring_close_direct_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_inflight_sring_connect_submitted(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_connect_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_connect_submitted *" */
    sring_close_direct_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_done_sring_close_direct_building(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_building *" */
    sring_close_direct_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_done_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_submitted *" */
    sring_close_direct_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_wait_done_sring_connect_completed(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_connect_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_connect_completed *" */
    sring_close_direct_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_inflight_sring_close_direct_building(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_building *" */
    sring_close_direct_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_inflight_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_completed *" */
    sring_close_direct_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_inflight_sring_connect_submitted(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_connect_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_connect_submitted *" */
    sring_close_direct_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_done_sring_close_direct_building(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_building *" */
    sring_close_direct_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_done_sring_close_direct_submitted(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_submitted *" */
    sring_close_direct_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_cancel_done_sring_connect_completed(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *done, struct sring_connect_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_connect_completed *" */
    sring_close_direct_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_detach_inflight_sring_close_direct_building(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_building *" */
    sring_close_direct_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_detach_inflight_sring_close_direct_completed(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_close_direct_completed *" */
    sring_close_direct_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_detach_inflight_sring_connect_submitted(struct sring *ring, struct sring_close_direct_submitted *inflight, struct sring_connect_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_submitted *" "struct sring_connect_submitted *" */
    sring_close_direct_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_take_done_sring_close_direct_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_building *" */
    sring_close_direct_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_take_done_sring_close_direct_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_direct_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_submitted *" */
    sring_close_direct_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_take_done_sring_connect_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_direct_completed *done, struct sring_connect_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_connect_completed *" */
    sring_close_direct_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_result_done_sring_close_direct_building(const struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_building *" */
    (void)sring_close_direct_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_result_done_sring_close_direct_submitted(const struct sring_close_direct_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_submitted *" */
    (void)sring_close_direct_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_result_done_sring_connect_completed(const struct sring_close_direct_completed *done, struct sring_connect_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_connect_completed *" */
    (void)sring_close_direct_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_finish_done_sring_close_direct_building(struct sring_close_direct_completed *done, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_building *" */
    (void)sring_close_direct_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_finish_done_sring_close_direct_submitted(struct sring_close_direct_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_close_direct_submitted *" */
    (void)sring_close_direct_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_finish_done_sring_connect_completed(struct sring_close_direct_completed *done, struct sring_connect_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_direct_completed *" "struct sring_connect_completed *" */
    (void)sring_close_direct_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_await_fd_sring_fd(struct sring *ring, struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_close_direct_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_direct_await_fd_int(struct sring *ring, struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_close_direct_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_close_direct_init(struct sring *ring, struct sring_close_direct_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_close_direct_init(ring, op);
#else
    if (sring_close_direct_init(ring, op)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_close_direct_set_timeout(struct sring *ring, struct sring_close_direct_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_close_direct_set_timeout(ring, op, 0);
#else
    if (sring_close_direct_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_close_direct_await(struct sring *ring, struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_close_direct_await(ring, fd);
#else
    if (sring_close_direct_await(ring, fd)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_direct_fd_submit_direct_fd_unregister(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_submit_direct_fd_unregister(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_direct_fd_unregister(ring, &direct2);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_direct_fd_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_building op2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight2;
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_submit(ring, &op2, &direct2, &inflight2);
    sring_close_direct_detach(ring, &inflight2);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_direct_fd_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_building op2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_start(ring, &op2, &direct2, anything_0, anything_1);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_direct_fd_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_batch_building batch;
    struct sring_close_direct_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_add(ring, &batch, &op2, &direct2);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_close_direct_detach(ring, &inflight);
}

void consumed_direct_fd_submit_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_submit_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_direct_fd_start_direct_fd_unregister(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_start_direct_fd_unregister(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_direct_fd_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_submit(ring, &op2, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
}

void consumed_direct_fd_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_start(ring, &op2, &direct2, anything_0, anything_1);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
}

void consumed_direct_fd_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_building batch;
    struct sring_close_direct_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_add(ring, &batch, &op2, &direct2);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_start_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_start_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#endif
}

void consumed_direct_fd_add_direct_fd_unregister(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_add_direct_fd_unregister(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_direct_fd_unregister(ring, &direct2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_submit(ring, &op2, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_start(ring, &op2, &direct2, anything_0, anything_1);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_building batch2;
    struct sring_close_direct_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_add(ring, &batch2, &op2, &direct2);
#else
    sring_close_direct_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_direct_fd_add_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_add_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_await_direct_fd_unregister(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_await_direct_fd_unregister(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_direct_fd_await_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_await_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_close_direct_abandon(ring, &op);
#endif
}

void consumed_direct_fd_await_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_await_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;
    struct sring_close_direct_building op;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#else
    sring_close_direct_abandon(ring, &op);
#endif
}

void consumed_direct_fd_await_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_await_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    sring_close_direct_add(ring, &batch, &op, &direct2);
#else
    sring_close_direct_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_direct_fd_await_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_direct_fd_await_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_direct_fd_gone_ */
    /* error: L3 "releasing {direct descriptor} 'direct2' that was not held" */
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#endif
}

void consumed_close_direct_building_abandon_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_direct_building_abandon_set_timeout(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "calling function 'sring_close_direct_set_timeout' requires holding {close_direct in state Building} 'op'" */
    if (sring_close_direct_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_close_direct_building_abandon_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_direct_building_abandon_abandon(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_abandon(ring, &op);
#endif
}

void consumed_close_direct_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_close_direct_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#else
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_close_direct_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_batch_building batch;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_add(ring, &batch, &op, &direct2);
#else
    sring_direct_fd_unregister(ring, &direct2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "calling function 'sring_close_direct_set_timeout' requires holding {close_direct in state Building} 'op'" */
    if (sring_close_direct_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_close_direct_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_abandon(ring, &op);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_close_direct_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_direct_fd direct3;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight2;
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_submit(ring, &op, &direct3, &inflight2);
    sring_close_direct_detach(ring, &inflight2);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_close_direct_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_direct_fd direct3;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_start(ring, &op, &direct3, anything_0, anything_1);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void consumed_close_direct_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_batch_building batch;
    struct sring_direct_fd direct3;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_add(ring, &batch, &op, &direct3);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_close_direct_detach(ring, &inflight);
}

void consumed_close_direct_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "calling function 'sring_close_direct_set_timeout' requires holding {close_direct in state Building} 'op'" */
    if (sring_close_direct_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_close_direct_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_abandon(ring, &op);
#endif
}

void consumed_close_direct_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_direct_fd direct3;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_submit(ring, &op, &direct3, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
}

void consumed_close_direct_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_direct_fd direct3;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_start(ring, &op, &direct3, anything_0, anything_1);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
}

void consumed_close_direct_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_building batch;
    struct sring_direct_fd direct3;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_add(ring, &batch, &op, &direct3);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "calling function 'sring_close_direct_set_timeout' requires holding {close_direct in state Building} 'op'" */
    if (sring_close_direct_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_direct_fd direct3;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
    struct sring_close_direct_submitted inflight;
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_submit(ring, &op, &direct3, &inflight);
    sring_close_direct_detach(ring, &inflight);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_direct_fd direct3;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_start(ring, &op, &direct3, anything_0, anything_1);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_direct_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_building batch2;
    struct sring_direct_fd direct3;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct3)) {
        give_up();
    }
    sring_close_direct_add(ring, &batch, &op, &direct2);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_building_gone_ */
    /* error: L3 "releasing {close_direct in state Building} 'op' that was not held" */
    sring_close_direct_add(ring, &batch2, &op, &direct3);
#else
    sring_direct_fd_unregister(ring, &direct3);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_close_direct_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_direct_ready' requires holding {close_direct in state Submitted} 'inflight'" */
    (void)sring_close_direct_ready(ring, &inflight);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done2;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_wait(ring, &inflight, &done2);
    (void)sring_close_direct_finish(&done2);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done2;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_cancel(ring, &inflight, &done2);
    (void)sring_close_direct_finish(&done2);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_detach(ring, &inflight);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_direct_ready' requires holding {close_direct in state Submitted} 'inflight'" */
    (void)sring_close_direct_ready(ring, &inflight);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done2;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_wait(ring, &inflight, &done2);
    (void)sring_close_direct_finish(&done2);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done2;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_cancel(ring, &inflight, &done2);
    (void)sring_close_direct_finish(&done2);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_detach(ring, &inflight);
#endif
    (void)sring_close_direct_finish(&done);
}

void consumed_close_direct_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_direct_ready' requires holding {close_direct in state Submitted} 'inflight'" */
    (void)sring_close_direct_ready(ring, &inflight);
#endif
}

void consumed_close_direct_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_wait(ring, &inflight, &done);
    (void)sring_close_direct_finish(&done);
#endif
}

void consumed_close_direct_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_close_direct_completed done;
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_cancel(ring, &inflight, &done);
    (void)sring_close_direct_finish(&done);
#endif
}

void consumed_close_direct_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_submitted_gone_ */
    /* error: L3 "releasing {close_direct in state Submitted} 'inflight' that was not held" */
    sring_close_direct_detach(ring, &inflight);
#endif
}

void consumed_close_direct_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
    (void)sring_close_direct_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_completed_gone_ */
    /* error: L3 "calling function 'sring_close_direct_result' requires holding {close_direct in state Completed} 'done'" */
    (void)sring_close_direct_result(&done);
#endif
}

void consumed_close_direct_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_close_direct_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
    (void)sring_close_direct_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_direct_completed_gone_ */
    /* error: L3 "releasing {close_direct in state Completed} 'done' that was not held" */
    (void)sring_close_direct_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_close_direct_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_direct_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_direct_building op = SRING_NONE;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_close_direct_abandon(ring, &op);
#endif
    /* error: L3 "{close_direct in state Building} 'op' is still held at the end of function" */
}

void forgotten_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_direct_submitted inflight = SRING_NONE;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifdef SRING_TWIN
    sring_close_direct_detach(ring, &inflight);
#endif
    /* error: L3 "{close_direct in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_close_direct_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_close_direct_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_close_direct_finish(&done);
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is still held at the end of function" */
}

void forgotten_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_close_direct_finish(&done);
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is still held at the end of function" */
}

void forgotten_close_direct_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_direct_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_close_direct_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_close_direct_finish(&done);
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_close_direct_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_direct_init_op(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (perhaps()) {
        sring_close_direct_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_close_direct_abandon(ring, &op);
    }
#endif
    /* error: L3 "{close_direct in state Building} 'op' is not held on every path through here" */
}

void path_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    if (perhaps()) {
        sring_close_direct_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_close_direct_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{close_direct in state Submitted} 'inflight' is not held on every path through here" */
}

void path_close_direct_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_close_direct_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_close_direct_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_direct_finish(&done);
    }
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is not held on every path through here" */
}

void path_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_close_direct_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_direct_finish(&done);
    }
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is not held on every path through here" */
}

void path_close_direct_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_direct_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_close_direct_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_close_direct_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_close_direct_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_direct_finish(&done);
    }
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_close_direct_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_direct_init_op(struct sring *ring)
{

    /* error: L3 "expecting {close_direct in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_direct_building op = SRING_NONE;

        if (sring_close_direct_init(ring, &op)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_close_direct_abandon(ring, &op);
#endif
    }
}

void loop_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_close_direct_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    /* error: L3 "expecting {close_direct in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_direct_submitted inflight = SRING_NONE;

        if (sring_close_direct_init(ring, &op)) {
            give_up();
        }
        if (sring_fd_register(ring, file, &direct2)) {
            give_up();
        }
        sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifdef SRING_TWIN
        sring_close_direct_detach(ring, &inflight);
#endif
    }
}

void loop_close_direct_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_close_direct_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    /* error: L3 "expecting {close_direct in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

        if (sring_close_direct_init(ring, &op)) {
            give_up();
        }
        if (sring_fd_register(ring, file, &direct2)) {
            give_up();
        }
        sring_close_direct_submit(ring, &op, &direct2, &inflight);
        sring_close_direct_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_close_direct_finish(&done);
#endif
    }
}

void loop_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_close_direct_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    /* error: L3 "expecting {close_direct in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

        if (sring_close_direct_init(ring, &op)) {
            give_up();
        }
        if (sring_fd_register(ring, file, &direct2)) {
            give_up();
        }
        sring_close_direct_submit(ring, &op, &direct2, &inflight);
        sring_close_direct_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_close_direct_finish(&done);
#endif
    }
}

void loop_close_direct_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_direct_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {close_direct in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_direct_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_close_direct_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_close_direct_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_CLOSE_DIRECT_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_close_direct_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_close_direct_finish(done);
#endif
    /* error: L3 "{close_direct in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_close_direct_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_direct_init(struct sring *ring)
{
    struct sring_close_direct_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_init' requires holding {ring} 'foreign_ring'" */
    if (sring_close_direct_init(&foreign_ring, &op)) {
        give_up();
    }
#else
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
#endif
    sring_close_direct_abandon(ring, &op);
}

void foreign_close_direct_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_direct_set_timeout(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_close_direct_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_close_direct_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_close_direct_abandon(ring, &op);
}

void foreign_close_direct_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_direct_abandon(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_abandon' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_abandon(&foreign_ring, &op);
#else
    sring_close_direct_abandon(ring, &op);
#endif
}

void foreign_close_direct_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_submit' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_submit(&foreign_ring, &op, &direct2, &inflight);
#else
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void foreign_close_direct_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_start' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_start(&foreign_ring, &op, &direct2, anything_0, anything_1);
#else
    sring_close_direct_start(ring, &op, &direct2, anything_0, anything_1);
#endif
}

void foreign_close_direct_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_add' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_add(&foreign_ring, &batch, &op, &direct2);
#else
    sring_close_direct_add(ring, &batch, &op, &direct2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_close_direct_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_close_direct_ready(&foreign_ring, &inflight);
#else
    (void)sring_close_direct_ready(ring, &inflight);
#endif
    sring_close_direct_detach(ring, &inflight);
}

void foreign_close_direct_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_wait' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_wait(&foreign_ring, &inflight, &done);
#else
    sring_close_direct_wait(ring, &inflight, &done);
#endif
    (void)sring_close_direct_finish(&done);
}

void foreign_close_direct_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_cancel' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_cancel(&foreign_ring, &inflight, &done);
#else
    sring_close_direct_cancel(ring, &inflight, &done);
#endif
    (void)sring_close_direct_finish(&done);
}

void foreign_close_direct_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_detach' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_detach(&foreign_ring, &inflight);
#else
    sring_close_direct_detach(ring, &inflight);
#endif
}

void foreign_close_direct_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_direct_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_close_direct_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_take' requires holding {ring} 'foreign_ring'" */
    sring_close_direct_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_close_direct_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_close_direct_finish(&done);
}

void foreign_close_direct_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_close_direct_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_direct_fd direct2;

    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_direct_await' requires holding {ring} 'foreign_ring'" */
    if (sring_close_direct_await(&foreign_ring, &direct2)) {
        give_up();
    }
#else
    if (sring_close_direct_await(ring, &direct2)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void legal_abandon(struct sring *ring)
{
    struct sring_close_direct_building op;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    sring_close_direct_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_submit(ring, &op, &direct2, &inflight);
    sring_close_direct_cancel(ring, &inflight, &done);
    (void)sring_close_direct_finish(&done);
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct2;

    if (sring_close_direct_init(ring, &op)) {
        give_up();
    }
    if (sring_fd_register(ring, file, &direct2)) {
        give_up();
    }
    sring_close_direct_start(ring, &op, &direct2, callback_start, anything_1);
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up();
    }
    sring_fd_adopt(&file, any_file());
    legal_abandon(&ring);
    legal_cancel(&ring, &file);
    legal_start(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
