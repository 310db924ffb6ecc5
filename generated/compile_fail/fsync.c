/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/fsync.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What fsync does not allow; for the runner in compile_fail/.
 */
// rule: fsync is used as its signatures say.
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
#include <sring/ops/fsync.h>
#include <sring/ops/mkdirat.h>

#include "matrix.h"

sring_fsync_callback *anything_0;
void *anything_1 = (void *)anything;
struct sring_fsync_item *anything_2 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    if (sring_fsync_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    if (sring_fsync_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    if (sring_fsync_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_fd_sring_direct_fd(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_fsync_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_fd_int(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_fsync_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_direct_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    if (sring_fsync_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_direct_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    if (sring_fsync_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_direct_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    if (sring_fsync_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_direct_fd_sring_fd(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_fsync_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_init_direct_fd_int(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_fsync_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_flags_op_sring_fsync_submitted(struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_flags_op_sring_fsync_completed(struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_flags_op_sring_mkdirat_building(struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_offset_op_sring_fsync_submitted(struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_set_offset(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_offset_op_sring_fsync_completed(struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_set_offset(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_offset_op_sring_mkdirat_building(struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_set_offset(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_length_op_sring_fsync_submitted(struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_set_length(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_length_op_sring_fsync_completed(struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_set_length(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_length_op_sring_mkdirat_building(struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_set_length(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_timeout_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    if (sring_fsync_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_timeout_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    if (sring_fsync_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_set_timeout_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    if (sring_fsync_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_abandon_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_abandon_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_abandon_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_inflight_sring_fsync_building(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_building *" */
    sring_fsync_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_inflight_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_completed *" */
    sring_fsync_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_submit_inflight_sring_mkdirat_submitted(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *inflight, struct sring_mkdirat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_mkdirat_submitted *" */
    sring_fsync_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_start_op_sring_fsync_submitted(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_start_op_sring_fsync_completed(struct sring *ring, struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_start_op_sring_mkdirat_building(struct sring *ring, struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_add_op_sring_fsync_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_fsync_building *op, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_submitted *" */
    sring_fsync_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_add_op_sring_fsync_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_fsync_building *op, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_fsync_completed *" */
    sring_fsync_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_add_op_sring_mkdirat_building(struct sring *ring, struct sring_batch_building *batch, struct sring_fsync_building *op, struct sring_mkdirat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_building *" "struct sring_mkdirat_building *" */
    sring_fsync_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_ready_inflight_sring_fsync_building(struct sring *ring, const struct sring_fsync_submitted *inflight, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_building *" */
    (void)sring_fsync_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_ready_inflight_sring_fsync_completed(struct sring *ring, const struct sring_fsync_submitted *inflight, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_completed *" */
    (void)sring_fsync_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_ready_inflight_sring_mkdirat_submitted(struct sring *ring, const struct sring_fsync_submitted *inflight, struct sring_mkdirat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_mkdirat_submitted *" */
    (void)sring_fsync_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_inflight_sring_fsync_building(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_building *" */
    sring_fsync_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_inflight_sring_fsync_completed(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_completed *" */
    sring_fsync_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_inflight_sring_mkdirat_submitted(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_mkdirat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_mkdirat_submitted *" */
    sring_fsync_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_done_sring_fsync_building(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_building *" */
    sring_fsync_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_done_sring_fsync_submitted(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_submitted *" */
    sring_fsync_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_wait_done_sring_mkdirat_completed(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_mkdirat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_mkdirat_completed *" */
    sring_fsync_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_inflight_sring_fsync_building(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_building *" */
    sring_fsync_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_inflight_sring_fsync_completed(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_completed *" */
    sring_fsync_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_inflight_sring_mkdirat_submitted(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_mkdirat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_mkdirat_submitted *" */
    sring_fsync_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_done_sring_fsync_building(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_building *" */
    sring_fsync_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_done_sring_fsync_submitted(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_submitted *" */
    sring_fsync_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_cancel_done_sring_mkdirat_completed(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *done, struct sring_mkdirat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_mkdirat_completed *" */
    sring_fsync_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_detach_inflight_sring_fsync_building(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_building *" */
    sring_fsync_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_detach_inflight_sring_fsync_completed(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_fsync_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_fsync_completed *" */
    sring_fsync_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_detach_inflight_sring_mkdirat_submitted(struct sring *ring, struct sring_fsync_submitted *inflight, struct sring_mkdirat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_submitted *" "struct sring_mkdirat_submitted *" */
    sring_fsync_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_take_done_sring_fsync_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_building *" */
    sring_fsync_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_take_done_sring_fsync_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_fsync_completed *done, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_submitted *" */
    sring_fsync_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_take_done_sring_mkdirat_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_fsync_completed *done, struct sring_mkdirat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_mkdirat_completed *" */
    sring_fsync_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_result_done_sring_fsync_building(const struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_building *" */
    (void)sring_fsync_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_result_done_sring_fsync_submitted(const struct sring_fsync_completed *done, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_submitted *" */
    (void)sring_fsync_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_result_done_sring_mkdirat_completed(const struct sring_fsync_completed *done, struct sring_mkdirat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_mkdirat_completed *" */
    (void)sring_fsync_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_finish_done_sring_fsync_building(struct sring_fsync_completed *done, struct sring_fsync_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_building *" */
    (void)sring_fsync_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_finish_done_sring_fsync_submitted(struct sring_fsync_completed *done, struct sring_fsync_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_fsync_submitted *" */
    (void)sring_fsync_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_finish_done_sring_mkdirat_completed(struct sring_fsync_completed *done, struct sring_mkdirat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fsync_completed *" "struct sring_mkdirat_completed *" */
    (void)sring_fsync_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_fsync_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_await_fd_int(struct sring *ring, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_fsync_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_await_each_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    (void)sring_fsync_await_each(ring, EITHER(wrong, fd), anything_2, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_fsync_await_each_fd_int(struct sring *ring, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    (void)sring_fsync_await_each(ring, EITHER(wrong, fd), anything_2, 0);
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_fsync_init(struct sring *ring, struct sring_fsync_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_fsync_init(ring, op, fd);
#else
    if (sring_fsync_init(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_fsync_init_direct(struct sring *ring, struct sring_fsync_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_fsync_init_direct(ring, op, fd);
#else
    if (sring_fsync_init_direct(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_fsync_set_timeout(struct sring *ring, struct sring_fsync_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_fsync_set_timeout(ring, op, 0);
#else
    if (sring_fsync_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_fsync_await(struct sring *ring, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_fsync_await(ring, fd);
#else
    if (sring_fsync_await(ring, fd)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_fsync_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_flags' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_flags(&op, 0);
#endif
}

void consumed_fsync_building_abandon_set_offset(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_set_offset(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_offset' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_offset(&op, 0);
#endif
}

void consumed_fsync_building_abandon_set_length(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_set_length(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_length' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_length(&op, 0);
#endif
}

void consumed_fsync_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_timeout' requires holding {fsync in state Building} 'op'" */
    if (sring_fsync_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_fsync_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_abandon(ring, &op);
#endif
}

void consumed_fsync_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_fsync_submitted inflight;
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#endif
}

void consumed_fsync_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_fsync_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_submit_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_flags' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_flags(&op, 0);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_set_offset(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_set_offset(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_offset' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_offset(&op, 0);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_set_length(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_set_length(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_length' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_length(&op, 0);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_timeout' requires holding {fsync in state Building} 'op'" */
    if (sring_fsync_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_abandon(ring, &op);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_fsync_submitted inflight2;
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_submit(ring, &op, &inflight2);
    sring_fsync_detach(ring, &inflight2);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_start(ring, &op, anything_0, anything_1);
#endif
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_fsync_detach(ring, &inflight);
}

void consumed_fsync_building_start_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_flags' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_flags(&op, 0);
#endif
}

void consumed_fsync_building_start_set_offset(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_set_offset(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_offset' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_offset(&op, 0);
#endif
}

void consumed_fsync_building_start_set_length(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_set_length(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_length' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_length(&op, 0);
#endif
}

void consumed_fsync_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_timeout' requires holding {fsync in state Building} 'op'" */
    if (sring_fsync_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_fsync_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_abandon(ring, &op);
#endif
}

void consumed_fsync_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_fsync_submitted inflight;
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#endif
}

void consumed_fsync_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_fsync_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fsync_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_flags' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_flags(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_set_offset(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_set_offset(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_offset' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_offset(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_set_length(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_set_length(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_length' requires holding {fsync in state Building} 'op'" */
    sring_fsync_set_length(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "calling function 'sring_fsync_set_timeout' requires holding {fsync in state Building} 'op'" */
    if (sring_fsync_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_fsync_submitted inflight;
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fsync_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_fsync_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_building_gone_ */
    /* error: L3 "releasing {fsync in state Building} 'op' that was not held" */
    sring_fsync_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_fsync_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "calling function 'sring_fsync_ready' requires holding {fsync in state Submitted} 'inflight'" */
    (void)sring_fsync_ready(ring, &inflight);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_fsync_completed done2;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_wait(ring, &inflight, &done2);
    (void)sring_fsync_finish(&done2);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_fsync_completed done2;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_cancel(ring, &inflight, &done2);
    (void)sring_fsync_finish(&done2);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_detach(ring, &inflight);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "calling function 'sring_fsync_ready' requires holding {fsync in state Submitted} 'inflight'" */
    (void)sring_fsync_ready(ring, &inflight);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_fsync_completed done2;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_wait(ring, &inflight, &done2);
    (void)sring_fsync_finish(&done2);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_fsync_completed done2;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_cancel(ring, &inflight, &done2);
    (void)sring_fsync_finish(&done2);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_detach(ring, &inflight);
#endif
    (void)sring_fsync_finish(&done);
}

void consumed_fsync_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "calling function 'sring_fsync_ready' requires holding {fsync in state Submitted} 'inflight'" */
    (void)sring_fsync_ready(ring, &inflight);
#endif
}

void consumed_fsync_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_fsync_completed done;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_wait(ring, &inflight, &done);
    (void)sring_fsync_finish(&done);
#endif
}

void consumed_fsync_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_fsync_completed done;
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_cancel(ring, &inflight, &done);
    (void)sring_fsync_finish(&done);
#endif
}

void consumed_fsync_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_submitted_gone_ */
    /* error: L3 "releasing {fsync in state Submitted} 'inflight' that was not held" */
    sring_fsync_detach(ring, &inflight);
#endif
}

void consumed_fsync_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    (void)sring_fsync_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_completed_gone_ */
    /* error: L3 "calling function 'sring_fsync_result' requires holding {fsync in state Completed} 'done'" */
    (void)sring_fsync_result(&done);
#endif
}

void consumed_fsync_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_fsync_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    (void)sring_fsync_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_fsync_completed_gone_ */
    /* error: L3 "releasing {fsync in state Completed} 'done' that was not held" */
    (void)sring_fsync_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_fsync_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_fsync_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_building op = SRING_NONE;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_fsync_abandon(ring, &op);
#endif
    /* error: L3 "{fsync in state Building} 'op' is still held at the end of function" */
}

void forgotten_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_building op = SRING_NONE;

    if (sring_fsync_init_direct(ring, &op, direct)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_fsync_abandon(ring, &op);
#endif
    /* error: L3 "{fsync in state Building} 'op' is still held at the end of function" */
}

void forgotten_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_submitted inflight = SRING_NONE;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_fsync_detach(ring, &inflight);
#endif
    /* error: L3 "{fsync in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_fsync_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_fsync_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_fsync_finish(&done);
#endif
    /* error: L3 "{fsync in state Completed} 'done' is still held at the end of function" */
}

void forgotten_fsync_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_fsync_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_fsync_finish(&done);
#endif
    /* error: L3 "{fsync in state Completed} 'done' is still held at the end of function" */
}

void forgotten_fsync_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_fsync_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_fsync_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_fsync_finish(&done);
#endif
    /* error: L3 "{fsync in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_fsync_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_fsync_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    if (perhaps()) {
        sring_fsync_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_fsync_abandon(ring, &op);
    }
#endif
    /* error: L3 "{fsync in state Building} 'op' is not held on every path through here" */
}

void path_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_fsync_building op;

    if (sring_fsync_init_direct(ring, &op, direct)) {
        give_up();
    }
    if (perhaps()) {
        sring_fsync_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_fsync_abandon(ring, &op);
    }
#endif
    /* error: L3 "{fsync in state Building} 'op' is not held on every path through here" */
}

void path_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_fsync_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_fsync_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{fsync in state Submitted} 'inflight' is not held on every path through here" */
}

void path_fsync_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_fsync_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_fsync_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_fsync_finish(&done);
    }
#endif
    /* error: L3 "{fsync in state Completed} 'done' is not held on every path through here" */
}

void path_fsync_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_fsync_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_fsync_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_fsync_finish(&done);
    }
#endif
    /* error: L3 "{fsync in state Completed} 'done' is not held on every path through here" */
}

void path_fsync_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_fsync_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_fsync_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_fsync_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_fsync_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_fsync_finish(&done);
    }
#endif
    /* error: L3 "{fsync in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_fsync_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_fsync_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {fsync in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_building op = SRING_NONE;

        if (sring_fsync_init(ring, &op, file)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_fsync_abandon(ring, &op);
#endif
    }
}

void loop_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_fsync_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {fsync in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_building op = SRING_NONE;

        if (sring_fsync_init_direct(ring, &op, direct)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_fsync_abandon(ring, &op);
#endif
    }
}

void loop_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_fsync_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    /* error: L3 "expecting {fsync in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_submitted inflight = SRING_NONE;

        if (sring_fsync_init(ring, &op, file)) {
            give_up();
        }
        sring_fsync_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_fsync_detach(ring, &inflight);
#endif
    }
}

void loop_fsync_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_fsync_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    /* error: L3 "expecting {fsync in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

        if (sring_fsync_init(ring, &op, file)) {
            give_up();
        }
        sring_fsync_submit(ring, &op, &inflight);
        sring_fsync_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_fsync_finish(&done);
#endif
    }
}

void loop_fsync_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_fsync_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    /* error: L3 "expecting {fsync in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

        if (sring_fsync_init(ring, &op, file)) {
            give_up();
        }
        sring_fsync_submit(ring, &op, &inflight);
        sring_fsync_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_fsync_finish(&done);
#endif
    }
}

void loop_fsync_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_fsync_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {fsync in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fsync_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_fsync_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_fsync_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_FSYNC_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_fsync_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_fsync_finish(done);
#endif
    /* error: L3 "{fsync in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_fsync_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_init' requires holding {ring} 'foreign_ring'" */
    if (sring_fsync_init(&foreign_ring, &op, file)) {
        give_up();
    }
#else
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#endif
    sring_fsync_abandon(ring, &op);
}

void foreign_fsync_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_fsync_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_fsync_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_fsync_init_direct(&foreign_ring, &op, direct)) {
        give_up();
    }
#else
    if (sring_fsync_init_direct(ring, &op, direct)) {
        give_up();
    }
#endif
    sring_fsync_abandon(ring, &op);
}

void foreign_fsync_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_fsync_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_fsync_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_fsync_abandon(ring, &op);
}

void foreign_fsync_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_abandon' requires holding {ring} 'foreign_ring'" */
    sring_fsync_abandon(&foreign_ring, &op);
#else
    sring_fsync_abandon(ring, &op);
#endif
}

void foreign_fsync_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_submit' requires holding {ring} 'foreign_ring'" */
    sring_fsync_submit(&foreign_ring, &op, &inflight);
#else
    sring_fsync_submit(ring, &op, &inflight);
#endif
    sring_fsync_detach(ring, &inflight);
}

void foreign_fsync_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_start' requires holding {ring} 'foreign_ring'" */
    sring_fsync_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_fsync_start(ring, &op, anything_0, anything_1);
#endif
}

void foreign_fsync_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_fsync_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_add' requires holding {ring} 'foreign_ring'" */
    sring_fsync_add(&foreign_ring, &batch, &op);
#else
    sring_fsync_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_fsync_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_fsync_ready(&foreign_ring, &inflight);
#else
    (void)sring_fsync_ready(ring, &inflight);
#endif
    sring_fsync_detach(ring, &inflight);
}

void foreign_fsync_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_wait' requires holding {ring} 'foreign_ring'" */
    sring_fsync_wait(&foreign_ring, &inflight, &done);
#else
    sring_fsync_wait(ring, &inflight, &done);
#endif
    (void)sring_fsync_finish(&done);
}

void foreign_fsync_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_cancel' requires holding {ring} 'foreign_ring'" */
    sring_fsync_cancel(&foreign_ring, &inflight, &done);
#else
    sring_fsync_cancel(ring, &inflight, &done);
#endif
    (void)sring_fsync_finish(&done);
}

void foreign_fsync_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_detach' requires holding {ring} 'foreign_ring'" */
    sring_fsync_detach(&foreign_ring, &inflight);
#else
    sring_fsync_detach(ring, &inflight);
#endif
}

void foreign_fsync_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_fsync_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_fsync_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_take' requires holding {ring} 'foreign_ring'" */
    sring_fsync_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_fsync_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_fsync_finish(&done);
}

void foreign_fsync_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_await(struct sring *ring, const struct sring_fd *file)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_await' requires holding {ring} 'foreign_ring'" */
    if (sring_fsync_await(&foreign_ring, file)) {
        give_up();
    }
#else
    if (sring_fsync_await(ring, file)) {
        give_up();
    }
#endif
}

void foreign_fsync_await_each(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_fsync_await_each(struct sring *ring, const struct sring_fd *file)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_fsync_await_each' requires holding {ring} 'foreign_ring'" */
    (void)sring_fsync_await_each(&foreign_ring, file, anything_2, 0);
#else
    (void)sring_fsync_await_each(ring, file, anything_2, 0);
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_cancel(ring, &inflight, &done);
    (void)sring_fsync_finish(&done);
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fsync_building op;

    if (sring_fsync_init(ring, &op, file)) {
        give_up();
    }
    sring_fsync_start(ring, &op, callback_start, anything_1);
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
