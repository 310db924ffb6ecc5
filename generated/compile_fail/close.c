/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/close.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What close does not allow; for the runner in compile_fail/.
 */
// rule: close is used as its signatures say.
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
#include <sring/ops/close.h>
#include <sring/ops/close_direct.h>

#include "matrix.h"

sring_close_callback *anything_0;
void *anything_1 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_close_init_op_sring_close_submitted(struct sring *ring, struct sring_close_building *op, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_submitted *" */
    if (sring_close_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_init_op_sring_close_completed(struct sring *ring, struct sring_close_building *op, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_completed *" */
    if (sring_close_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_init_op_sring_close_direct_building(struct sring *ring, struct sring_close_building *op, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_direct_building *" */
    if (sring_close_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_abandon_op_sring_close_submitted(struct sring *ring, struct sring_close_building *op, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_submitted *" */
    sring_close_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_abandon_op_sring_close_completed(struct sring *ring, struct sring_close_building *op, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_completed *" */
    sring_close_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_abandon_op_sring_close_direct_building(struct sring *ring, struct sring_close_building *op, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_direct_building *" */
    sring_close_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_op_sring_close_submitted(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_submitted *" */
    sring_close_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_op_sring_close_completed(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_completed *" */
    sring_close_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_op_sring_close_direct_building(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_direct_building *" */
    sring_close_submit(ring, EITHER(wrong, op), fd, inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_fd_sring_direct_fd(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    sring_close_submit(ring, op, EITHER(wrong, fd), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_fd_int(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    sring_close_submit(ring, op, EITHER(wrong, fd), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_inflight_sring_close_building(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_building *" */
    sring_close_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_inflight_sring_close_completed(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_completed *" */
    sring_close_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_submit_inflight_sring_close_direct_submitted(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *inflight, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_direct_submitted *" */
    sring_close_submit(ring, op, fd, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_start_op_sring_close_submitted(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_submitted *" */
    sring_close_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_start_op_sring_close_completed(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_completed *" */
    sring_close_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_start_op_sring_close_direct_building(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_direct_building *" */
    sring_close_start(ring, EITHER(wrong, op), fd, anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_start_fd_sring_direct_fd(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    sring_close_start(ring, op, EITHER(wrong, fd), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_start_fd_int(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    sring_close_start(ring, op, EITHER(wrong, fd), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_add_op_sring_close_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_submitted *" */
    sring_close_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_add_op_sring_close_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_completed *" */
    sring_close_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_add_op_sring_close_direct_building(struct sring *ring, struct sring_batch_building *batch, struct sring_close_building *op, struct sring_fd *fd, struct sring_close_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_building *" "struct sring_close_direct_building *" */
    sring_close_add(ring, batch, EITHER(wrong, op), fd);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_add_fd_sring_direct_fd(struct sring *ring, struct sring_batch_building *batch, struct sring_close_building *op, struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    sring_close_add(ring, batch, op, EITHER(wrong, fd));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_add_fd_int(struct sring *ring, struct sring_batch_building *batch, struct sring_close_building *op, struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    sring_close_add(ring, batch, op, EITHER(wrong, fd));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_ready_inflight_sring_close_building(struct sring *ring, const struct sring_close_submitted *inflight, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_building *" */
    (void)sring_close_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_ready_inflight_sring_close_completed(struct sring *ring, const struct sring_close_submitted *inflight, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_completed *" */
    (void)sring_close_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_ready_inflight_sring_close_direct_submitted(struct sring *ring, const struct sring_close_submitted *inflight, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_direct_submitted *" */
    (void)sring_close_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_inflight_sring_close_building(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_building *" */
    sring_close_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_inflight_sring_close_completed(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_completed *" */
    sring_close_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_inflight_sring_close_direct_submitted(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_direct_submitted *" */
    sring_close_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_done_sring_close_building(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_building *" */
    sring_close_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_done_sring_close_submitted(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_submitted *" */
    sring_close_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_wait_done_sring_close_direct_completed(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_direct_completed *" */
    sring_close_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_inflight_sring_close_building(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_building *" */
    sring_close_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_inflight_sring_close_completed(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_completed *" */
    sring_close_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_inflight_sring_close_direct_submitted(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_direct_submitted *" */
    sring_close_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_done_sring_close_building(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_building *" */
    sring_close_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_done_sring_close_submitted(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_submitted *" */
    sring_close_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_cancel_done_sring_close_direct_completed(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_direct_completed *" */
    sring_close_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_detach_inflight_sring_close_building(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_building *" */
    sring_close_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_detach_inflight_sring_close_completed(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_completed *" */
    sring_close_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_detach_inflight_sring_close_direct_submitted(struct sring *ring, struct sring_close_submitted *inflight, struct sring_close_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_submitted *" "struct sring_close_direct_submitted *" */
    sring_close_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_take_done_sring_close_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_building *" */
    sring_close_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_take_done_sring_close_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_completed *done, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_submitted *" */
    sring_close_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_take_done_sring_close_direct_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_close_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_direct_completed *" */
    sring_close_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_result_done_sring_close_building(const struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_building *" */
    (void)sring_close_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_result_done_sring_close_submitted(const struct sring_close_completed *done, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_submitted *" */
    (void)sring_close_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_result_done_sring_close_direct_completed(const struct sring_close_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_direct_completed *" */
    (void)sring_close_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_finish_done_sring_close_building(struct sring_close_completed *done, struct sring_close_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_building *" */
    (void)sring_close_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_finish_done_sring_close_submitted(struct sring_close_completed *done, struct sring_close_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_submitted *" */
    (void)sring_close_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_finish_done_sring_close_direct_completed(struct sring_close_completed *done, struct sring_close_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_close_completed *" "struct sring_close_direct_completed *" */
    (void)sring_close_finish(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_close_await_fd_sring_direct_fd(struct sring *ring, struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_close_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_close_await_fd_int(struct sring *ring, struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_close_await(ring, EITHER(wrong, fd))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_close_init(struct sring *ring, struct sring_close_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_close_init(ring, op);
#else
    if (sring_close_init(ring, op)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_close_await(struct sring *ring, struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_close_await(ring, fd);
#else
    if (sring_close_await(ring, fd)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_fd_submit_fd_close(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_fd_close(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_fd_close(ring, &fd);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_fd_register(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_fd_register(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    struct sring_direct_fd direct2;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_register' requires holding {file} 'fd'" */
    if (sring_fd_register(ring, &fd, &direct2)) {
        give_up();
    }
    sring_direct_fd_unregister(ring, &direct2);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_fd_raw(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_fd_raw(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_raw' requires holding {file} 'fd'" */
    (void)sring_fd_raw(&fd);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_building op2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight2;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_submit(ring, &op2, &fd, &inflight2);
    sring_close_detach(ring, &inflight2);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_building op2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_start(ring, &op2, &fd, anything_0, anything_1);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_add(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_batch_building batch;
    struct sring_close_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_add(ring, &batch, &op2, &fd);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_close_detach(ring, &inflight);
}

void consumed_fd_submit_await(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_submit_await(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_fd_start_fd_close(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_fd_close(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_fd_close(ring, &fd);
#endif
}

void consumed_fd_start_fd_register(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_fd_register(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_direct_fd direct2;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_register' requires holding {file} 'fd'" */
    if (sring_fd_register(ring, &fd, &direct2)) {
        give_up();
    }
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_fd_start_fd_raw(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_fd_raw(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_raw' requires holding {file} 'fd'" */
    (void)sring_fd_raw(&fd);
#endif
}

void consumed_fd_start_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_building op2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_submit(ring, &op2, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_close_abandon(ring, &op2);
#endif
}

void consumed_fd_start_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_building op2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_start(ring, &op2, &fd, anything_0, anything_1);
#else
    sring_close_abandon(ring, &op2);
#endif
}

void consumed_fd_start_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_add(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_building batch;
    struct sring_close_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_add(ring, &batch, &op2, &fd);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_start_await(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_start_await(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#endif
}

void consumed_fd_add_fd_close(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_fd_close(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_fd_close(ring, &fd);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_add_fd_register(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_fd_register(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
    struct sring_direct_fd direct2;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_register' requires holding {file} 'fd'" */
    if (sring_fd_register(ring, &fd, &direct2)) {
        give_up();
    }
    sring_direct_fd_unregister(ring, &direct2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_add_fd_raw(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_fd_raw(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_raw' requires holding {file} 'fd'" */
    (void)sring_fd_raw(&fd);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_add_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_submit(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_submit(ring, &op2, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_add_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_start(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_start(ring, &op2, &fd, anything_0, anything_1);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_add_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_building batch2;
    struct sring_close_building op2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op2)) {
        give_up();
    }
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_add(ring, &batch2, &op2, &fd);
#else
    sring_close_abandon(ring, &op2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_fd_add_await(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_add_await(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_await_fd_close(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_fd_close(struct sring *ring)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_fd_close(ring, &fd);
#endif
}

void consumed_fd_await_fd_register(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_fd_register(struct sring *ring)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
    struct sring_direct_fd direct2;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_register' requires holding {file} 'fd'" */
    if (sring_fd_register(ring, &fd, &direct2)) {
        give_up();
    }
    sring_direct_fd_unregister(ring, &direct2);
#endif
}

void consumed_fd_await_fd_raw(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_fd_raw(struct sring *ring)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "calling function 'sring_fd_raw' requires holding {file} 'fd'" */
    (void)sring_fd_raw(&fd);
#endif
}

void consumed_fd_await_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_submit(struct sring *ring)
{
    struct sring_fd fd;
    struct sring_close_building op;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_close_abandon(ring, &op);
#endif
}

void consumed_fd_await_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_start(struct sring *ring)
{
    struct sring_fd fd;
    struct sring_close_building op;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#else
    sring_close_abandon(ring, &op);
#endif
}

void consumed_fd_await_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_add(struct sring *ring)
{
    struct sring_fd fd;
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    sring_close_add(ring, &batch, &op, &fd);
#else
    sring_close_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_fd_await_await(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_fd_await_await(struct sring *ring)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, any_file());
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_fd_gone_ */
    /* error: L3 "releasing {file} 'fd' that was not held" */
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#endif
}

void consumed_close_building_abandon_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_abandon_abandon(struct sring *ring)
{
    struct sring_close_building op;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_close_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_abandon(ring, &op);
#endif
}

void consumed_close_building_abandon_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_abandon_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_fd_close(ring, &fd);
#endif
}

void consumed_close_building_abandon_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_abandon_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#else
    sring_fd_close(ring, &fd);
#endif
}

void consumed_close_building_abandon_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_abandon_add(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_batch_building batch;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_add(ring, &batch, &op, &fd);
#else
    sring_fd_close(ring, &fd);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_building_submit_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_submit_abandon(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_abandon(ring, &op);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_close_building_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_submit_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_fd fd2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight2;
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_submit(ring, &op, &fd2, &inflight2);
    sring_close_detach(ring, &inflight2);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_close_building_submit_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_submit_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_fd fd2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_start(ring, &op, &fd2, anything_0, anything_1);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_close_detach(ring, &inflight);
}

void consumed_close_building_submit_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_submit_add(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_batch_building batch;
    struct sring_fd fd2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fd_adopt(&fd2, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_add(ring, &batch, &op, &fd2);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_close_detach(ring, &inflight);
}

void consumed_close_building_start_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_start_abandon(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_abandon(ring, &op);
#endif
}

void consumed_close_building_start_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_start_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_fd fd2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_submit(ring, &op, &fd2, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_fd_close(ring, &fd2);
#endif
}

void consumed_close_building_start_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_start_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_fd fd2;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_start(ring, &op, &fd2, anything_0, anything_1);
#else
    sring_fd_close(ring, &fd2);
#endif
}

void consumed_close_building_start_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_start_add(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_building batch;
    struct sring_fd fd2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_fd_adopt(&fd2, any_file());
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_add(ring, &batch, &op, &fd2);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_building_add_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_add_abandon(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_building_add_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_add_submit(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_fd fd2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
    struct sring_close_submitted inflight;
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_submit(ring, &op, &fd2, &inflight);
    sring_close_detach(ring, &inflight);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_building_add_start(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_add_start(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_fd fd2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_fd_adopt(&fd2, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_start(ring, &op, &fd2, anything_0, anything_1);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_close_building_add_add(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_building_add_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_building batch2;
    struct sring_fd fd2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_fd_adopt(&fd2, any_file());
    sring_close_add(ring, &batch, &op, &fd);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_building_gone_ */
    /* error: L3 "releasing {close in state Building} 'op' that was not held" */
    sring_close_add(ring, &batch2, &op, &fd2);
#else
    sring_fd_close(ring, &fd2);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_close_submitted_wait_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_wait_ready(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_ready' requires holding {close in state Submitted} 'inflight'" */
    (void)sring_close_ready(ring, &inflight);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_wait_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_wait_wait(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_completed done2;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_wait(ring, &inflight, &done2);
    (void)sring_close_finish(&done2);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_wait_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_wait_cancel(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_completed done2;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_cancel(ring, &inflight, &done2);
    (void)sring_close_finish(&done2);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_wait_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_wait_detach(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_detach(ring, &inflight);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_cancel_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_cancel_ready(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_ready' requires holding {close in state Submitted} 'inflight'" */
    (void)sring_close_ready(ring, &inflight);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_cancel_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_cancel_wait(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_completed done2;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_wait(ring, &inflight, &done2);
    (void)sring_close_finish(&done2);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_cancel_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_cancel_cancel(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_close_completed done2;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_cancel(ring, &inflight, &done2);
    (void)sring_close_finish(&done2);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_cancel_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_cancel_detach(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_detach(ring, &inflight);
#endif
    (void)sring_close_finish(&done);
}

void consumed_close_submitted_detach_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_detach_ready(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "calling function 'sring_close_ready' requires holding {close in state Submitted} 'inflight'" */
    (void)sring_close_ready(ring, &inflight);
#endif
}

void consumed_close_submitted_detach_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_detach_wait(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_close_completed done;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_wait(ring, &inflight, &done);
    (void)sring_close_finish(&done);
#endif
}

void consumed_close_submitted_detach_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_detach_cancel(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_close_completed done;
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_cancel(ring, &inflight, &done);
    (void)sring_close_finish(&done);
#endif
}

void consumed_close_submitted_detach_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_submitted_detach_detach(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_submitted_gone_ */
    /* error: L3 "releasing {close in state Submitted} 'inflight' that was not held" */
    sring_close_detach(ring, &inflight);
#endif
}

void consumed_close_completed_finish_result(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_completed_finish_result(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    (void)sring_close_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_completed_gone_ */
    /* error: L3 "calling function 'sring_close_result' requires holding {close in state Completed} 'done'" */
    (void)sring_close_result(&done);
#endif
}

void consumed_close_completed_finish_finish(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_close_completed_finish_finish(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    (void)sring_close_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_close_completed_gone_ */
    /* error: L3 "releasing {close in state Completed} 'done' that was not held" */
    (void)sring_close_finish(&done);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_close_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_building op = SRING_NONE;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_close_abandon(ring, &op);
#endif
    /* error: L3 "{close in state Building} 'op' is still held at the end of function" */
}

void forgotten_close_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_submit_inflight(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_submitted inflight = SRING_NONE;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifdef SRING_TWIN
    sring_close_detach(ring, &inflight);
#endif
    /* error: L3 "{close in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_close_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_wait_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_completed done = SRING_NONE;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_close_finish(&done);
#endif
    /* error: L3 "{close in state Completed} 'done' is still held at the end of function" */
}

void forgotten_close_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_cancel_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_completed done = SRING_NONE;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_close_finish(&done);
#endif
    /* error: L3 "{close in state Completed} 'done' is still held at the end of function" */
}

void forgotten_close_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_close_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_close_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_close_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    (void)sring_close_finish(&done);
#endif
    /* error: L3 "{close in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_close_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_init_op(struct sring *ring)
{
    struct sring_close_building op;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    if (perhaps()) {
        sring_close_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_close_abandon(ring, &op);
    }
#endif
    /* error: L3 "{close in state Building} 'op' is not held on every path through here" */
}

void path_close_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_submit_inflight(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    if (perhaps()) {
        sring_close_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_close_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{close in state Submitted} 'inflight' is not held on every path through here" */
}

void path_close_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_wait_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_close_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_finish(&done);
    }
#endif
    /* error: L3 "{close in state Completed} 'done' is not held on every path through here" */
}

void path_close_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_cancel_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_close_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_finish(&done);
    }
#endif
    /* error: L3 "{close in state Completed} 'done' is not held on every path through here" */
}

void path_close_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_close_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_close_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_close_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        (void)sring_close_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_close_finish(&done);
    }
#endif
    /* error: L3 "{close in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_close_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_init_op(struct sring *ring)
{

    /* error: L3 "expecting {close in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_building op = SRING_NONE;

        if (sring_close_init(ring, &op)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_close_abandon(ring, &op);
#endif
    }
}

void loop_close_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_submit_inflight(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    /* error: L3 "expecting {close in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_submitted inflight = SRING_NONE;

        if (sring_close_init(ring, &op)) {
            give_up();
        }
        sring_fd_adopt(&fd, any_file());
        sring_close_submit(ring, &op, &fd, &inflight);
#ifdef SRING_TWIN
        sring_close_detach(ring, &inflight);
#endif
    }
}

void loop_close_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_wait_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    /* error: L3 "expecting {close in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_completed done = SRING_NONE;

        if (sring_close_init(ring, &op)) {
            give_up();
        }
        sring_fd_adopt(&fd, any_file());
        sring_close_submit(ring, &op, &fd, &inflight);
        sring_close_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_close_finish(&done);
#endif
    }
}

void loop_close_cancel_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_cancel_done(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    /* error: L3 "expecting {close in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_completed done = SRING_NONE;

        if (sring_close_init(ring, &op)) {
            give_up();
        }
        sring_fd_adopt(&fd, any_file());
        sring_close_submit(ring, &op, &fd, &inflight);
        sring_close_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_close_finish(&done);
#endif
    }
}

void loop_close_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_close_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {close in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_close_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_close_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        (void)sring_close_finish(&done);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_CLOSE_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_close_completed *done, void *arg)
{
#ifdef SRING_TWIN
    (void)ring;
    (void)arg;
    (void)sring_close_finish(done);
#endif
    /* error: L3 "{close in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_close_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_init(struct sring *ring)
{
    struct sring_close_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_init' requires holding {ring} 'foreign_ring'" */
    if (sring_close_init(&foreign_ring, &op)) {
        give_up();
    }
#else
    if (sring_close_init(ring, &op)) {
        give_up();
    }
#endif
    sring_close_abandon(ring, &op);
}

void foreign_close_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_abandon(struct sring *ring)
{
    struct sring_close_building op;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_abandon' requires holding {ring} 'foreign_ring'" */
    sring_close_abandon(&foreign_ring, &op);
#else
    sring_close_abandon(ring, &op);
#endif
}

void foreign_close_submit(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_submit(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_submit' requires holding {ring} 'foreign_ring'" */
    sring_close_submit(&foreign_ring, &op, &fd, &inflight);
#else
    sring_close_submit(ring, &op, &fd, &inflight);
#endif
    sring_close_detach(ring, &inflight);
}

void foreign_close_start(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_start' requires holding {ring} 'foreign_ring'" */
    sring_close_start(&foreign_ring, &op, &fd, anything_0, anything_1);
#else
    sring_close_start(ring, &op, &fd, anything_0, anything_1);
#endif
}

void foreign_close_add(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_add(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_add' requires holding {ring} 'foreign_ring'" */
    sring_close_add(&foreign_ring, &batch, &op, &fd);
#else
    sring_close_add(ring, &batch, &op, &fd);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_close_ready(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_ready(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_close_ready(&foreign_ring, &inflight);
#else
    (void)sring_close_ready(ring, &inflight);
#endif
    sring_close_detach(ring, &inflight);
}

void foreign_close_wait(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_wait(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_wait' requires holding {ring} 'foreign_ring'" */
    sring_close_wait(&foreign_ring, &inflight, &done);
#else
    sring_close_wait(ring, &inflight, &done);
#endif
    (void)sring_close_finish(&done);
}

void foreign_close_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_cancel(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_cancel' requires holding {ring} 'foreign_ring'" */
    sring_close_cancel(&foreign_ring, &inflight, &done);
#else
    sring_close_cancel(ring, &inflight, &done);
#endif
    (void)sring_close_finish(&done);
}

void foreign_close_detach(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_detach(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_detach' requires holding {ring} 'foreign_ring'" */
    sring_close_detach(&foreign_ring, &inflight);
#else
    sring_close_detach(ring, &inflight);
#endif
}

void foreign_close_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_close_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_take' requires holding {ring} 'foreign_ring'" */
    sring_close_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_close_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    (void)sring_close_finish(&done);
}

void foreign_close_await(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_close_await(struct sring *ring)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, any_file());
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_close_await' requires holding {ring} 'foreign_ring'" */
    if (sring_close_await(&foreign_ring, &fd)) {
        give_up();
    }
#else
    if (sring_close_await(ring, &fd)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void legal_abandon(struct sring *ring)
{
    struct sring_close_building op;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_close_abandon(ring, &op);
}

void legal_cancel(struct sring *ring) SRING_REQUIRES(*ring);
void legal_cancel(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_cancel(ring, &inflight, &done);
    (void)sring_close_finish(&done);
}

void legal_start(struct sring *ring) SRING_REQUIRES(*ring);
void legal_start(struct sring *ring)
{
    struct sring_close_building op;
    struct sring_fd fd;

    if (sring_close_init(ring, &op)) {
        give_up();
    }
    sring_fd_adopt(&fd, any_file());
    sring_close_start(ring, &op, &fd, callback_start, anything_1);
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
