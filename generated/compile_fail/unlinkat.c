/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/unlinkat.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What unlinkat does not allow; for the runner in compile_fail/.
 */
// rule: unlinkat is used as its signatures say.
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
#include <sring/ops/unlinkat.h>
#include <sring/ops/write.h>

#include "matrix.h"

sring_unlinkat_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_init_op_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    if (sring_unlinkat_init(ring, EITHER(wrong, op), "", 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_init_op_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    if (sring_unlinkat_init(ring, EITHER(wrong, op), "", 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_init_op_sring_write_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    if (sring_unlinkat_init(ring, EITHER(wrong, op), "", 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_dir_op_sring_unlinkat_submitted(struct sring_unlinkat_building *op, const struct sring_fd *dir, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_dir_op_sring_unlinkat_completed(struct sring_unlinkat_building *op, const struct sring_fd *dir, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_dir_op_sring_write_building(struct sring_unlinkat_building *op, const struct sring_fd *dir, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    sring_unlinkat_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_dir_dir_sring_direct_fd(struct sring_unlinkat_building *op, const struct sring_fd *dir, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    sring_unlinkat_set_dir(op, EITHER(wrong, dir));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_dir_dir_int(struct sring_unlinkat_building *op, const struct sring_fd *dir, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    sring_unlinkat_set_dir(op, EITHER(wrong, dir));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_timeout_op_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    if (sring_unlinkat_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_timeout_op_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    if (sring_unlinkat_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_set_timeout_op_sring_write_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    if (sring_unlinkat_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_abandon_op_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_abandon_op_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_abandon_op_sring_write_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    sring_unlinkat_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_op_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_op_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_op_sring_write_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    sring_unlinkat_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_inflight_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_building *" */
    sring_unlinkat_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_inflight_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_submit_inflight_sring_write_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *inflight, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_write_submitted *" */
    sring_unlinkat_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_start_op_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_start_op_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_building *op, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_start_op_sring_write_building(struct sring *ring, struct sring_unlinkat_building *op, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    sring_unlinkat_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_add_op_sring_unlinkat_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_unlinkat_building *op, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_add_op_sring_unlinkat_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_unlinkat_building *op, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_add_op_sring_write_building(struct sring *ring, struct sring_batch_building *batch, struct sring_unlinkat_building *op, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_building *" "struct sring_write_building *" */
    sring_unlinkat_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_ready_inflight_sring_unlinkat_building(struct sring *ring, const struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_building *" */
    (void)sring_unlinkat_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_ready_inflight_sring_unlinkat_completed(struct sring *ring, const struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_completed *" */
    (void)sring_unlinkat_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_ready_inflight_sring_write_submitted(struct sring *ring, const struct sring_unlinkat_submitted *inflight, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_write_submitted *" */
    (void)sring_unlinkat_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_inflight_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_building *" */
    sring_unlinkat_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_inflight_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_inflight_sring_write_submitted(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_write_submitted *" */
    sring_unlinkat_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_done_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_building *" */
    sring_unlinkat_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_done_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_wait_done_sring_write_completed(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_write_completed *" */
    sring_unlinkat_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_inflight_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_building *" */
    sring_unlinkat_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_inflight_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_inflight_sring_write_submitted(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_write_submitted *" */
    sring_unlinkat_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_done_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_building *" */
    sring_unlinkat_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_done_sring_unlinkat_submitted(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_cancel_done_sring_write_completed(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_write_completed *" */
    sring_unlinkat_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_detach_inflight_sring_unlinkat_building(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_building *" */
    sring_unlinkat_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_detach_inflight_sring_unlinkat_completed(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_unlinkat_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_unlinkat_completed *" */
    sring_unlinkat_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_detach_inflight_sring_write_submitted(struct sring *ring, struct sring_unlinkat_submitted *inflight, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_submitted *" "struct sring_write_submitted *" */
    sring_unlinkat_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_take_done_sring_unlinkat_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_building *" */
    sring_unlinkat_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_take_done_sring_unlinkat_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_unlinkat_completed *done, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_submitted *" */
    sring_unlinkat_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_take_done_sring_write_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_unlinkat_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_write_completed *" */
    sring_unlinkat_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_result_done_sring_unlinkat_building(const struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_building *" */
    (void)sring_unlinkat_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_result_done_sring_unlinkat_submitted(const struct sring_unlinkat_completed *done, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_submitted *" */
    (void)sring_unlinkat_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_result_done_sring_write_completed(const struct sring_unlinkat_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_write_completed *" */
    (void)sring_unlinkat_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_finish_done_sring_unlinkat_building(struct sring_unlinkat_completed *done, struct sring_unlinkat_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_building *" */
    (void)sring_unlinkat_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_finish_done_sring_unlinkat_submitted(struct sring_unlinkat_completed *done, struct sring_unlinkat_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_unlinkat_submitted *" */
    (void)sring_unlinkat_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_unlinkat_finish_done_sring_write_completed(struct sring_unlinkat_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_unlinkat_completed *" "struct sring_write_completed *" */
    (void)sring_unlinkat_finish(EITHER(wrong, done));
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_unlinkat_init(struct sring *ring, struct sring_unlinkat_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_unlinkat_init(ring, op, "", 0);
#else
    if (sring_unlinkat_init(ring, op, "", 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_unlinkat_set_timeout(struct sring *ring, struct sring_unlinkat_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_unlinkat_set_timeout(ring, op, 0);
#else
    if (sring_unlinkat_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_unlinkat_await(struct sring *ring)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_unlinkat_await(ring, "", 0);
#else
    if (sring_unlinkat_await(ring, "", 0)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_unlinkat_building_abandon_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_unlinkat_building_abandon_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_dir' requires holding {unlinkat in state Building} 'op'" */
    sring_unlinkat_set_dir(&op, file);
#else
    (void)file;
#endif
}

void consumed_unlinkat_building_abandon_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_abandon_set_timeout(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_timeout' requires holding {unlinkat in state Building} 'op'" */
    if (sring_unlinkat_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_unlinkat_building_abandon_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_abandon_abandon(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_abandon(ring, &op);
#endif
}

void consumed_unlinkat_building_abandon_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_abandon_submit(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_unlinkat_submitted inflight;
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#endif
}

void consumed_unlinkat_building_abandon_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_abandon_start(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_unlinkat_building_abandon_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_abandon_add(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_submit_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_unlinkat_building_submit_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_dir' requires holding {unlinkat in state Building} 'op'" */
    sring_unlinkat_set_dir(&op, file);
#else
    (void)file;
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_submit_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_submit_set_timeout(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_timeout' requires holding {unlinkat in state Building} 'op'" */
    if (sring_unlinkat_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_submit_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_submit_abandon(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_abandon(ring, &op);
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_submit_submit(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_unlinkat_submitted inflight2;
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_submit(ring, &op, &inflight2);
    sring_unlinkat_detach(ring, &inflight2);
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_submit_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_submit_start(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_submit_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_submit_add(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_unlinkat_detach(ring, &inflight);
}

void consumed_unlinkat_building_start_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_unlinkat_building_start_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_dir' requires holding {unlinkat in state Building} 'op'" */
    sring_unlinkat_set_dir(&op, file);
#else
    (void)file;
#endif
}

void consumed_unlinkat_building_start_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_start_set_timeout(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_timeout' requires holding {unlinkat in state Building} 'op'" */
    if (sring_unlinkat_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_unlinkat_building_start_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_start_abandon(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_abandon(ring, &op);
#endif
}

void consumed_unlinkat_building_start_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_start_submit(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_unlinkat_submitted inflight;
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#endif
}

void consumed_unlinkat_building_start_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_start_start(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_unlinkat_building_start_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_start_add(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_unlinkat_building_add_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_dir' requires holding {unlinkat in state Building} 'op'" */
    sring_unlinkat_set_dir(&op, file);
#else
    (void)file;
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_add_set_timeout(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_set_timeout' requires holding {unlinkat in state Building} 'op'" */
    if (sring_unlinkat_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_add_abandon(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_add_submit(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_unlinkat_submitted inflight;
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_add_start(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_unlinkat_building_add_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_building_add_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_unlinkat_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_building_gone_ */
    /* error: L3 "releasing {unlinkat in state Building} 'op' that was not held" */
    sring_unlinkat_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_unlinkat_submitted_wait_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_wait_ready(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_ready' requires holding {unlinkat in state Submitted} 'inflight'" */
    (void)sring_unlinkat_ready(ring, &inflight);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_wait_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_wait_wait(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done2;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_wait(ring, &inflight, &done2);
    (void)sring_unlinkat_finish(&done2);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_wait_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_wait_cancel(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done2;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_cancel(ring, &inflight, &done2);
    (void)sring_unlinkat_finish(&done2);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_wait_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_wait_detach(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_detach(ring, &inflight);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_cancel_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_cancel_ready(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_ready' requires holding {unlinkat in state Submitted} 'inflight'" */
    (void)sring_unlinkat_ready(ring, &inflight);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_cancel_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_cancel_wait(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done2;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_wait(ring, &inflight, &done2);
    (void)sring_unlinkat_finish(&done2);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_cancel_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_cancel_cancel(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done2;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_cancel(ring, &inflight, &done2);
    (void)sring_unlinkat_finish(&done2);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_cancel_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_cancel_detach(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_detach(ring, &inflight);
#endif
    (void)sring_unlinkat_finish(&done);
}

void consumed_unlinkat_submitted_detach_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_detach_ready(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_ready' requires holding {unlinkat in state Submitted} 'inflight'" */
    (void)sring_unlinkat_ready(ring, &inflight);
#endif
}

void consumed_unlinkat_submitted_detach_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_detach_wait(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_wait(ring, &inflight, &done);
    (void)sring_unlinkat_finish(&done);
#endif
}

void consumed_unlinkat_submitted_detach_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_detach_cancel(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_unlinkat_completed done;
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_cancel(ring, &inflight, &done);
    (void)sring_unlinkat_finish(&done);
#endif
}

void consumed_unlinkat_submitted_detach_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_submitted_detach_detach(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_submitted_gone_ */
    /* error: L3 "releasing {unlinkat in state Submitted} 'inflight' that was not held" */
    sring_unlinkat_detach(ring, &inflight);
#endif
}

void consumed_unlinkat_completed_finish_result(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_completed_finish_result(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
    (void)sring_unlinkat_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_completed_gone_ */
    /* error: L3 "calling function 'sring_unlinkat_result' requires holding {unlinkat in state Completed} 'done'" */
    (void)sring_unlinkat_result(&done);
#endif
}

void consumed_unlinkat_completed_finish_finish(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_unlinkat_completed_finish_finish(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
    (void)sring_unlinkat_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_unlinkat_completed_gone_ */
    /* error: L3 "releasing {unlinkat in state Completed} 'done' that was not held" */
    (void)sring_unlinkat_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_unlinkat_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_unlinkat_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_unlinkat_building op = SRING_NONE;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_unlinkat_abandon(ring, &op);
#endif
    /* error: L3 "{unlinkat in state Building} 'op' is still held at the end of function" */
}

void forgotten_unlinkat_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_unlinkat_submit_inflight(struct sring *ring)
{
    struct sring_unlinkat_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_unlinkat_submitted inflight = SRING_NONE;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_unlinkat_detach(ring, &inflight);
#endif
    /* error: L3 "{unlinkat in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_unlinkat_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_unlinkat_wait_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_unlinkat_finish(&done);
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is still held at the end of function" */
}

void forgotten_unlinkat_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_unlinkat_cancel_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_unlinkat_finish(&done);
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is still held at the end of function" */
}

void forgotten_unlinkat_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_unlinkat_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_unlinkat_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_unlinkat_finish(&done);
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_unlinkat_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_unlinkat_init_op(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    if (perhaps()) {
        sring_unlinkat_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_unlinkat_abandon(ring, &op);
    }
#endif
    /* error: L3 "{unlinkat in state Building} 'op' is not held on every path through here" */
}

void path_unlinkat_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void path_unlinkat_submit_inflight(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_unlinkat_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_unlinkat_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{unlinkat in state Submitted} 'inflight' is not held on every path through here" */
}

void path_unlinkat_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_unlinkat_wait_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_unlinkat_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_unlinkat_finish(&done);
    }
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is not held on every path through here" */
}

void path_unlinkat_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_unlinkat_cancel_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_unlinkat_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_unlinkat_finish(&done);
    }
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is not held on every path through here" */
}

void path_unlinkat_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_unlinkat_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_unlinkat_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_unlinkat_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_unlinkat_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_unlinkat_finish(&done);
    }
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_unlinkat_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_unlinkat_init_op(struct sring *ring)
{

    /* error: L3 "expecting {unlinkat in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_unlinkat_building op = SRING_NONE;

        if (sring_unlinkat_init(ring, &op, "", 0)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_unlinkat_abandon(ring, &op);
#endif
    }
}

void loop_unlinkat_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void loop_unlinkat_submit_inflight(struct sring *ring)
{
    struct sring_unlinkat_building op;

    /* error: L3 "expecting {unlinkat in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_unlinkat_submitted inflight = SRING_NONE;

        if (sring_unlinkat_init(ring, &op, "", 0)) {
            give_up();
        }
        sring_unlinkat_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_unlinkat_detach(ring, &inflight);
#endif
    }
}

void loop_unlinkat_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_unlinkat_wait_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    /* error: L3 "expecting {unlinkat in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

        if (sring_unlinkat_init(ring, &op, "", 0)) {
            give_up();
        }
        sring_unlinkat_submit(ring, &op, &inflight);
        sring_unlinkat_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_unlinkat_finish(&done);
#endif
    }
}

void loop_unlinkat_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_unlinkat_cancel_done(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    /* error: L3 "expecting {unlinkat in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

        if (sring_unlinkat_init(ring, &op, "", 0)) {
            give_up();
        }
        sring_unlinkat_submit(ring, &op, &inflight);
        sring_unlinkat_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_unlinkat_finish(&done);
#endif
    }
}

void loop_unlinkat_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_unlinkat_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {unlinkat in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_unlinkat_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_unlinkat_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_unlinkat_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_UNLINKAT_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_unlinkat_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_unlinkat_finish(done);
#endif
    /* error: L3 "{unlinkat in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_unlinkat_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_init(struct sring *ring)
{
    struct sring_unlinkat_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_init' requires holding {ring} 'foreign_ring'" */
    if (sring_unlinkat_init(&foreign_ring, &op, "", 0)) {
        give_up();
    }
#else
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#endif
    sring_unlinkat_abandon(ring, &op);
}

void foreign_unlinkat_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_set_timeout(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_unlinkat_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_unlinkat_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_unlinkat_abandon(ring, &op);
}

void foreign_unlinkat_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_abandon(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_abandon' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_abandon(&foreign_ring, &op);
#else
    sring_unlinkat_abandon(ring, &op);
#endif
}

void foreign_unlinkat_submit(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_submit(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_submit' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_submit(&foreign_ring, &op, &inflight);
#else
    sring_unlinkat_submit(ring, &op, &inflight);
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void foreign_unlinkat_start(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_start(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_start' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_unlinkat_start(ring, &op, anything_0, anything_1);
#endif
}

void foreign_unlinkat_add(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_unlinkat_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_add' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_add(&foreign_ring, &batch, &op);
#else
    sring_unlinkat_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_unlinkat_ready(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_ready(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_unlinkat_ready(&foreign_ring, &inflight);
#else
    (void)sring_unlinkat_ready(ring, &inflight);
#endif
    sring_unlinkat_detach(ring, &inflight);
}

void foreign_unlinkat_wait(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_wait(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_wait' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_wait(&foreign_ring, &inflight, &done);
#else
    sring_unlinkat_wait(ring, &inflight, &done);
#endif
    (void)sring_unlinkat_finish(&done);
}

void foreign_unlinkat_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_cancel(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_cancel' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_cancel(&foreign_ring, &inflight, &done);
#else
    sring_unlinkat_cancel(ring, &inflight, &done);
#endif
    (void)sring_unlinkat_finish(&done);
}

void foreign_unlinkat_detach(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_detach(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_detach' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_detach(&foreign_ring, &inflight);
#else
    sring_unlinkat_detach(ring, &inflight);
#endif
}

void foreign_unlinkat_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_unlinkat_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_take' requires holding {ring} 'foreign_ring'" */
    sring_unlinkat_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_unlinkat_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_unlinkat_finish(&done);
}

void foreign_unlinkat_await(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_unlinkat_await(struct sring *ring)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_unlinkat_await' requires holding {ring} 'foreign_ring'" */
    if (sring_unlinkat_await(&foreign_ring, "", 0)) {
        give_up();
    }
#else
    if (sring_unlinkat_await(ring, "", 0)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void legal_abandon(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_abandon(ring, &op);
}

void legal_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void legal_cancel(struct sring *ring)
{
    struct sring_unlinkat_building op;
    struct sring_unlinkat_submitted inflight;
    struct sring_unlinkat_completed done;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_submit(ring, &op, &inflight);
    sring_unlinkat_cancel(ring, &inflight, &done);
    (void)sring_unlinkat_finish(&done);
}

void legal_start(struct sring *ring) SRING_REQUIRES(*ring);
void legal_start(struct sring *ring)
{
    struct sring_unlinkat_building op;

    if (sring_unlinkat_init(ring, &op, "", 0)) {
        give_up();
    }
    sring_unlinkat_start(ring, &op, callback_start, anything_1);
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
    legal_cancel(&ring);
    legal_start(&ring);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
