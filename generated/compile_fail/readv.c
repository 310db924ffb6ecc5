/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/readv.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What readv does not allow; for the runner in compile_fail/.
 */
// rule: readv is used as its signatures say.
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
#include <sring/ops/readv.h>
#include <sring/ops/readv_at.h>

#include "matrix.h"

sring_readv_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_readv_init_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    if (sring_readv_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    if (sring_readv_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    if (sring_readv_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_fd_sring_direct_fd(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_readv_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_fd_int(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_readv_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_direct_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    if (sring_readv_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_direct_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    if (sring_readv_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_direct_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    if (sring_readv_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_direct_fd_sring_fd(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_readv_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_init_direct_fd_int(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_readv_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_flags_op_sring_readv_submitted(struct sring_readv_building *op, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_flags_op_sring_readv_completed(struct sring_readv_building *op, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_flags_op_sring_readv_at_building(struct sring_readv_building *op, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_range_op_sring_readv_submitted(struct sring_readv_building *op, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_range_op_sring_readv_completed(struct sring_readv_building *op, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_range_op_sring_readv_at_building(struct sring_readv_building *op, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_timeout_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    if (sring_readv_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_timeout_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    if (sring_readv_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_set_timeout_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    if (sring_readv_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_abandon_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_abandon_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_abandon_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_submit(ring, EITHER(wrong, op), vec, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_submit(ring, EITHER(wrong, op), vec, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_submit(ring, EITHER(wrong, op), vec, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_vec_sring_buf(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "struct sring_buf *" */
    sring_readv_submit(ring, op, EITHER(wrong, vec), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_vec_unsigned_char(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "unsigned char *" */
    sring_readv_submit(ring, op, EITHER(wrong, vec), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_inflight_sring_readv_building(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_building *" */
    sring_readv_submit(ring, op, vec, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_inflight_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_completed *" */
    sring_readv_submit(ring, op, vec, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_submit_inflight_sring_readv_at_submitted(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *inflight, struct sring_readv_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_at_submitted *" */
    sring_readv_submit(ring, op, vec, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_start_op_sring_readv_submitted(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_start(ring, EITHER(wrong, op), vec, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_start_op_sring_readv_completed(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_start(ring, EITHER(wrong, op), vec, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_start_op_sring_readv_at_building(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_start(ring, EITHER(wrong, op), vec, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_start_vec_sring_buf(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "struct sring_buf *" */
    sring_readv_start(ring, op, EITHER(wrong, vec), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_start_vec_unsigned_char(struct sring *ring, struct sring_readv_building *op, struct sring_vec *vec, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "unsigned char *" */
    sring_readv_start(ring, op, EITHER(wrong, vec), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_add_op_sring_readv_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_submitted *" */
    sring_readv_add(ring, batch, EITHER(wrong, op), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_add_op_sring_readv_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_completed *" */
    sring_readv_add(ring, batch, EITHER(wrong, op), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_add_op_sring_readv_at_building(struct sring *ring, struct sring_batch_building *batch, struct sring_readv_building *op, struct sring_vec *vec, struct sring_readv_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_building *" "struct sring_readv_at_building *" */
    sring_readv_add(ring, batch, EITHER(wrong, op), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_add_vec_sring_buf(struct sring *ring, struct sring_batch_building *batch, struct sring_readv_building *op, struct sring_vec *vec, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "struct sring_buf *" */
    sring_readv_add(ring, batch, op, EITHER(wrong, vec));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_add_vec_unsigned_char(struct sring *ring, struct sring_batch_building *batch, struct sring_readv_building *op, struct sring_vec *vec, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "unsigned char *" */
    sring_readv_add(ring, batch, op, EITHER(wrong, vec));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_ready_inflight_sring_readv_building(struct sring *ring, const struct sring_readv_submitted *inflight, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_building *" */
    (void)sring_readv_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_ready_inflight_sring_readv_completed(struct sring *ring, const struct sring_readv_submitted *inflight, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_completed *" */
    (void)sring_readv_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_ready_inflight_sring_readv_at_submitted(struct sring *ring, const struct sring_readv_submitted *inflight, struct sring_readv_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_at_submitted *" */
    (void)sring_readv_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_inflight_sring_readv_building(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_building *" */
    sring_readv_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_inflight_sring_readv_completed(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_completed *" */
    sring_readv_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_inflight_sring_readv_at_submitted(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_at_submitted *" */
    sring_readv_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_done_sring_readv_building(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_building *" */
    sring_readv_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_done_sring_readv_submitted(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_submitted *" */
    sring_readv_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_wait_done_sring_readv_at_completed(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_at_completed *" */
    sring_readv_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_inflight_sring_readv_building(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_building *" */
    sring_readv_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_inflight_sring_readv_completed(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_completed *" */
    sring_readv_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_inflight_sring_readv_at_submitted(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_at_submitted *" */
    sring_readv_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_done_sring_readv_building(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_building *" */
    sring_readv_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_done_sring_readv_submitted(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_submitted *" */
    sring_readv_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_cancel_done_sring_readv_at_completed(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *done, struct sring_readv_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_at_completed *" */
    sring_readv_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_detach_inflight_sring_readv_building(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_building *" */
    sring_readv_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_detach_inflight_sring_readv_completed(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_completed *" */
    sring_readv_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_detach_inflight_sring_readv_at_submitted(struct sring *ring, struct sring_readv_submitted *inflight, struct sring_readv_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_submitted *" "struct sring_readv_at_submitted *" */
    sring_readv_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_take_done_sring_readv_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_building *" */
    sring_readv_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_take_done_sring_readv_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_readv_completed *done, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_submitted *" */
    sring_readv_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_take_done_sring_readv_at_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_readv_completed *done, struct sring_readv_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_at_completed *" */
    sring_readv_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_result_done_sring_readv_building(const struct sring_readv_completed *done, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_building *" */
    (void)sring_readv_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_result_done_sring_readv_submitted(const struct sring_readv_completed *done, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_submitted *" */
    (void)sring_readv_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_result_done_sring_readv_at_completed(const struct sring_readv_completed *done, struct sring_readv_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_at_completed *" */
    (void)sring_readv_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_finish_done_sring_readv_building(struct sring_readv_completed *done, struct sring_vec *vec, struct sring_readv_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_building *" */
    (void)sring_readv_finish(EITHER(wrong, done), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_finish_done_sring_readv_submitted(struct sring_readv_completed *done, struct sring_vec *vec, struct sring_readv_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_submitted *" */
    (void)sring_readv_finish(EITHER(wrong, done), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_finish_done_sring_readv_at_completed(struct sring_readv_completed *done, struct sring_vec *vec, struct sring_readv_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_readv_completed *" "struct sring_readv_at_completed *" */
    (void)sring_readv_finish(EITHER(wrong, done), vec);
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_finish_vec_sring_buf(struct sring_readv_completed *done, struct sring_vec *vec, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "struct sring_buf *" */
    (void)sring_readv_finish(done, EITHER(wrong, vec));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_finish_vec_unsigned_char(struct sring_readv_completed *done, struct sring_vec *vec, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "unsigned char *" */
    (void)sring_readv_finish(done, EITHER(wrong, vec));
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_readv_await(ring, EITHER(wrong, fd), vec)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_await_fd_int(struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_readv_await(ring, EITHER(wrong, fd), vec)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_await_vec_sring_buf(struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, struct sring_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "struct sring_buf *" */
    if (sring_readv_await(ring, fd, EITHER(wrong, vec))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_readv_await_vec_unsigned_char(struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_vec *" "unsigned char *" */
    if (sring_readv_await(ring, fd, EITHER(wrong, vec))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_readv_init(struct sring *ring, struct sring_readv_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_readv_init(ring, op, fd);
#else
    if (sring_readv_init(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_readv_init_direct(struct sring *ring, struct sring_readv_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_readv_init_direct(ring, op, fd);
#else
    if (sring_readv_init_direct(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_readv_set_timeout(struct sring *ring, struct sring_readv_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_readv_set_timeout(ring, op, 0);
#else
    if (sring_readv_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_readv_await(struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_readv_await(ring, fd, vec);
#else
    if (sring_readv_await(ring, fd, vec)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_vec_submit_vec_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_submit_vec_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_vec_free(&vec);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_vec_submit_vec_count(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_submit_vec_count(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "calling function 'sring_vec_count' requires holding {buffer vector} 'vec'" */
    (void)sring_vec_count(&vec);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_vec_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_building op2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight2;
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_submit(ring, &op2, &vec, &inflight2);
    sring_readv_detach(ring, &inflight2);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_vec_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_building op2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_start(ring, &op2, &vec, anything_0, anything_1);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_vec_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_batch_building batch;
    struct sring_readv_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_add(ring, &batch, &op2, &vec);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_readv_detach(ring, &inflight);
}

void consumed_vec_start_vec_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_start_vec_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_vec_free(&vec);
#endif
}

void consumed_vec_start_vec_count(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_start_vec_count(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "calling function 'sring_vec_count' requires holding {buffer vector} 'vec'" */
    (void)sring_vec_count(&vec);
#endif
}

void consumed_vec_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_building op2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight;
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_submit(ring, &op2, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#else
    sring_readv_abandon(ring, &op2);
#endif
}

void consumed_vec_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_building op2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_start(ring, &op2, &vec, anything_0, anything_1);
#else
    sring_readv_abandon(ring, &op2);
#endif
}

void consumed_vec_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_building batch;
    struct sring_readv_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_add(ring, &batch, &op2, &vec);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_vec_add_vec_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_add_vec_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_vec_free(&vec);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_vec_add_vec_count(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_add_vec_count(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "calling function 'sring_vec_count' requires holding {buffer vector} 'vec'" */
    (void)sring_vec_count(&vec);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_vec_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight;
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_submit(ring, &op2, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_vec_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_start(ring, &op2, &vec, anything_0, anything_1);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_vec_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_vec_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_building batch2;
    struct sring_readv_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op2, file)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_readv_add(ring, &batch2, &op2, &vec);
#else
    sring_readv_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_readv_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_flags' requires holding {readv in state Building} 'op'" */
    sring_readv_set_flags(&op, 0);
#endif
}

void consumed_readv_building_abandon_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_range' requires holding {readv in state Building} 'op'" */
    sring_readv_set_range(&op, 0, 0);
#endif
}

void consumed_readv_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_timeout' requires holding {readv in state Building} 'op'" */
    if (sring_readv_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_readv_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_abandon(ring, &op);
#endif
}

void consumed_readv_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight;
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#else
    sring_vec_free(&vec);
#endif
}

void consumed_readv_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#else
    sring_vec_free(&vec);
#endif
}

void consumed_readv_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_batch_building batch;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_add(ring, &batch, &op, &vec);
#else
    sring_vec_free(&vec);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_submit_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_flags' requires holding {readv in state Building} 'op'" */
    sring_readv_set_flags(&op, 0);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_range' requires holding {readv in state Building} 'op'" */
    sring_readv_set_range(&op, 0, 0);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_timeout' requires holding {readv in state Building} 'op'" */
    if (sring_readv_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_abandon(ring, &op);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight2;
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_submit(ring, &op, &vec2, &inflight2);
    sring_readv_detach(ring, &inflight2);
#else
    sring_vec_free(&vec2);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_start(ring, &op, &vec2, anything_0, anything_1);
#else
    sring_vec_free(&vec2);
#endif
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_batch_building batch;
    struct sring_vec vec2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_add(ring, &batch, &op, &vec2);
#else
    sring_vec_free(&vec2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_readv_detach(ring, &inflight);
}

void consumed_readv_building_start_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_flags' requires holding {readv in state Building} 'op'" */
    sring_readv_set_flags(&op, 0);
#endif
}

void consumed_readv_building_start_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_range' requires holding {readv in state Building} 'op'" */
    sring_readv_set_range(&op, 0, 0);
#endif
}

void consumed_readv_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_timeout' requires holding {readv in state Building} 'op'" */
    if (sring_readv_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_readv_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_abandon(ring, &op);
#endif
}

void consumed_readv_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight;
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_submit(ring, &op, &vec2, &inflight);
    sring_readv_detach(ring, &inflight);
#else
    sring_vec_free(&vec2);
#endif
}

void consumed_readv_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_start(ring, &op, &vec2, anything_0, anything_1);
#else
    sring_vec_free(&vec2);
#endif
}

void consumed_readv_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_building batch;
    struct sring_vec vec2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_add(ring, &batch, &op, &vec2);
#else
    sring_vec_free(&vec2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_flags' requires holding {readv in state Building} 'op'" */
    sring_readv_set_flags(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_range' requires holding {readv in state Building} 'op'" */
    sring_readv_set_range(&op, 0, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "calling function 'sring_readv_set_timeout' requires holding {readv in state Building} 'op'" */
    if (sring_readv_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_vec vec2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
    struct sring_readv_submitted inflight;
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_submit(ring, &op, &vec2, &inflight);
    sring_readv_detach(ring, &inflight);
#else
    sring_vec_free(&vec2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_vec vec2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_start(ring, &op, &vec2, anything_0, anything_1);
#else
    sring_vec_free(&vec2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_readv_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_building batch2;
    struct sring_vec vec2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_vec_init(&vec2, 4)) {
        give_up();
    }
    sring_readv_add(ring, &batch, &op, &vec);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_building_gone_ */
    /* error: L3 "releasing {readv in state Building} 'op' that was not held" */
    sring_readv_add(ring, &batch2, &op, &vec2);
#else
    sring_vec_free(&vec2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_readv_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "calling function 'sring_readv_ready' requires holding {readv in state Submitted} 'inflight'" */
    (void)sring_readv_ready(ring, &inflight);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void consumed_readv_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec3;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_readv_completed done2;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_wait(ring, &inflight, &done2);
    (void)sring_readv_finish(&done2, &vec2);
    sring_vec_free(&vec2);
#endif
    (void)sring_readv_finish(&done, &vec3);
    sring_vec_free(&vec3);
}

void consumed_readv_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec3;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_readv_completed done2;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_cancel(ring, &inflight, &done2);
    (void)sring_readv_finish(&done2, &vec2);
    sring_vec_free(&vec2);
#endif
    (void)sring_readv_finish(&done, &vec3);
    sring_vec_free(&vec3);
}

void consumed_readv_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_detach(ring, &inflight);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void consumed_readv_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "calling function 'sring_readv_ready' requires holding {readv in state Submitted} 'inflight'" */
    (void)sring_readv_ready(ring, &inflight);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void consumed_readv_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec3;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_readv_completed done2;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_wait(ring, &inflight, &done2);
    (void)sring_readv_finish(&done2, &vec2);
    sring_vec_free(&vec2);
#endif
    (void)sring_readv_finish(&done, &vec3);
    sring_vec_free(&vec3);
}

void consumed_readv_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec3;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_readv_completed done2;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_cancel(ring, &inflight, &done2);
    (void)sring_readv_finish(&done2, &vec2);
    sring_vec_free(&vec2);
#endif
    (void)sring_readv_finish(&done, &vec3);
    sring_vec_free(&vec3);
}

void consumed_readv_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_detach(ring, &inflight);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void consumed_readv_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "calling function 'sring_readv_ready' requires holding {readv in state Submitted} 'inflight'" */
    (void)sring_readv_ready(ring, &inflight);
#endif
}

void consumed_readv_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_readv_completed done;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_wait(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
#endif
}

void consumed_readv_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_readv_completed done;
    struct sring_vec vec2;
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_cancel(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
#endif
}

void consumed_readv_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_submitted_gone_ */
    /* error: L3 "releasing {readv in state Submitted} 'inflight' that was not held" */
    sring_readv_detach(ring, &inflight);
#endif
}

void consumed_readv_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
#ifndef SRING_TWIN
/* error: L2 sring_error_readv_completed_gone_ */
    /* error: L3 "calling function 'sring_readv_result' requires holding {readv in state Completed} 'done'" */
    (void)sring_readv_result(&done);
#endif
    sring_vec_free(&vec2);
}

void consumed_readv_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_readv_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
#ifndef SRING_TWIN
    struct sring_vec vec3;
/* error: L2 sring_error_readv_completed_gone_ */
    /* error: L3 "releasing {readv in state Completed} 'done' that was not held" */
    (void)sring_readv_finish(&done, &vec3);
    sring_vec_free(&vec3);
#endif
    sring_vec_free(&vec2);
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_readv_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_readv_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_building op = SRING_NONE;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_readv_abandon(ring, &op);
#endif
    /* error: L3 "{readv in state Building} 'op' is still held at the end of function" */
}

void forgotten_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_building op = SRING_NONE;

    if (sring_readv_init_direct(ring, &op, direct)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_readv_abandon(ring, &op);
#endif
    /* error: L3 "{readv in state Building} 'op' is still held at the end of function" */
}

void forgotten_readv_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_readv_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_submitted inflight = SRING_NONE;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifdef SRING_TWIN
    sring_readv_detach(ring, &inflight);
#endif
    /* error: L3 "{readv in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_readv_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_readv_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_completed done = SRING_NONE;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_vec vec2;
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
#endif
    /* error: L3 "{readv in state Completed} 'done' is still held at the end of function" */
}

void forgotten_readv_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_readv_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_completed done = SRING_NONE;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_vec vec2;
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
#endif
    /* error: L3 "{readv in state Completed} 'done' is still held at the end of function" */
}

void forgotten_readv_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_readv_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_readv_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_readv_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    struct sring_vec vec;
    (void)sring_readv_finish(&done, &vec);
    sring_vec_free(&vec);
#endif
    /* error: L3 "{readv in state Completed} 'done' is still held at the end of function" */
}

void forgotten_readv_finish_vec(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_readv_finish_vec(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_vec vec2 = SRING_NONE;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
#ifdef SRING_TWIN
    sring_vec_free(&vec2);
#endif
    /* error: L3 "{buffer vector} 'vec2' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_readv_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_readv_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (perhaps()) {
        sring_readv_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_readv_abandon(ring, &op);
    }
#endif
    /* error: L3 "{readv in state Building} 'op' is not held on every path through here" */
}

void path_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_readv_building op;

    if (sring_readv_init_direct(ring, &op, direct)) {
        give_up();
    }
    if (perhaps()) {
        sring_readv_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_readv_abandon(ring, &op);
    }
#endif
    /* error: L3 "{readv in state Building} 'op' is not held on every path through here" */
}

void path_readv_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_readv_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    if (perhaps()) {
        sring_readv_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_readv_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{readv in state Submitted} 'inflight' is not held on every path through here" */
}

void path_readv_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_readv_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_vec vec2;
    struct sring_readv_completed done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
    }
#endif
    /* error: L3 "{readv in state Completed} 'done' is not held on every path through here" */
}

void path_readv_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_readv_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_vec vec2;
    struct sring_readv_completed done;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
    }
#endif
    /* error: L3 "{readv in state Completed} 'done' is not held on every path through here" */
}

void path_readv_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_readv_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_vec vec;
    struct sring_readv_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_readv_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_readv_finish(&done, &vec);
        sring_vec_free(&vec);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_readv_finish(&done, &vec);
        sring_vec_free(&vec);
    }
#endif
    /* error: L3 "{readv in state Completed} 'done' is not held on every path through here" */
}

void path_readv_finish_vec(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_readv_finish_vec(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
    if (perhaps()) {
        sring_vec_free(&vec2);
    }
#ifdef SRING_TWIN
    else {
        sring_vec_free(&vec2);
    }
#endif
    /* error: L3 "{buffer vector} 'vec2' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_readv_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_readv_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {readv in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_building op = SRING_NONE;

        if (sring_readv_init(ring, &op, file)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_readv_abandon(ring, &op);
#endif
    }
}

void loop_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_readv_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {readv in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_building op = SRING_NONE;

        if (sring_readv_init_direct(ring, &op, direct)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_readv_abandon(ring, &op);
#endif
    }
}

void loop_readv_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_readv_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    /* error: L3 "expecting {readv in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_submitted inflight = SRING_NONE;

        if (sring_readv_init(ring, &op, file)) {
            give_up();
        }
        if (sring_vec_init(&vec, 4)) {
            give_up();
        }
        sring_readv_submit(ring, &op, &vec, &inflight);
#ifdef SRING_TWIN
        sring_readv_detach(ring, &inflight);
#endif
    }
}

void loop_readv_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_readv_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    /* error: L3 "expecting {readv in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_completed done = SRING_NONE;

        if (sring_readv_init(ring, &op, file)) {
            give_up();
        }
        if (sring_vec_init(&vec, 4)) {
            give_up();
        }
        sring_readv_submit(ring, &op, &vec, &inflight);
        sring_readv_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_vec vec2;
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
#endif
    }
}

void loop_readv_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_readv_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    /* error: L3 "expecting {readv in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_completed done = SRING_NONE;

        if (sring_readv_init(ring, &op, file)) {
            give_up();
        }
        if (sring_vec_init(&vec, 4)) {
            give_up();
        }
        sring_readv_submit(ring, &op, &vec, &inflight);
        sring_readv_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_vec vec2;
        (void)sring_readv_finish(&done, &vec2);
        sring_vec_free(&vec2);
#endif
    }
}

void loop_readv_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_readv_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {readv in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_readv_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_readv_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        struct sring_vec vec;
        (void)sring_readv_finish(&done, &vec);
        sring_vec_free(&vec);
#endif
    }
}

void loop_readv_finish_vec(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_readv_finish_vec(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;

    /* error: L3 "expecting {buffer vector} 'vec2' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_vec vec2 = SRING_NONE;

        if (sring_readv_init(ring, &op, file)) {
            give_up();
        }
        if (sring_vec_init(&vec, 4)) {
            give_up();
        }
        sring_readv_submit(ring, &op, &vec, &inflight);
        sring_readv_wait(ring, &inflight, &done);
        (void)sring_readv_finish(&done, &vec2);
#ifdef SRING_TWIN
        sring_vec_free(&vec2);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_READV_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_readv_completed *done, void *arg)
{
#ifdef SRING_TWIN
    struct sring_vec vec;
    (void)ring;
    (void)arg;
    (void)sring_readv_finish(done, &vec);
    sring_vec_free(&vec);
#endif
    /* error: L3 "{readv in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_readv_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_init' requires holding {ring} 'foreign_ring'" */
    if (sring_readv_init(&foreign_ring, &op, file)) {
        give_up();
    }
#else
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
#endif
    sring_readv_abandon(ring, &op);
}

void foreign_readv_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_readv_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_readv_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_readv_init_direct(&foreign_ring, &op, direct)) {
        give_up();
    }
#else
    if (sring_readv_init_direct(ring, &op, direct)) {
        give_up();
    }
#endif
    sring_readv_abandon(ring, &op);
}

void foreign_readv_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_readv_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_readv_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_readv_abandon(ring, &op);
}

void foreign_readv_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_abandon' requires holding {ring} 'foreign_ring'" */
    sring_readv_abandon(&foreign_ring, &op);
#else
    sring_readv_abandon(ring, &op);
#endif
}

void foreign_readv_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_submit' requires holding {ring} 'foreign_ring'" */
    sring_readv_submit(&foreign_ring, &op, &vec, &inflight);
#else
    sring_readv_submit(ring, &op, &vec, &inflight);
#endif
    sring_readv_detach(ring, &inflight);
}

void foreign_readv_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_start' requires holding {ring} 'foreign_ring'" */
    sring_readv_start(&foreign_ring, &op, &vec, anything_0, anything_1);
#else
    sring_readv_start(ring, &op, &vec, anything_0, anything_1);
#endif
}

void foreign_readv_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_add' requires holding {ring} 'foreign_ring'" */
    sring_readv_add(&foreign_ring, &batch, &op, &vec);
#else
    sring_readv_add(ring, &batch, &op, &vec);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_readv_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_readv_ready(&foreign_ring, &inflight);
#else
    (void)sring_readv_ready(ring, &inflight);
#endif
    sring_readv_detach(ring, &inflight);
}

void foreign_readv_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_wait' requires holding {ring} 'foreign_ring'" */
    sring_readv_wait(&foreign_ring, &inflight, &done);
#else
    sring_readv_wait(ring, &inflight, &done);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void foreign_readv_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_cancel' requires holding {ring} 'foreign_ring'" */
    sring_readv_cancel(&foreign_ring, &inflight, &done);
#else
    sring_readv_cancel(ring, &inflight, &done);
#endif
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void foreign_readv_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_detach' requires holding {ring} 'foreign_ring'" */
    sring_readv_detach(&foreign_ring, &inflight);
#else
    sring_readv_detach(ring, &inflight);
#endif
}

void foreign_readv_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_readv_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_readv_completed done;
    struct sring_vec vec;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_take' requires holding {ring} 'foreign_ring'" */
    sring_readv_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_readv_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_readv_finish(&done, &vec);
    sring_vec_free(&vec);
}

void foreign_readv_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_readv_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_vec vec;

    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_readv_await' requires holding {ring} 'foreign_ring'" */
    if (sring_readv_await(&foreign_ring, file, &vec)) {
        give_up();
    }
#else
    if (sring_readv_await(ring, file, &vec)) {
        give_up();
    }
#endif
    sring_vec_free(&vec);
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    sring_readv_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec2;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_cancel(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec2);
    sring_vec_free(&vec2);
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_readv_building op;
    struct sring_vec vec;

    if (sring_readv_init(ring, &op, file)) {
        give_up();
    }
    if (sring_vec_init(&vec, 4)) {
        give_up();
    }
    sring_readv_start(ring, &op, &vec, callback_start, anything_1);
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
