/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/statx.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What statx does not allow; for the runner in compile_fail/.
 */
// rule: statx is used as its signatures say.
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
#include <sring/ops/statx.h>
#include <sring/ops/timeout.h>

#include "matrix.h"

sring_statx_callback *anything_0;
void *anything_1 = (void *)anything;
struct statx *anything_2 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_statx_init_op_sring_statx_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    if (sring_statx_init(ring, EITHER(wrong, op), "", 0, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_init_op_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    if (sring_statx_init(ring, EITHER(wrong, op), "", 0, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_init_op_sring_timeout_building(struct sring *ring, struct sring_statx_building *op, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    if (sring_statx_init(ring, EITHER(wrong, op), "", 0, 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_dir_op_sring_statx_submitted(struct sring_statx_building *op, const struct sring_fd *dir, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    sring_statx_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_dir_op_sring_statx_completed(struct sring_statx_building *op, const struct sring_fd *dir, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    sring_statx_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_dir_op_sring_timeout_building(struct sring_statx_building *op, const struct sring_fd *dir, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    sring_statx_set_dir(EITHER(wrong, op), dir);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_dir_dir_sring_direct_fd(struct sring_statx_building *op, const struct sring_fd *dir, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    sring_statx_set_dir(op, EITHER(wrong, dir));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_dir_dir_int(struct sring_statx_building *op, const struct sring_fd *dir, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    sring_statx_set_dir(op, EITHER(wrong, dir));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_timeout_op_sring_statx_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    if (sring_statx_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_timeout_op_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    if (sring_statx_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_set_timeout_op_sring_timeout_building(struct sring *ring, struct sring_statx_building *op, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    if (sring_statx_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_abandon_op_sring_statx_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    sring_statx_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_abandon_op_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    sring_statx_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_abandon_op_sring_timeout_building(struct sring *ring, struct sring_statx_building *op, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    sring_statx_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_op_sring_statx_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    sring_statx_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_op_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    sring_statx_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_op_sring_timeout_building(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    sring_statx_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_inflight_sring_statx_building(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_building *" */
    sring_statx_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_inflight_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_completed *" */
    sring_statx_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_submit_inflight_sring_timeout_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *inflight, struct sring_timeout_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_timeout_submitted *" */
    sring_statx_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_start_op_sring_statx_submitted(struct sring *ring, struct sring_statx_building *op, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    sring_statx_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_start_op_sring_statx_completed(struct sring *ring, struct sring_statx_building *op, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    sring_statx_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_start_op_sring_timeout_building(struct sring *ring, struct sring_statx_building *op, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    sring_statx_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_add_op_sring_statx_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_statx_building *op, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_submitted *" */
    sring_statx_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_add_op_sring_statx_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_statx_building *op, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_statx_completed *" */
    sring_statx_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_add_op_sring_timeout_building(struct sring *ring, struct sring_batch_building *batch, struct sring_statx_building *op, struct sring_timeout_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_building *" "struct sring_timeout_building *" */
    sring_statx_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_ready_inflight_sring_statx_building(struct sring *ring, const struct sring_statx_submitted *inflight, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_building *" */
    (void)sring_statx_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_ready_inflight_sring_statx_completed(struct sring *ring, const struct sring_statx_submitted *inflight, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_completed *" */
    (void)sring_statx_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_ready_inflight_sring_timeout_submitted(struct sring *ring, const struct sring_statx_submitted *inflight, struct sring_timeout_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_timeout_submitted *" */
    (void)sring_statx_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_inflight_sring_statx_building(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_building *" */
    sring_statx_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_inflight_sring_statx_completed(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_completed *" */
    sring_statx_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_inflight_sring_timeout_submitted(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_timeout_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_timeout_submitted *" */
    sring_statx_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_done_sring_statx_building(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    sring_statx_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_done_sring_statx_submitted(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    sring_statx_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_wait_done_sring_timeout_completed(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    sring_statx_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_inflight_sring_statx_building(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_building *" */
    sring_statx_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_inflight_sring_statx_completed(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_completed *" */
    sring_statx_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_inflight_sring_timeout_submitted(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_timeout_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_timeout_submitted *" */
    sring_statx_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_done_sring_statx_building(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    sring_statx_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_done_sring_statx_submitted(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    sring_statx_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_cancel_done_sring_timeout_completed(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    sring_statx_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_detach_inflight_sring_statx_building(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_building *" */
    sring_statx_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_detach_inflight_sring_statx_completed(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_statx_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_statx_completed *" */
    sring_statx_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_detach_inflight_sring_timeout_submitted(struct sring *ring, struct sring_statx_submitted *inflight, struct sring_timeout_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_submitted *" "struct sring_timeout_submitted *" */
    sring_statx_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_take_done_sring_statx_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    sring_statx_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_take_done_sring_statx_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    sring_statx_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_take_done_sring_timeout_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    sring_statx_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_result_done_sring_statx_building(const struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    (void)sring_statx_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_result_done_sring_statx_submitted(const struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    (void)sring_statx_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_result_done_sring_timeout_completed(const struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    (void)sring_statx_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_stat_done_sring_statx_building(const struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    sring_statx_stat(EITHER(wrong, done), anything_2);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_stat_done_sring_statx_submitted(const struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    sring_statx_stat(EITHER(wrong, done), anything_2);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_stat_done_sring_timeout_completed(const struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    sring_statx_stat(EITHER(wrong, done), anything_2);
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_finish_done_sring_statx_building(struct sring_statx_completed *done, struct sring_statx_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_building *" */
    (void)sring_statx_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_finish_done_sring_statx_submitted(struct sring_statx_completed *done, struct sring_statx_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_statx_submitted *" */
    (void)sring_statx_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_statx_finish_done_sring_timeout_completed(struct sring_statx_completed *done, struct sring_timeout_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_statx_completed *" "struct sring_timeout_completed *" */
    (void)sring_statx_finish(EITHER(wrong, done));
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_statx_init(struct sring *ring, struct sring_statx_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_statx_init(ring, op, "", 0, 0);
#else
    if (sring_statx_init(ring, op, "", 0, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_statx_set_timeout(struct sring *ring, struct sring_statx_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_statx_set_timeout(ring, op, 0);
#else
    if (sring_statx_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_statx_await(struct sring *ring)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_statx_await(ring, "", 0, 0, anything_2);
#else
    if (sring_statx_await(ring, "", 0, 0, anything_2)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_statx_building_abandon_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_statx_building_abandon_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_dir' requires holding {statx in state Building} 'op'" */
    sring_statx_set_dir(&op, file);
#else
    (void)file;
#endif
}

void consumed_statx_building_abandon_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_abandon_set_timeout(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_timeout' requires holding {statx in state Building} 'op'" */
    if (sring_statx_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_statx_building_abandon_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_abandon_abandon(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_abandon(ring, &op);
#endif
}

void consumed_statx_building_abandon_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_abandon_submit(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_statx_submitted inflight;
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#endif
}

void consumed_statx_building_abandon_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_abandon_start(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_statx_building_abandon_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_abandon_add(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_submit_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_statx_building_submit_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_dir' requires holding {statx in state Building} 'op'" */
    sring_statx_set_dir(&op, file);
#else
    (void)file;
#endif
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_submit_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_submit_set_timeout(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_timeout' requires holding {statx in state Building} 'op'" */
    if (sring_statx_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_submit_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_submit_abandon(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_abandon(ring, &op);
#endif
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_submit_submit(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_statx_submitted inflight2;
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_submit(ring, &op, &inflight2);
    sring_statx_detach(ring, &inflight2);
#endif
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_submit_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_submit_start(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_start(ring, &op, anything_0, anything_1);
#endif
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_submit_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_submit_add(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_statx_detach(ring, &inflight);
}

void consumed_statx_building_start_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_statx_building_start_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_dir' requires holding {statx in state Building} 'op'" */
    sring_statx_set_dir(&op, file);
#else
    (void)file;
#endif
}

void consumed_statx_building_start_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_start_set_timeout(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_timeout' requires holding {statx in state Building} 'op'" */
    if (sring_statx_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_statx_building_start_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_start_abandon(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_abandon(ring, &op);
#endif
}

void consumed_statx_building_start_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_start_submit(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_statx_submitted inflight;
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#endif
}

void consumed_statx_building_start_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_start_start(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_statx_building_start_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_start_add(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_statx_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_set_dir(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_statx_building_add_set_dir(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_dir' requires holding {statx in state Building} 'op'" */
    sring_statx_set_dir(&op, file);
#else
    (void)file;
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_add_set_timeout(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "calling function 'sring_statx_set_timeout' requires holding {statx in state Building} 'op'" */
    if (sring_statx_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_add_abandon(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_add_submit(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_statx_submitted inflight;
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_add_start(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_statx_building_add_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_building_add_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_statx_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_building_gone_ */
    /* error: L3 "releasing {statx in state Building} 'op' that was not held" */
    sring_statx_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_statx_submitted_wait_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_wait_ready(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "calling function 'sring_statx_ready' requires holding {statx in state Submitted} 'inflight'" */
    (void)sring_statx_ready(ring, &inflight);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_wait_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_wait_wait(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_statx_completed done2;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_wait(ring, &inflight, &done2);
    (void)sring_statx_finish(&done2);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_wait_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_wait_cancel(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_statx_completed done2;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_cancel(ring, &inflight, &done2);
    (void)sring_statx_finish(&done2);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_wait_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_wait_detach(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_detach(ring, &inflight);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_cancel_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_cancel_ready(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "calling function 'sring_statx_ready' requires holding {statx in state Submitted} 'inflight'" */
    (void)sring_statx_ready(ring, &inflight);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_cancel_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_cancel_wait(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_statx_completed done2;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_wait(ring, &inflight, &done2);
    (void)sring_statx_finish(&done2);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_cancel_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_cancel_cancel(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_statx_completed done2;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_cancel(ring, &inflight, &done2);
    (void)sring_statx_finish(&done2);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_cancel_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_cancel_detach(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_detach(ring, &inflight);
#endif
    (void)sring_statx_finish(&done);
}

void consumed_statx_submitted_detach_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_detach_ready(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "calling function 'sring_statx_ready' requires holding {statx in state Submitted} 'inflight'" */
    (void)sring_statx_ready(ring, &inflight);
#endif
}

void consumed_statx_submitted_detach_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_detach_wait(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_statx_completed done;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_wait(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
#endif
}

void consumed_statx_submitted_detach_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_detach_cancel(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_statx_completed done;
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_cancel(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
#endif
}

void consumed_statx_submitted_detach_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_submitted_detach_detach(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_submitted_gone_ */
    /* error: L3 "releasing {statx in state Submitted} 'inflight' that was not held" */
    sring_statx_detach(ring, &inflight);
#endif
}

void consumed_statx_completed_finish_result(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_completed_finish_result(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_completed_gone_ */
    /* error: L3 "calling function 'sring_statx_result' requires holding {statx in state Completed} 'done'" */
    (void)sring_statx_result(&done);
#endif
}

void consumed_statx_completed_finish_stat(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_completed_finish_stat(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_completed_gone_ */
    /* error: L3 "calling function 'sring_statx_stat' requires holding {statx in state Completed} 'done'" */
    sring_statx_stat(&done, anything_2);
#endif
}

void consumed_statx_completed_finish_finish(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_statx_completed_finish_finish(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_statx_completed_gone_ */
    /* error: L3 "releasing {statx in state Completed} 'done' that was not held" */
    (void)sring_statx_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_statx_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_statx_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_statx_building op = SRING_NONE;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_statx_abandon(ring, &op);
#endif
    /* error: L3 "{statx in state Building} 'op' is still held at the end of function" */
}

void forgotten_statx_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_statx_submit_inflight(struct sring *ring)
{
    struct sring_statx_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_statx_submitted inflight = SRING_NONE;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_statx_detach(ring, &inflight);
#endif
    /* error: L3 "{statx in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_statx_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_statx_wait_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_statx_completed done = SRING_NONE;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_statx_finish(&done);
#endif
    /* error: L3 "{statx in state Completed} 'done' is still held at the end of function" */
}

void forgotten_statx_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_statx_cancel_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_statx_completed done = SRING_NONE;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_statx_finish(&done);
#endif
    /* error: L3 "{statx in state Completed} 'done' is still held at the end of function" */
}

void forgotten_statx_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_statx_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_statx_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_statx_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_statx_finish(&done);
#endif
    /* error: L3 "{statx in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_statx_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_statx_init_op(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    if (perhaps()) {
        sring_statx_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_statx_abandon(ring, &op);
    }
#endif
    /* error: L3 "{statx in state Building} 'op' is not held on every path through here" */
}

void path_statx_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void path_statx_submit_inflight(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_statx_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_statx_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{statx in state Submitted} 'inflight' is not held on every path through here" */
}

void path_statx_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_statx_wait_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_statx_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_statx_finish(&done);
    }
#endif
    /* error: L3 "{statx in state Completed} 'done' is not held on every path through here" */
}

void path_statx_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_statx_cancel_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_statx_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_statx_finish(&done);
    }
#endif
    /* error: L3 "{statx in state Completed} 'done' is not held on every path through here" */
}

void path_statx_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_statx_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_statx_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_statx_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_statx_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_statx_finish(&done);
    }
#endif
    /* error: L3 "{statx in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_statx_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_statx_init_op(struct sring *ring)
{

    /* error: L3 "expecting {statx in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_statx_building op = SRING_NONE;

        if (sring_statx_init(ring, &op, "", 0, 0)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_statx_abandon(ring, &op);
#endif
    }
}

void loop_statx_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void loop_statx_submit_inflight(struct sring *ring)
{
    struct sring_statx_building op;

    /* error: L3 "expecting {statx in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_statx_submitted inflight = SRING_NONE;

        if (sring_statx_init(ring, &op, "", 0, 0)) {
            give_up();
        }
        sring_statx_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_statx_detach(ring, &inflight);
#endif
    }
}

void loop_statx_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_statx_wait_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    /* error: L3 "expecting {statx in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_statx_completed done = SRING_NONE;

        if (sring_statx_init(ring, &op, "", 0, 0)) {
            give_up();
        }
        sring_statx_submit(ring, &op, &inflight);
        sring_statx_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_statx_finish(&done);
#endif
    }
}

void loop_statx_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_statx_cancel_done(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    /* error: L3 "expecting {statx in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_statx_completed done = SRING_NONE;

        if (sring_statx_init(ring, &op, "", 0, 0)) {
            give_up();
        }
        sring_statx_submit(ring, &op, &inflight);
        sring_statx_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_statx_finish(&done);
#endif
    }
}

void loop_statx_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_statx_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {statx in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_statx_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_statx_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_statx_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_STATX_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_statx_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_statx_finish(done);
#endif
    /* error: L3 "{statx in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_statx_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_init(struct sring *ring)
{
    struct sring_statx_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_init' requires holding {ring} 'foreign_ring'" */
    if (sring_statx_init(&foreign_ring, &op, "", 0, 0)) {
        give_up();
    }
#else
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#endif
    sring_statx_abandon(ring, &op);
}

void foreign_statx_set_timeout(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_set_timeout(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_statx_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_statx_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_statx_abandon(ring, &op);
}

void foreign_statx_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_abandon(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_abandon' requires holding {ring} 'foreign_ring'" */
    sring_statx_abandon(&foreign_ring, &op);
#else
    sring_statx_abandon(ring, &op);
#endif
}

void foreign_statx_submit(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_submit(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_submit' requires holding {ring} 'foreign_ring'" */
    sring_statx_submit(&foreign_ring, &op, &inflight);
#else
    sring_statx_submit(ring, &op, &inflight);
#endif
    sring_statx_detach(ring, &inflight);
}

void foreign_statx_start(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_start(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_start' requires holding {ring} 'foreign_ring'" */
    sring_statx_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_statx_start(ring, &op, anything_0, anything_1);
#endif
}

void foreign_statx_add(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_statx_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_add' requires holding {ring} 'foreign_ring'" */
    sring_statx_add(&foreign_ring, &batch, &op);
#else
    sring_statx_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_statx_ready(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_ready(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_statx_ready(&foreign_ring, &inflight);
#else
    (void)sring_statx_ready(ring, &inflight);
#endif
    sring_statx_detach(ring, &inflight);
}

void foreign_statx_wait(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_wait(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_wait' requires holding {ring} 'foreign_ring'" */
    sring_statx_wait(&foreign_ring, &inflight, &done);
#else
    sring_statx_wait(ring, &inflight, &done);
#endif
    (void)sring_statx_finish(&done);
}

void foreign_statx_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_cancel(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_cancel' requires holding {ring} 'foreign_ring'" */
    sring_statx_cancel(&foreign_ring, &inflight, &done);
#else
    sring_statx_cancel(ring, &inflight, &done);
#endif
    (void)sring_statx_finish(&done);
}

void foreign_statx_detach(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_detach(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_detach' requires holding {ring} 'foreign_ring'" */
    sring_statx_detach(&foreign_ring, &inflight);
#else
    sring_statx_detach(ring, &inflight);
#endif
}

void foreign_statx_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_statx_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_take' requires holding {ring} 'foreign_ring'" */
    sring_statx_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_statx_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_statx_finish(&done);
}

void foreign_statx_await(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_statx_await(struct sring *ring)
{

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_statx_await' requires holding {ring} 'foreign_ring'" */
    if (sring_statx_await(&foreign_ring, "", 0, 0, anything_2)) {
        give_up();
    }
#else
    if (sring_statx_await(ring, "", 0, 0, anything_2)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void legal_abandon(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_abandon(ring, &op);
}

void legal_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void legal_cancel(struct sring *ring)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_cancel(ring, &inflight, &done);
    (void)sring_statx_finish(&done);
}

void legal_start(struct sring *ring) SRING_REQUIRES(*ring);
void legal_start(struct sring *ring)
{
    struct sring_statx_building op;

    if (sring_statx_init(ring, &op, "", 0, 0)) {
        give_up();
    }
    sring_statx_start(ring, &op, callback_start, anything_1);
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
