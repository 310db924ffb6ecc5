/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/write.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What write does not allow; for the runner in compile_fail/.
 */
// rule: write is used as its signatures say.
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
#include <sring/ops/write.h>
#include <sring/ops/write_at.h>

#include "matrix.h"

sring_write_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_write_init_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    if (sring_write_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    if (sring_write_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    if (sring_write_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_fd_sring_direct_fd(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_write_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_fd_int(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_write_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_direct_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    if (sring_write_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_direct_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    if (sring_write_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_direct_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    if (sring_write_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_direct_fd_sring_fd(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_write_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_init_direct_fd_int(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_write_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_flags_op_sring_write_submitted(struct sring_write_building *op, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_flags_op_sring_write_completed(struct sring_write_building *op, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_flags_op_sring_write_at_building(struct sring_write_building *op, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_range_op_sring_write_submitted(struct sring_write_building *op, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_range_op_sring_write_completed(struct sring_write_building *op, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_range_op_sring_write_at_building(struct sring_write_building *op, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_set_range(EITHER(wrong, op), 0, 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_timeout_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    if (sring_write_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_timeout_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    if (sring_write_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_set_timeout_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    if (sring_write_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_abandon_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_abandon_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_abandon_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_submit(ring, EITHER(wrong, op), buf, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_submit(ring, EITHER(wrong, op), buf, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_submit(ring, EITHER(wrong, op), buf, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_buf_sring_registered_buf(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_registered_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_registered_buf *" */
    sring_write_submit(ring, op, EITHER(wrong, buf), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_buf_unsigned_char(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char *" */
    sring_write_submit(ring, op, EITHER(wrong, buf), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_inflight_sring_write_building(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_building *" */
    sring_write_submit(ring, op, buf, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_inflight_sring_write_completed(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_completed *" */
    sring_write_submit(ring, op, buf, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_submit_inflight_sring_write_at_submitted(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *inflight, struct sring_write_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_at_submitted *" */
    sring_write_submit(ring, op, buf, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_start_op_sring_write_submitted(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_start(ring, EITHER(wrong, op), buf, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_start_op_sring_write_completed(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_start(ring, EITHER(wrong, op), buf, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_start_op_sring_write_at_building(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_start(ring, EITHER(wrong, op), buf, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_start_buf_sring_registered_buf(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, struct sring_registered_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_registered_buf *" */
    sring_write_start(ring, op, EITHER(wrong, buf), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_start_buf_unsigned_char(struct sring *ring, struct sring_write_building *op, struct sring_buf *buf, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char *" */
    sring_write_start(ring, op, EITHER(wrong, buf), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_add_op_sring_write_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_submitted *" */
    sring_write_add(ring, batch, EITHER(wrong, op), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_add_op_sring_write_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_completed *" */
    sring_write_add(ring, batch, EITHER(wrong, op), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_add_op_sring_write_at_building(struct sring *ring, struct sring_batch_building *batch, struct sring_write_building *op, struct sring_buf *buf, struct sring_write_at_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_building *" "struct sring_write_at_building *" */
    sring_write_add(ring, batch, EITHER(wrong, op), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_add_buf_sring_registered_buf(struct sring *ring, struct sring_batch_building *batch, struct sring_write_building *op, struct sring_buf *buf, struct sring_registered_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_registered_buf *" */
    sring_write_add(ring, batch, op, EITHER(wrong, buf));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_add_buf_unsigned_char(struct sring *ring, struct sring_batch_building *batch, struct sring_write_building *op, struct sring_buf *buf, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char *" */
    sring_write_add(ring, batch, op, EITHER(wrong, buf));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_ready_inflight_sring_write_building(struct sring *ring, const struct sring_write_submitted *inflight, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_building *" */
    (void)sring_write_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_ready_inflight_sring_write_completed(struct sring *ring, const struct sring_write_submitted *inflight, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_completed *" */
    (void)sring_write_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_ready_inflight_sring_write_at_submitted(struct sring *ring, const struct sring_write_submitted *inflight, struct sring_write_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_at_submitted *" */
    (void)sring_write_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_inflight_sring_write_building(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_building *" */
    sring_write_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_inflight_sring_write_completed(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_completed *" */
    sring_write_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_inflight_sring_write_at_submitted(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_at_submitted *" */
    sring_write_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_done_sring_write_building(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_building *" */
    sring_write_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_done_sring_write_submitted(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_submitted *" */
    sring_write_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_wait_done_sring_write_at_completed(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_at_completed *" */
    sring_write_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_inflight_sring_write_building(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_building *" */
    sring_write_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_inflight_sring_write_completed(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_completed *" */
    sring_write_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_inflight_sring_write_at_submitted(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_at_submitted *" */
    sring_write_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_done_sring_write_building(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_building *" */
    sring_write_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_done_sring_write_submitted(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_submitted *" */
    sring_write_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_cancel_done_sring_write_at_completed(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *done, struct sring_write_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_at_completed *" */
    sring_write_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_detach_inflight_sring_write_building(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_building *" */
    sring_write_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_detach_inflight_sring_write_completed(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_completed *" */
    sring_write_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_detach_inflight_sring_write_at_submitted(struct sring *ring, struct sring_write_submitted *inflight, struct sring_write_at_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_submitted *" "struct sring_write_at_submitted *" */
    sring_write_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_take_done_sring_write_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_building *" */
    sring_write_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_take_done_sring_write_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_write_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_submitted *" */
    sring_write_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_take_done_sring_write_at_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_write_completed *done, struct sring_write_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_at_completed *" */
    sring_write_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_result_done_sring_write_building(const struct sring_write_completed *done, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_building *" */
    (void)sring_write_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_result_done_sring_write_submitted(const struct sring_write_completed *done, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_submitted *" */
    (void)sring_write_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_result_done_sring_write_at_completed(const struct sring_write_completed *done, struct sring_write_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_at_completed *" */
    (void)sring_write_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_finish_done_sring_write_building(struct sring_write_completed *done, struct sring_buf *buf, struct sring_write_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_building *" */
    (void)sring_write_finish(EITHER(wrong, done), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_finish_done_sring_write_submitted(struct sring_write_completed *done, struct sring_buf *buf, struct sring_write_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_submitted *" */
    (void)sring_write_finish(EITHER(wrong, done), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_finish_done_sring_write_at_completed(struct sring_write_completed *done, struct sring_buf *buf, struct sring_write_at_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_write_completed *" "struct sring_write_at_completed *" */
    (void)sring_write_finish(EITHER(wrong, done), buf);
}

SRING_UNCHECKED("it is about types")
void types_sring_write_finish_buf_sring_registered_buf(struct sring_write_completed *done, struct sring_buf *buf, struct sring_registered_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_registered_buf *" */
    (void)sring_write_finish(done, EITHER(wrong, buf));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_finish_buf_unsigned_char(struct sring_write_completed *done, struct sring_buf *buf, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char *" */
    (void)sring_write_finish(done, EITHER(wrong, buf));
}

SRING_UNCHECKED("it is about types")
void types_sring_write_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_write_await(ring, EITHER(wrong, fd), buf)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_await_fd_int(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_write_await(ring, EITHER(wrong, fd), buf)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_await_buf_sring_registered_buf(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, struct sring_registered_buf *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "struct sring_registered_buf *" */
    if (sring_write_await(ring, fd, EITHER(wrong, buf))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_write_await_buf_unsigned_char(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf, unsigned char *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_buf *" "unsigned char *" */
    if (sring_write_await(ring, fd, EITHER(wrong, buf))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_write_init(struct sring *ring, struct sring_write_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_write_init(ring, op, fd);
#else
    if (sring_write_init(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_write_init_direct(struct sring *ring, struct sring_write_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_write_init_direct(ring, op, fd);
#else
    if (sring_write_init_direct(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_write_set_timeout(struct sring *ring, struct sring_write_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_write_set_timeout(ring, op, 0);
#else
    if (sring_write_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_write_await(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_write_await(ring, fd, buf);
#else
    if (sring_write_await(ring, fd, buf)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_buf_submit_buf_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_buf_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_buf_submit_buf_data(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_buf_data(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "calling function 'sring_buf_data' requires holding {buffer} 'buf'" */
    (void)sring_buf_data(&buf);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_buf_submit_buf_register(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_buf_register(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    struct sring_registered_buf registered;
    struct sring_buf buf2;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    if (sring_buf_register(ring, &buf, &registered)) {
        give_up();
    }
    sring_buf_unregister(ring, &registered, &buf2);
    sring_buf_free(&buf2);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_buf_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_building op2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight2;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_submit(ring, &op2, &buf, &inflight2);
    sring_write_detach(ring, &inflight2);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_buf_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_building op2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_start(ring, &op2, &buf, anything_0, anything_1);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_buf_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_batch_building batch;
    struct sring_write_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_add(ring, &batch, &op2, &buf);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_write_detach(ring, &inflight);
}

void consumed_buf_start_buf_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_buf_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
}

void consumed_buf_start_buf_data(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_buf_data(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "calling function 'sring_buf_data' requires holding {buffer} 'buf'" */
    (void)sring_buf_data(&buf);
#endif
}

void consumed_buf_start_buf_register(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_buf_register(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_registered_buf registered;
    struct sring_buf buf2;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    if (sring_buf_register(ring, &buf, &registered)) {
        give_up();
    }
    sring_buf_unregister(ring, &registered, &buf2);
    sring_buf_free(&buf2);
#endif
}

void consumed_buf_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_building op2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_submit(ring, &op2, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#else
    sring_write_abandon(ring, &op2);
#endif
}

void consumed_buf_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_building op2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_start(ring, &op2, &buf, anything_0, anything_1);
#else
    sring_write_abandon(ring, &op2);
#endif
}

void consumed_buf_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_building batch;
    struct sring_write_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_add(ring, &batch, &op2, &buf);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_buf_free(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_buf_free(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_buf_data(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_buf_data(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "calling function 'sring_buf_data' requires holding {buffer} 'buf'" */
    (void)sring_buf_data(&buf);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_buf_register(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_buf_register(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
    struct sring_registered_buf registered;
    struct sring_buf buf2;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    if (sring_buf_register(ring, &buf, &registered)) {
        give_up();
    }
    sring_buf_unregister(ring, &registered, &buf2);
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight;
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_submit(ring, &op2, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_start(ring, &op2, &buf, anything_0, anything_1);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_buf_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_buf_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_building batch2;
    struct sring_write_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op2, file)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_write_add(ring, &batch2, &op2, &buf);
#else
    sring_write_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_write_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_flags' requires holding {write in state Building} 'op'" */
    sring_write_set_flags(&op, 0);
#endif
}

void consumed_write_building_abandon_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_range' requires holding {write in state Building} 'op'" */
    sring_write_set_range(&op, 0, 0);
#endif
}

void consumed_write_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_timeout' requires holding {write in state Building} 'op'" */
    if (sring_write_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_write_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_abandon(ring, &op);
#endif
}

void consumed_write_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight;
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#else
    sring_buf_free(&buf);
#endif
}

void consumed_write_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#else
    sring_buf_free(&buf);
#endif
}

void consumed_write_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_batch_building batch;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_add(ring, &batch, &op, &buf);
#else
    sring_buf_free(&buf);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_submit_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_flags' requires holding {write in state Building} 'op'" */
    sring_write_set_flags(&op, 0);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_range' requires holding {write in state Building} 'op'" */
    sring_write_set_range(&op, 0, 0);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_timeout' requires holding {write in state Building} 'op'" */
    if (sring_write_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_abandon(ring, &op);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight2;
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_submit(ring, &op, &buf2, &inflight2);
    sring_write_detach(ring, &inflight2);
#else
    sring_buf_free(&buf2);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_start(ring, &op, &buf2, anything_0, anything_1);
#else
    sring_buf_free(&buf2);
#endif
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_batch_building batch;
    struct sring_buf buf2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_add(ring, &batch, &op, &buf2);
#else
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_write_detach(ring, &inflight);
}

void consumed_write_building_start_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_flags' requires holding {write in state Building} 'op'" */
    sring_write_set_flags(&op, 0);
#endif
}

void consumed_write_building_start_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_range' requires holding {write in state Building} 'op'" */
    sring_write_set_range(&op, 0, 0);
#endif
}

void consumed_write_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_timeout' requires holding {write in state Building} 'op'" */
    if (sring_write_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_write_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_abandon(ring, &op);
#endif
}

void consumed_write_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight;
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_submit(ring, &op, &buf2, &inflight);
    sring_write_detach(ring, &inflight);
#else
    sring_buf_free(&buf2);
#endif
}

void consumed_write_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_start(ring, &op, &buf2, anything_0, anything_1);
#else
    sring_buf_free(&buf2);
#endif
}

void consumed_write_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_building batch;
    struct sring_buf buf2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_add(ring, &batch, &op, &buf2);
#else
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_flags' requires holding {write in state Building} 'op'" */
    sring_write_set_flags(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_set_range(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_set_range(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_range' requires holding {write in state Building} 'op'" */
    sring_write_set_range(&op, 0, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "calling function 'sring_write_set_timeout' requires holding {write in state Building} 'op'" */
    if (sring_write_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_buf buf2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
    struct sring_write_submitted inflight;
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_submit(ring, &op, &buf2, &inflight);
    sring_write_detach(ring, &inflight);
#else
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_buf buf2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_start(ring, &op, &buf2, anything_0, anything_1);
#else
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_write_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_building batch2;
    struct sring_buf buf2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_buf_alloc(&buf2, 64)) {
        give_up();
    }
    sring_write_add(ring, &batch, &op, &buf);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_building_gone_ */
    /* error: L3 "releasing {write in state Building} 'op' that was not held" */
    sring_write_add(ring, &batch2, &op, &buf2);
#else
    sring_buf_free(&buf2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_write_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "calling function 'sring_write_ready' requires holding {write in state Submitted} 'inflight'" */
    (void)sring_write_ready(ring, &inflight);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void consumed_write_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf3;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_write_completed done2;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_wait(ring, &inflight, &done2);
    (void)sring_write_finish(&done2, &buf2);
    sring_buf_free(&buf2);
#endif
    (void)sring_write_finish(&done, &buf3);
    sring_buf_free(&buf3);
}

void consumed_write_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf3;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_write_completed done2;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_cancel(ring, &inflight, &done2);
    (void)sring_write_finish(&done2, &buf2);
    sring_buf_free(&buf2);
#endif
    (void)sring_write_finish(&done, &buf3);
    sring_buf_free(&buf3);
}

void consumed_write_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_detach(ring, &inflight);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void consumed_write_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "calling function 'sring_write_ready' requires holding {write in state Submitted} 'inflight'" */
    (void)sring_write_ready(ring, &inflight);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void consumed_write_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf3;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_write_completed done2;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_wait(ring, &inflight, &done2);
    (void)sring_write_finish(&done2, &buf2);
    sring_buf_free(&buf2);
#endif
    (void)sring_write_finish(&done, &buf3);
    sring_buf_free(&buf3);
}

void consumed_write_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf3;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_write_completed done2;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_cancel(ring, &inflight, &done2);
    (void)sring_write_finish(&done2, &buf2);
    sring_buf_free(&buf2);
#endif
    (void)sring_write_finish(&done, &buf3);
    sring_buf_free(&buf3);
}

void consumed_write_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_detach(ring, &inflight);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void consumed_write_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "calling function 'sring_write_ready' requires holding {write in state Submitted} 'inflight'" */
    (void)sring_write_ready(ring, &inflight);
#endif
}

void consumed_write_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_write_completed done;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_wait(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
#endif
}

void consumed_write_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_write_completed done;
    struct sring_buf buf2;
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_cancel(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
#endif
}

void consumed_write_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_submitted_gone_ */
    /* error: L3 "releasing {write in state Submitted} 'inflight' that was not held" */
    sring_write_detach(ring, &inflight);
#endif
}

void consumed_write_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
#ifndef SRING_TWIN
/* error: L2 sring_error_write_completed_gone_ */
    /* error: L3 "calling function 'sring_write_result' requires holding {write in state Completed} 'done'" */
    (void)sring_write_result(&done);
#endif
    sring_buf_free(&buf2);
}

void consumed_write_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_write_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
#ifndef SRING_TWIN
    struct sring_buf buf3;
/* error: L2 sring_error_write_completed_gone_ */
    /* error: L3 "releasing {write in state Completed} 'done' that was not held" */
    (void)sring_write_finish(&done, &buf3);
    sring_buf_free(&buf3);
#endif
    sring_buf_free(&buf2);
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_write_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_write_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_building op = SRING_NONE;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_write_abandon(ring, &op);
#endif
    /* error: L3 "{write in state Building} 'op' is still held at the end of function" */
}

void forgotten_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_building op = SRING_NONE;

    if (sring_write_init_direct(ring, &op, direct)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_write_abandon(ring, &op);
#endif
    /* error: L3 "{write in state Building} 'op' is still held at the end of function" */
}

void forgotten_write_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_write_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_submitted inflight = SRING_NONE;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifdef SRING_TWIN
    sring_write_detach(ring, &inflight);
#endif
    /* error: L3 "{write in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_write_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_write_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_completed done = SRING_NONE;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_buf buf2;
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
#endif
    /* error: L3 "{write in state Completed} 'done' is still held at the end of function" */
}

void forgotten_write_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_write_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_completed done = SRING_NONE;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_buf buf2;
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
#endif
    /* error: L3 "{write in state Completed} 'done' is still held at the end of function" */
}

void forgotten_write_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_write_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_write_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_write_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    struct sring_buf buf;
    (void)sring_write_finish(&done, &buf);
    sring_buf_free(&buf);
#endif
    /* error: L3 "{write in state Completed} 'done' is still held at the end of function" */
}

void forgotten_write_finish_buf(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_write_finish_buf(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_buf buf2 = SRING_NONE;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
#ifdef SRING_TWIN
    sring_buf_free(&buf2);
#endif
    /* error: L3 "{buffer} 'buf2' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_write_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_write_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (perhaps()) {
        sring_write_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_write_abandon(ring, &op);
    }
#endif
    /* error: L3 "{write in state Building} 'op' is not held on every path through here" */
}

void path_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_write_building op;

    if (sring_write_init_direct(ring, &op, direct)) {
        give_up();
    }
    if (perhaps()) {
        sring_write_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_write_abandon(ring, &op);
    }
#endif
    /* error: L3 "{write in state Building} 'op' is not held on every path through here" */
}

void path_write_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_write_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    if (perhaps()) {
        sring_write_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_write_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{write in state Submitted} 'inflight' is not held on every path through here" */
}

void path_write_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_write_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_buf buf2;
    struct sring_write_completed done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
    }
#endif
    /* error: L3 "{write in state Completed} 'done' is not held on every path through here" */
}

void path_write_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_write_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_buf buf2;
    struct sring_write_completed done;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
    }
#endif
    /* error: L3 "{write in state Completed} 'done' is not held on every path through here" */
}

void path_write_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_write_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_buf buf;
    struct sring_write_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_write_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_write_finish(&done, &buf);
        sring_buf_free(&buf);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_write_finish(&done, &buf);
        sring_buf_free(&buf);
    }
#endif
    /* error: L3 "{write in state Completed} 'done' is not held on every path through here" */
}

void path_write_finish_buf(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_write_finish_buf(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
    if (perhaps()) {
        sring_buf_free(&buf2);
    }
#ifdef SRING_TWIN
    else {
        sring_buf_free(&buf2);
    }
#endif
    /* error: L3 "{buffer} 'buf2' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_write_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_write_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {write in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_building op = SRING_NONE;

        if (sring_write_init(ring, &op, file)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_write_abandon(ring, &op);
#endif
    }
}

void loop_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_write_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {write in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_building op = SRING_NONE;

        if (sring_write_init_direct(ring, &op, direct)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_write_abandon(ring, &op);
#endif
    }
}

void loop_write_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_write_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    /* error: L3 "expecting {write in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_submitted inflight = SRING_NONE;

        if (sring_write_init(ring, &op, file)) {
            give_up();
        }
        if (sring_buf_alloc(&buf, 64)) {
            give_up();
        }
        sring_write_submit(ring, &op, &buf, &inflight);
#ifdef SRING_TWIN
        sring_write_detach(ring, &inflight);
#endif
    }
}

void loop_write_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_write_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    /* error: L3 "expecting {write in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_completed done = SRING_NONE;

        if (sring_write_init(ring, &op, file)) {
            give_up();
        }
        if (sring_buf_alloc(&buf, 64)) {
            give_up();
        }
        sring_write_submit(ring, &op, &buf, &inflight);
        sring_write_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_buf buf2;
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
#endif
    }
}

void loop_write_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_write_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    /* error: L3 "expecting {write in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_completed done = SRING_NONE;

        if (sring_write_init(ring, &op, file)) {
            give_up();
        }
        if (sring_buf_alloc(&buf, 64)) {
            give_up();
        }
        sring_write_submit(ring, &op, &buf, &inflight);
        sring_write_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_buf buf2;
        (void)sring_write_finish(&done, &buf2);
        sring_buf_free(&buf2);
#endif
    }
}

void loop_write_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_write_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {write in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_write_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_write_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        struct sring_buf buf;
        (void)sring_write_finish(&done, &buf);
        sring_buf_free(&buf);
#endif
    }
}

void loop_write_finish_buf(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_write_finish_buf(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;

    /* error: L3 "expecting {buffer} 'buf2' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_buf buf2 = SRING_NONE;

        if (sring_write_init(ring, &op, file)) {
            give_up();
        }
        if (sring_buf_alloc(&buf, 64)) {
            give_up();
        }
        sring_write_submit(ring, &op, &buf, &inflight);
        sring_write_wait(ring, &inflight, &done);
        (void)sring_write_finish(&done, &buf2);
#ifdef SRING_TWIN
        sring_buf_free(&buf2);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_WRITE_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_write_completed *done, void *arg)
{
#ifdef SRING_TWIN
    struct sring_buf buf;
    (void)ring;
    (void)arg;
    (void)sring_write_finish(done, &buf);
    sring_buf_free(&buf);
#endif
    /* error: L3 "{write in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_write_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_init' requires holding {ring} 'foreign_ring'" */
    if (sring_write_init(&foreign_ring, &op, file)) {
        give_up();
    }
#else
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
#endif
    sring_write_abandon(ring, &op);
}

void foreign_write_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_write_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_write_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_write_init_direct(&foreign_ring, &op, direct)) {
        give_up();
    }
#else
    if (sring_write_init_direct(ring, &op, direct)) {
        give_up();
    }
#endif
    sring_write_abandon(ring, &op);
}

void foreign_write_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_write_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_write_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_write_abandon(ring, &op);
}

void foreign_write_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_abandon' requires holding {ring} 'foreign_ring'" */
    sring_write_abandon(&foreign_ring, &op);
#else
    sring_write_abandon(ring, &op);
#endif
}

void foreign_write_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_submit' requires holding {ring} 'foreign_ring'" */
    sring_write_submit(&foreign_ring, &op, &buf, &inflight);
#else
    sring_write_submit(ring, &op, &buf, &inflight);
#endif
    sring_write_detach(ring, &inflight);
}

void foreign_write_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_start' requires holding {ring} 'foreign_ring'" */
    sring_write_start(&foreign_ring, &op, &buf, anything_0, anything_1);
#else
    sring_write_start(ring, &op, &buf, anything_0, anything_1);
#endif
}

void foreign_write_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_add' requires holding {ring} 'foreign_ring'" */
    sring_write_add(&foreign_ring, &batch, &op, &buf);
#else
    sring_write_add(ring, &batch, &op, &buf);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_write_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_write_ready(&foreign_ring, &inflight);
#else
    (void)sring_write_ready(ring, &inflight);
#endif
    sring_write_detach(ring, &inflight);
}

void foreign_write_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_wait' requires holding {ring} 'foreign_ring'" */
    sring_write_wait(&foreign_ring, &inflight, &done);
#else
    sring_write_wait(ring, &inflight, &done);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void foreign_write_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_cancel' requires holding {ring} 'foreign_ring'" */
    sring_write_cancel(&foreign_ring, &inflight, &done);
#else
    sring_write_cancel(ring, &inflight, &done);
#endif
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void foreign_write_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_detach' requires holding {ring} 'foreign_ring'" */
    sring_write_detach(&foreign_ring, &inflight);
#else
    sring_write_detach(ring, &inflight);
#endif
}

void foreign_write_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_write_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_write_completed done;
    struct sring_buf buf;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_take' requires holding {ring} 'foreign_ring'" */
    sring_write_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_write_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_write_finish(&done, &buf);
    sring_buf_free(&buf);
}

void foreign_write_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_write_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_write_await' requires holding {ring} 'foreign_ring'" */
    if (sring_write_await(&foreign_ring, file, &buf)) {
        give_up();
    }
#else
    if (sring_write_await(ring, file, &buf)) {
        give_up();
    }
#endif
    sring_buf_free(&buf);
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    sring_write_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_buf buf2;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_cancel(ring, &inflight, &done);
    (void)sring_write_finish(&done, &buf2);
    sring_buf_free(&buf2);
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_write_building op;
    struct sring_buf buf;

    if (sring_write_init(ring, &op, file)) {
        give_up();
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up();
    }
    sring_write_start(ring, &op, &buf, callback_start, anything_1);
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
