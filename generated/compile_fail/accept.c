/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/accept.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What accept does not allow; for the runner in compile_fail/.
 */
// rule: accept is used as its signatures say.
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
#include <sring/ops/accept.h>
#include <sring/ops/accept_direct.h>

#include "matrix.h"

sring_accept_callback *anything_0;
void *anything_1 = (void *)anything;
struct sockaddr *anything_2 = (void *)anything;
socklen_t *anything_3 = (void *)anything;

#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_accept_init_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    if (sring_accept_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    if (sring_accept_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    if (sring_accept_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_fd_sring_direct_fd(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_fd_int(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_direct_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    if (sring_accept_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_direct_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    if (sring_accept_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_direct_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    if (sring_accept_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_direct_fd_sring_fd(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_accept_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_init_direct_fd_int(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_accept_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_flags_op_sring_accept_submitted(struct sring_accept_building *op, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    sring_accept_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_flags_op_sring_accept_completed(struct sring_accept_building *op, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    sring_accept_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_flags_op_sring_accept_direct_building(struct sring_accept_building *op, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    sring_accept_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_timeout_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    if (sring_accept_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_timeout_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    if (sring_accept_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_set_timeout_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    if (sring_accept_set_timeout(ring, EITHER(wrong, op), 0)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_abandon_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    sring_accept_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_abandon_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    sring_accept_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_abandon_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    sring_accept_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    sring_accept_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    sring_accept_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    sring_accept_submit(ring, EITHER(wrong, op), inflight);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_inflight_sring_accept_building(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_building *" */
    sring_accept_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_inflight_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_completed *" */
    sring_accept_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_submit_inflight_sring_accept_direct_submitted(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *inflight, struct sring_accept_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_direct_submitted *" */
    sring_accept_submit(ring, op, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_start_op_sring_accept_submitted(struct sring *ring, struct sring_accept_building *op, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    sring_accept_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_start_op_sring_accept_completed(struct sring *ring, struct sring_accept_building *op, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    sring_accept_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_start_op_sring_accept_direct_building(struct sring *ring, struct sring_accept_building *op, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    sring_accept_start(ring, EITHER(wrong, op), anything_0, anything_1);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_add_op_sring_accept_submitted(struct sring *ring, struct sring_batch_building *batch, struct sring_accept_building *op, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_submitted *" */
    sring_accept_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_add_op_sring_accept_completed(struct sring *ring, struct sring_batch_building *batch, struct sring_accept_building *op, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_completed *" */
    sring_accept_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_add_op_sring_accept_direct_building(struct sring *ring, struct sring_batch_building *batch, struct sring_accept_building *op, struct sring_accept_direct_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_building *" "struct sring_accept_direct_building *" */
    sring_accept_add(ring, batch, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_ready_inflight_sring_accept_building(struct sring *ring, const struct sring_accept_submitted *inflight, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_building *" */
    (void)sring_accept_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_ready_inflight_sring_accept_completed(struct sring *ring, const struct sring_accept_submitted *inflight, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_completed *" */
    (void)sring_accept_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_ready_inflight_sring_accept_direct_submitted(struct sring *ring, const struct sring_accept_submitted *inflight, struct sring_accept_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_direct_submitted *" */
    (void)sring_accept_ready(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_inflight_sring_accept_building(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_building *" */
    sring_accept_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_inflight_sring_accept_completed(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_completed *" */
    sring_accept_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_inflight_sring_accept_direct_submitted(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_direct_submitted *" */
    sring_accept_wait(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_done_sring_accept_building(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    sring_accept_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_done_sring_accept_submitted(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    sring_accept_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_wait_done_sring_accept_direct_completed(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    sring_accept_wait(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_inflight_sring_accept_building(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_building *" */
    sring_accept_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_inflight_sring_accept_completed(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_completed *" */
    sring_accept_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_inflight_sring_accept_direct_submitted(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_direct_submitted *" */
    sring_accept_cancel(ring, EITHER(wrong, inflight), done);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_done_sring_accept_building(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    sring_accept_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_done_sring_accept_submitted(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    sring_accept_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_cancel_done_sring_accept_direct_completed(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *done, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    sring_accept_cancel(ring, inflight, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_detach_inflight_sring_accept_building(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_building *" */
    sring_accept_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_detach_inflight_sring_accept_completed(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_completed *" */
    sring_accept_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_detach_inflight_sring_accept_direct_submitted(struct sring *ring, struct sring_accept_submitted *inflight, struct sring_accept_direct_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_submitted *" "struct sring_accept_direct_submitted *" */
    sring_accept_detach(ring, EITHER(wrong, inflight));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_take_done_sring_accept_building(struct sring *ring, struct sring_batch_completed *batch, struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    sring_accept_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_take_done_sring_accept_submitted(struct sring *ring, struct sring_batch_completed *batch, struct sring_accept_completed *done, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    sring_accept_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_take_done_sring_accept_direct_completed(struct sring *ring, struct sring_batch_completed *batch, struct sring_accept_completed *done, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    sring_accept_take(ring, batch, 0, EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_result_done_sring_accept_building(const struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    (void)sring_accept_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_result_done_sring_accept_submitted(const struct sring_accept_completed *done, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    (void)sring_accept_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_result_done_sring_accept_direct_completed(const struct sring_accept_completed *done, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    (void)sring_accept_result(EITHER(wrong, done));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_peer_done_sring_accept_building(const struct sring_accept_completed *done, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    sring_accept_peer(EITHER(wrong, done), anything_2, anything_3);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_peer_done_sring_accept_submitted(const struct sring_accept_completed *done, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    sring_accept_peer(EITHER(wrong, done), anything_2, anything_3);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_peer_done_sring_accept_direct_completed(const struct sring_accept_completed *done, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    sring_accept_peer(EITHER(wrong, done), anything_2, anything_3);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_finish_done_sring_accept_building(struct sring_accept_completed *done, struct sring_fd *produced, struct sring_accept_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_building *" */
    if (sring_accept_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_finish_done_sring_accept_submitted(struct sring_accept_completed *done, struct sring_fd *produced, struct sring_accept_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_submitted *" */
    if (sring_accept_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_finish_done_sring_accept_direct_completed(struct sring_accept_completed *done, struct sring_fd *produced, struct sring_accept_direct_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_completed *" "struct sring_accept_direct_completed *" */
    if (sring_accept_finish(EITHER(wrong, done), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_finish_produced_sring_direct_fd(struct sring_accept_completed *done, struct sring_fd *produced, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_finish(done, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_finish_produced_int(struct sring_accept_completed *done, struct sring_fd *produced, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_finish(done, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_await_fd_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_fd *produced, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_await(ring, EITHER(wrong, fd), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_await_fd_int(struct sring *ring, const struct sring_fd *fd, struct sring_fd *produced, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_await(ring, EITHER(wrong, fd), produced)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_await_produced_sring_direct_fd(struct sring *ring, const struct sring_fd *fd, struct sring_fd *produced, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_await(ring, fd, EITHER(wrong, produced))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_await_produced_int(struct sring *ring, const struct sring_fd *fd, struct sring_fd *produced, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_await(ring, fd, EITHER(wrong, produced))) {
        give_up();
    }
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_init(struct sring *ring, struct sring_accept_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_init(ring, op, fd);
#else
    if (sring_accept_init(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_init_direct(struct sring *ring, struct sring_accept_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_init_direct(ring, op, fd);
#else
    if (sring_accept_init_direct(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_set_timeout(struct sring *ring, struct sring_accept_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_set_timeout(ring, op, 0);
#else
    if (sring_accept_set_timeout(ring, op, 0)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_finish(struct sring_accept_completed *done, struct sring_fd *produced)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_finish(done, produced);
#else
    if (sring_accept_finish(done, produced)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_await(struct sring *ring, const struct sring_fd *fd, struct sring_fd *produced)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_await(ring, fd, produced);
#else
    if (sring_accept_await(ring, fd, produced)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_accept_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_flags' requires holding {accept in state Building} 'op'" */
    sring_accept_set_flags(&op, 0);
#endif
}

void consumed_accept_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_timeout' requires holding {accept in state Building} 'op'" */
    if (sring_accept_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_accept_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_abandon(ring, &op);
#endif
}

void consumed_accept_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_accept_submitted inflight;
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#endif
}

void consumed_accept_building_abandon_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_accept_building_abandon_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_abandon_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_submit_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_flags' requires holding {accept in state Building} 'op'" */
    sring_accept_set_flags(&op, 0);
#endif
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_timeout' requires holding {accept in state Building} 'op'" */
    if (sring_accept_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_abandon(ring, &op);
#endif
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_accept_submitted inflight2;
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_submit(ring, &op, &inflight2);
    sring_accept_detach(ring, &inflight2);
#endif
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_submit_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_start(ring, &op, anything_0, anything_1);
#endif
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_submit_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_submit_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_accept_detach(ring, &inflight);
}

void consumed_accept_building_start_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_flags' requires holding {accept in state Building} 'op'" */
    sring_accept_set_flags(&op, 0);
#endif
}

void consumed_accept_building_start_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_timeout' requires holding {accept in state Building} 'op'" */
    if (sring_accept_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
}

void consumed_accept_building_start_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_abandon(ring, &op);
#endif
}

void consumed_accept_building_start_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
    struct sring_accept_submitted inflight;
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#endif
}

void consumed_accept_building_start_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_start(ring, &op, anything_0, anything_1);
#endif
}

void consumed_accept_building_start_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_start_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_accept_start(ring, &op, anything_0, anything_1);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_flags' requires holding {accept in state Building} 'op'" */
    sring_accept_set_flags(&op, 0);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "calling function 'sring_accept_set_timeout' requires holding {accept in state Building} 'op'" */
    if (sring_accept_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_abandon(ring, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
    struct sring_accept_submitted inflight;
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_start(ring, &op, anything_0, anything_1);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void consumed_accept_building_add_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_building_add_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_building batch2;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_batch_submitted batch_inflight2;
    struct sring_batch_completed batch_done2;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    if (sring_batch_init(ring, &batch2, 4)) {
        give_up();
    }
    sring_accept_add(ring, &batch, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_building_gone_ */
    /* error: L3 "releasing {accept in state Building} 'op' that was not held" */
    sring_accept_add(ring, &batch2, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    sring_batch_submit(ring, &batch2, &batch_inflight2);
    sring_batch_wait(ring, &batch_inflight2, &batch_done2);
    sring_batch_finish(ring, &batch_done2);
}

void consumed_accept_submitted_wait_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_wait_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "calling function 'sring_accept_ready' requires holding {accept in state Submitted} 'inflight'" */
    (void)sring_accept_ready(ring, &inflight);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void consumed_accept_submitted_wait_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_wait_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced2;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_accept_completed done2;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_wait(ring, &inflight, &done2);
    if (!sring_accept_finish(&done2, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    if (!sring_accept_finish(&done, &produced2)) {
        sring_fd_close(ring, &produced2);
    }
}

void consumed_accept_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_wait_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced2;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_accept_completed done2;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_cancel(ring, &inflight, &done2);
    if (!sring_accept_finish(&done2, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    if (!sring_accept_finish(&done, &produced2)) {
        sring_fd_close(ring, &produced2);
    }
}

void consumed_accept_submitted_wait_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_wait_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_detach(ring, &inflight);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void consumed_accept_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_cancel_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "calling function 'sring_accept_ready' requires holding {accept in state Submitted} 'inflight'" */
    (void)sring_accept_ready(ring, &inflight);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void consumed_accept_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_cancel_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced2;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_accept_completed done2;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_wait(ring, &inflight, &done2);
    if (!sring_accept_finish(&done2, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    if (!sring_accept_finish(&done, &produced2)) {
        sring_fd_close(ring, &produced2);
    }
}

void consumed_accept_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_cancel_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced2;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_accept_completed done2;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_cancel(ring, &inflight, &done2);
    if (!sring_accept_finish(&done2, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    if (!sring_accept_finish(&done, &produced2)) {
        sring_fd_close(ring, &produced2);
    }
}

void consumed_accept_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_cancel_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_detach(ring, &inflight);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void consumed_accept_submitted_detach_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_detach_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "calling function 'sring_accept_ready' requires holding {accept in state Submitted} 'inflight'" */
    (void)sring_accept_ready(ring, &inflight);
#endif
}

void consumed_accept_submitted_detach_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_detach_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_accept_completed done;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_wait(ring, &inflight, &done);
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
}

void consumed_accept_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_detach_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_accept_completed done;
    struct sring_fd produced;
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_cancel(ring, &inflight, &done);
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
}

void consumed_accept_submitted_detach_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_submitted_detach_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_submitted_gone_ */
    /* error: L3 "releasing {accept in state Submitted} 'inflight' that was not held" */
    sring_accept_detach(ring, &inflight);
#endif
}

void consumed_accept_completed_finish_result(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_completed_finish_result(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (sring_accept_finish(&done, &produced)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_completed_gone_ */
    /* error: L3 "calling function 'sring_accept_result' requires holding {accept in state Completed} 'done'" */
    (void)sring_accept_result(&done);
#endif
    sring_fd_close(ring, &produced);
}

void consumed_accept_completed_finish_peer(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_completed_finish_peer(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (sring_accept_finish(&done, &produced)) {
        give_up();
    }
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_completed_gone_ */
    /* error: L3 "calling function 'sring_accept_peer' requires holding {accept in state Completed} 'done'" */
    sring_accept_peer(&done, anything_2, anything_3);
#endif
    sring_fd_close(ring, &produced);
}

void consumed_accept_completed_finish_finish(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_completed_finish_finish(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (sring_accept_finish(&done, &produced)) {
        give_up();
    }
#ifndef SRING_TWIN
    struct sring_fd produced2;
/* error: L2 sring_error_accept_completed_gone_ */
    /* error: L3 "releasing {accept in state Completed} 'done' that was not held" */
    if (sring_accept_finish(&done, &produced2)) {
        give_up();
    }
    sring_fd_close(ring, &produced2);
#endif
    sring_fd_close(ring, &produced);
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_accept_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_building op = SRING_NONE;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_accept_abandon(ring, &op);
#endif
    /* error: L3 "{accept in state Building} 'op' is still held at the end of function" */
}

void forgotten_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_building op = SRING_NONE;

    if (sring_accept_init_direct(ring, &op, direct)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_accept_abandon(ring, &op);
#endif
    /* error: L3 "{accept in state Building} 'op' is still held at the end of function" */
}

void forgotten_accept_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_submitted inflight = SRING_NONE;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_accept_detach(ring, &inflight);
#endif
    /* error: L3 "{accept in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_accept_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_completed done = SRING_NONE;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_fd produced;
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is still held at the end of function" */
}

void forgotten_accept_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_completed done = SRING_NONE;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
    struct sring_fd produced;
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is still held at the end of function" */
}

void forgotten_accept_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_accept_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_completed done = SRING_NONE;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_accept_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
    struct sring_fd produced;
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is still held at the end of function" */
}

void forgotten_accept_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd produced = SRING_NONE;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (sring_accept_finish(&done, &produced)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_fd_close(ring, &produced);
#endif
    /* error: L3 "{file} 'produced' is still held at the end of function" */
}

void forgotten_accept_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_await_produced(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd produced = SRING_NONE;

    if (sring_accept_await(ring, file, &produced)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_fd_close(ring, &produced);
#endif
    /* error: L3 "{file} 'produced' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_accept_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    if (perhaps()) {
        sring_accept_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_abandon(ring, &op);
    }
#endif
    /* error: L3 "{accept in state Building} 'op' is not held on every path through here" */
}

void path_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_accept_building op;

    if (sring_accept_init_direct(ring, &op, direct)) {
        give_up();
    }
    if (perhaps()) {
        sring_accept_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_abandon(ring, &op);
    }
#endif
    /* error: L3 "{accept in state Building} 'op' is not held on every path through here" */
}

void path_accept_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_accept_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{accept in state Submitted} 'inflight' is not held on every path through here" */
}

void path_accept_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_fd produced;
    struct sring_accept_completed done;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (perhaps()) {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is not held on every path through here" */
}

void path_accept_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_fd produced;
    struct sring_accept_completed done;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
    if (perhaps()) {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is not held on every path through here" */
}

void path_accept_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_accept_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_fd produced;
    struct sring_accept_completed done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_accept_take(ring, &batch_done, 0, &done);
    sring_batch_finish(ring, &batch_done);
    if (perhaps()) {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#ifdef SRING_TWIN
    else {
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is not held on every path through here" */
}

void path_accept_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    if (sring_accept_finish(&done, &produced)) {
        give_up();
    }
    if (perhaps()) {
        sring_fd_close(ring, &produced);
    }
#ifdef SRING_TWIN
    else {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{file} 'produced' is not held on every path through here" */
}

void path_accept_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_await_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fd produced;

    if (sring_accept_await(ring, file, &produced)) {
        give_up();
    }
    if (perhaps()) {
        sring_fd_close(ring, &produced);
    }
#ifdef SRING_TWIN
    else {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{file} 'produced' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_accept_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {accept in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_building op = SRING_NONE;

        if (sring_accept_init(ring, &op, file)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_accept_abandon(ring, &op);
#endif
    }
}

void loop_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_accept_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {accept in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_building op = SRING_NONE;

        if (sring_accept_init_direct(ring, &op, direct)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_accept_abandon(ring, &op);
#endif
    }
}

void loop_accept_submit_inflight(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_submit_inflight(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    /* error: L3 "expecting {accept in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_submitted inflight = SRING_NONE;

        if (sring_accept_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_accept_detach(ring, &inflight);
#endif
    }
}

void loop_accept_wait_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_wait_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    /* error: L3 "expecting {accept in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_completed done = SRING_NONE;

        if (sring_accept_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_submit(ring, &op, &inflight);
        sring_accept_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_fd produced;
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
#endif
    }
}

void loop_accept_cancel_done(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_cancel_done(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    /* error: L3 "expecting {accept in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_completed done = SRING_NONE;

        if (sring_accept_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_submit(ring, &op, &inflight);
        sring_accept_cancel(ring, &inflight, &done);
#ifdef SRING_TWIN
        struct sring_fd produced;
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
#endif
    }
}

void loop_accept_take_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_accept_take_done(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    /* error: L3 "expecting {accept in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_completed done = SRING_NONE;

        if (sring_batch_init(ring, &batch, 4)) {
            give_up();
        }
        sring_batch_submit(ring, &batch, &batch_inflight);
        sring_batch_wait(ring, &batch_inflight, &batch_done);
        sring_accept_take(ring, &batch_done, 0, &done);
        sring_batch_finish(ring, &batch_done);
#ifdef SRING_TWIN
        struct sring_fd produced;
        if (!sring_accept_finish(&done, &produced)) {
            sring_fd_close(ring, &produced);
        }
#endif
    }
}

void loop_accept_finish_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_finish_produced(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;

    /* error: L3 "expecting {file} 'produced' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fd produced = SRING_NONE;

        if (sring_accept_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_submit(ring, &op, &inflight);
        sring_accept_wait(ring, &inflight, &done);
        if (sring_accept_finish(&done, &produced)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_fd_close(ring, &produced);
#endif
    }
}

void loop_accept_await_produced(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_await_produced(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {file} 'produced' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fd produced = SRING_NONE;

        if (sring_accept_await(ring, file, &produced)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_fd_close(ring, &produced);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
SRING_ACCEPT_CALLBACK(callback_start);
static void callback_start(struct sring *ring, struct sring_accept_completed *done, void *arg)
{
#ifdef SRING_TWIN
    struct sring_fd produced;
    (void)arg;
    if (!sring_accept_finish(done, &produced)) {
        sring_fd_close(ring, &produced);
    }
#endif
    /* error: L3 "{accept in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_accept_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_init' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_init(&foreign_ring, &op, file)) {
        give_up();
    }
#else
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#endif
    sring_accept_abandon(ring, &op);
}

void foreign_accept_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_accept_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_accept_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_init_direct(&foreign_ring, &op, direct)) {
        give_up();
    }
#else
    if (sring_accept_init_direct(ring, &op, direct)) {
        give_up();
    }
#endif
    sring_accept_abandon(ring, &op);
}

void foreign_accept_set_timeout(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_set_timeout(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_set_timeout' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_set_timeout(&foreign_ring, &op, 0)) {
        give_up();
    }
#else
    if (sring_accept_set_timeout(ring, &op, 0)) {
        give_up();
    }
#endif
    sring_accept_abandon(ring, &op);
}

void foreign_accept_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_abandon' requires holding {ring} 'foreign_ring'" */
    sring_accept_abandon(&foreign_ring, &op);
#else
    sring_accept_abandon(ring, &op);
#endif
}

void foreign_accept_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_submit' requires holding {ring} 'foreign_ring'" */
    sring_accept_submit(&foreign_ring, &op, &inflight);
#else
    sring_accept_submit(ring, &op, &inflight);
#endif
    sring_accept_detach(ring, &inflight);
}

void foreign_accept_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_start' requires holding {ring} 'foreign_ring'" */
    sring_accept_start(&foreign_ring, &op, anything_0, anything_1);
#else
    sring_accept_start(ring, &op, anything_0, anything_1);
#endif
}

void foreign_accept_add(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_add(struct sring *ring, const struct sring_fd *file)
{
    struct sring_batch_building batch;
    struct sring_accept_building op;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_add' requires holding {ring} 'foreign_ring'" */
    sring_accept_add(&foreign_ring, &batch, &op);
#else
    sring_accept_add(ring, &batch, &op);
#endif
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
}

void foreign_accept_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_accept_ready(&foreign_ring, &inflight);
#else
    (void)sring_accept_ready(ring, &inflight);
#endif
    sring_accept_detach(ring, &inflight);
}

void foreign_accept_wait(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_wait(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_wait' requires holding {ring} 'foreign_ring'" */
    sring_accept_wait(&foreign_ring, &inflight, &done);
#else
    sring_accept_wait(ring, &inflight, &done);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void foreign_accept_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_cancel' requires holding {ring} 'foreign_ring'" */
    sring_accept_cancel(&foreign_ring, &inflight, &done);
#else
    sring_accept_cancel(ring, &inflight, &done);
#endif
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void foreign_accept_detach(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_detach(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_detach' requires holding {ring} 'foreign_ring'" */
    sring_accept_detach(&foreign_ring, &inflight);
#else
    sring_accept_detach(ring, &inflight);
#endif
}

void foreign_accept_take(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_accept_take(struct sring *ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_batch_init(ring, &batch, 4)) {
        give_up();
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_take' requires holding {ring} 'foreign_ring'" */
    sring_accept_take(&foreign_ring, &batch_done, 0, &done);
#else
    sring_accept_take(ring, &batch_done, 0, &done);
#endif
    sring_batch_finish(ring, &batch_done);
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void foreign_accept_await(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_await(struct sring *ring, const struct sring_fd *file)
{
    struct sring_fd produced;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_await' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_await(&foreign_ring, file, &produced)) {
        give_up();
    }
#else
    if (sring_accept_await(ring, file, &produced)) {
        give_up();
    }
#endif
    sring_fd_close(ring, &produced);
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_abandon(ring, &op);
}

void legal_cancel(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_cancel(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd produced;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_cancel(ring, &inflight, &done);
    if (!sring_accept_finish(&done, &produced)) {
        sring_fd_close(ring, &produced);
    }
}

void legal_start(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_start(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_building op;

    if (sring_accept_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_start(ring, &op, callback_start, anything_1);
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
