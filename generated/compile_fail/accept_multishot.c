/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/accept_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What accept_multishot does not allow; for the runner in compile_fail/.
 */
// rule: accept_multishot is used as its signatures say.
// expect[types] gcc-O2 clang: L1
// expect[unchecked] gcc-O2 clang: L1
// expect[consumed] gcc clang: L2
// expect[consumed] clang-tsa: L3
// expect[forgotten] gcc clang: L2
// expect[forgotten] clang-tsa: L3
// expect[forgotten_on_path] clang-tsa: L3
// expect[forgotten_in_loop] gcc clang: L2
// expect[forgotten_in_loop] clang-tsa: L3
// expect[foreign_ring] clang-tsa: L3
#include <sring/ops/accept_multishot.h>
#include <sring/ops/poll_multishot.h>

#include "matrix.h"


#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_op_sring_accept_multishot_streaming(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_fd *fd, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_accept_multishot_streaming *" */
    if (sring_accept_multishot_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_op_sring_poll_multishot_building(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_fd *fd, struct sring_poll_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_poll_multishot_building *" */
    if (sring_accept_multishot_init(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_fd_sring_direct_fd(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_fd *fd, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_multishot_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_fd_int(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_multishot_init(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_direct_op_sring_accept_multishot_streaming(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_direct_fd *fd, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_accept_multishot_streaming *" */
    if (sring_accept_multishot_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_direct_op_sring_poll_multishot_building(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_direct_fd *fd, struct sring_poll_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_poll_multishot_building *" */
    if (sring_accept_multishot_init_direct(ring, EITHER(wrong, op), fd)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_direct_fd_sring_fd(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_direct_fd *fd, struct sring_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    if (sring_accept_multishot_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_init_direct_fd_int(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_direct_fd *fd, int wrong)
{
    /* error: L1 int-conversion "struct sring_direct_fd *" "int" */
    if (sring_accept_multishot_init_direct(ring, op, EITHER(wrong, fd))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_set_flags_op_sring_accept_multishot_streaming(struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_accept_multishot_streaming *" */
    sring_accept_multishot_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_set_flags_op_sring_poll_multishot_building(struct sring_accept_multishot_building *op, struct sring_poll_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_poll_multishot_building *" */
    sring_accept_multishot_set_flags(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_abandon_op_sring_accept_multishot_streaming(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_accept_multishot_streaming *" */
    sring_accept_multishot_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_abandon_op_sring_poll_multishot_building(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_poll_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_poll_multishot_building *" */
    sring_accept_multishot_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_submit_op_sring_accept_multishot_streaming(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *stream, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_accept_multishot_streaming *" */
    sring_accept_multishot_submit(ring, EITHER(wrong, op), stream);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_submit_op_sring_poll_multishot_building(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *stream, struct sring_poll_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_building *" "struct sring_poll_multishot_building *" */
    sring_accept_multishot_submit(ring, EITHER(wrong, op), stream);
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_submit_stream_sring_accept_multishot_building(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *stream, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_accept_multishot_building *" */
    sring_accept_multishot_submit(ring, op, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_submit_stream_sring_poll_multishot_streaming(struct sring *ring, struct sring_accept_multishot_building *op, struct sring_accept_multishot_streaming *stream, struct sring_poll_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_poll_multishot_streaming *" */
    sring_accept_multishot_submit(ring, op, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_ready_stream_sring_accept_multishot_building(struct sring *ring, const struct sring_accept_multishot_streaming *stream, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_accept_multishot_building *" */
    (void)sring_accept_multishot_ready(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_ready_stream_sring_poll_multishot_streaming(struct sring *ring, const struct sring_accept_multishot_streaming *stream, struct sring_poll_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_poll_multishot_streaming *" */
    (void)sring_accept_multishot_ready(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_next_stream_sring_accept_multishot_building(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_fd *item, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_accept_multishot_building *" */
    if (sring_accept_multishot_next(ring, EITHER(wrong, stream), item)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_next_stream_sring_poll_multishot_streaming(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_fd *item, struct sring_poll_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_poll_multishot_streaming *" */
    if (sring_accept_multishot_next(ring, EITHER(wrong, stream), item)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_next_item_sring_direct_fd(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_fd *item, struct sring_direct_fd *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_fd *" "struct sring_direct_fd *" */
    if (sring_accept_multishot_next(ring, stream, EITHER(wrong, item))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_next_item_int(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_fd *item, int wrong)
{
    /* error: L1 int-conversion "struct sring_fd *" "int" */
    if (sring_accept_multishot_next(ring, stream, EITHER(wrong, item))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_end_stream_sring_accept_multishot_building(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_accept_multishot_building *" */
    sring_accept_multishot_end(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_accept_multishot_end_stream_sring_poll_multishot_streaming(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_poll_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_accept_multishot_streaming *" "struct sring_poll_multishot_streaming *" */
    sring_accept_multishot_end(ring, EITHER(wrong, stream));
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_multishot_init(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_multishot_init(ring, op, fd);
#else
    if (sring_accept_multishot_init(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_multishot_init_direct(struct sring *ring, struct sring_accept_multishot_building *op, const struct sring_direct_fd *fd)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_multishot_init_direct(ring, op, fd);
#else
    if (sring_accept_multishot_init_direct(ring, op, fd)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_accept_multishot_next(struct sring *ring, struct sring_accept_multishot_streaming *stream, struct sring_fd *item)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_accept_multishot_next(ring, stream, item);
#else
    if (sring_accept_multishot_next(ring, stream, item)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_accept_multishot_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_abandon_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "calling function 'sring_accept_multishot_set_flags' requires holding {accept_multishot in state Building} 'op'" */
    sring_accept_multishot_set_flags(&op, 0);
#endif
}

void consumed_accept_multishot_building_abandon_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_abandon_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "releasing {accept_multishot in state Building} 'op' that was not held" */
    sring_accept_multishot_abandon(ring, &op);
#endif
}

void consumed_accept_multishot_building_abandon_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_abandon_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_accept_multishot_streaming stream;
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "releasing {accept_multishot in state Building} 'op' that was not held" */
    sring_accept_multishot_submit(ring, &op, &stream);
    sring_accept_multishot_end(ring, &stream);
#endif
}

void consumed_accept_multishot_building_submit_set_flags(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_submit_set_flags(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "calling function 'sring_accept_multishot_set_flags' requires holding {accept_multishot in state Building} 'op'" */
    sring_accept_multishot_set_flags(&op, 0);
#endif
    sring_accept_multishot_end(ring, &stream);
}

void consumed_accept_multishot_building_submit_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_submit_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "releasing {accept_multishot in state Building} 'op' that was not held" */
    sring_accept_multishot_abandon(ring, &op);
#endif
    sring_accept_multishot_end(ring, &stream);
}

void consumed_accept_multishot_building_submit_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_building_submit_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    struct sring_accept_multishot_streaming stream2;
/* error: L2 sring_error_accept_multishot_building_gone_ */
    /* error: L3 "releasing {accept_multishot in state Building} 'op' that was not held" */
    sring_accept_multishot_submit(ring, &op, &stream2);
    sring_accept_multishot_end(ring, &stream2);
#endif
    sring_accept_multishot_end(ring, &stream);
}

void consumed_accept_multishot_streaming_end_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_streaming_end_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    sring_accept_multishot_end(ring, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_streaming_gone_ */
    /* error: L3 "calling function 'sring_accept_multishot_ready' requires holding {accept_multishot in state Streaming} 'stream'" */
    (void)sring_accept_multishot_ready(ring, &stream);
#endif
}

void consumed_accept_multishot_streaming_end_next(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_streaming_end_next(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    sring_accept_multishot_end(ring, &stream);
#ifndef SRING_TWIN
    struct sring_fd item;
/* error: L2 sring_error_accept_multishot_streaming_gone_ */
    /* error: L3 "calling function 'sring_accept_multishot_next' requires holding {accept_multishot in state Streaming} 'stream'" */
    if (sring_accept_multishot_next(ring, &stream, &item)) {
        give_up();
    }
    sring_fd_close(ring, &item);
#endif
}

void consumed_accept_multishot_streaming_end_end(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void consumed_accept_multishot_streaming_end_end(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    sring_accept_multishot_end(ring, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_accept_multishot_streaming_gone_ */
    /* error: L3 "releasing {accept_multishot in state Streaming} 'stream' that was not held" */
    sring_accept_multishot_end(ring, &stream);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_multishot_building op = SRING_NONE;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_accept_multishot_abandon(ring, &op);
#endif
    /* error: L3 "{accept_multishot in state Building} 'op' is still held at the end of function" */
}

void forgotten_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void forgotten_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_multishot_building op = SRING_NONE;

    if (sring_accept_multishot_init_direct(ring, &op, direct)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_accept_multishot_abandon(ring, &op);
#endif
    /* error: L3 "{accept_multishot in state Building} 'op' is still held at the end of function" */
}

void forgotten_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_accept_multishot_streaming stream = SRING_NONE;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifdef SRING_TWIN
    sring_accept_multishot_end(ring, &stream);
#endif
    /* error: L3 "{accept_multishot in state Streaming} 'stream' is still held at the end of function" */
}

void forgotten_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void forgotten_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd item = SRING_NONE;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    if (sring_accept_multishot_next(ring, &stream, &item)) {
        give_up();
    }
    sring_accept_multishot_end(ring, &stream);
#ifdef SRING_TWIN
    sring_fd_close(ring, &item);
#endif
    /* error: L3 "{file} 'item' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    if (perhaps()) {
        sring_accept_multishot_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_multishot_abandon(ring, &op);
    }
#endif
    /* error: L3 "{accept_multishot in state Building} 'op' is not held on every path through here" */
}

void path_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void path_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init_direct(ring, &op, direct)) {
        give_up();
    }
    if (perhaps()) {
        sring_accept_multishot_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_multishot_abandon(ring, &op);
    }
#endif
    /* error: L3 "{accept_multishot in state Building} 'op' is not held on every path through here" */
}

void path_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    if (perhaps()) {
        sring_accept_multishot_end(ring, &stream);
    }
#ifdef SRING_TWIN
    else {
        sring_accept_multishot_end(ring, &stream);
    }
#endif
    /* error: L3 "{accept_multishot in state Streaming} 'stream' is not held on every path through here" */
}

void path_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void path_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd item;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    if (sring_accept_multishot_next(ring, &stream, &item)) {
        give_up();
    }
    sring_accept_multishot_end(ring, &stream);
    if (perhaps()) {
        sring_fd_close(ring, &item);
    }
#ifdef SRING_TWIN
    else {
        sring_fd_close(ring, &item);
    }
#endif
    /* error: L3 "{file} 'item' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_multishot_init_op(struct sring *ring, const struct sring_fd *file)
{

    /* error: L3 "expecting {accept_multishot in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_multishot_building op = SRING_NONE;

        if (sring_accept_multishot_init(ring, &op, file)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_accept_multishot_abandon(ring, &op);
#endif
    }
}

void loop_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void loop_accept_multishot_init_direct_op(struct sring *ring, const struct sring_direct_fd *direct)
{

    /* error: L3 "expecting {accept_multishot in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_multishot_building op = SRING_NONE;

        if (sring_accept_multishot_init_direct(ring, &op, direct)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_accept_multishot_abandon(ring, &op);
#endif
    }
}

void loop_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_multishot_submit_stream(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    /* error: L3 "expecting {accept_multishot in state Streaming} 'stream' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_accept_multishot_streaming stream = SRING_NONE;

        if (sring_accept_multishot_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_multishot_submit(ring, &op, &stream);
#ifdef SRING_TWIN
        sring_accept_multishot_end(ring, &stream);
#endif
    }
}

void loop_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void loop_accept_multishot_next_item(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    /* error: L3 "expecting {file} 'item' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_fd item = SRING_NONE;

        if (sring_accept_multishot_init(ring, &op, file)) {
            give_up();
        }
        sring_accept_multishot_submit(ring, &op, &stream);
        if (sring_accept_multishot_next(ring, &stream, &item)) {
            give_up();
        }
        sring_accept_multishot_end(ring, &stream);
#ifdef SRING_TWIN
        sring_fd_close(ring, &item);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_accept_multishot_init(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_init(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_init' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_multishot_init(&foreign_ring, &op, file)) {
        give_up();
    }
#else
    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
#endif
    sring_accept_multishot_abandon(ring, &op);
}

void foreign_accept_multishot_init_direct(struct sring *ring, const struct sring_direct_fd *direct) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*direct);
void foreign_accept_multishot_init_direct(struct sring *ring, const struct sring_direct_fd *direct)
{
    struct sring_accept_multishot_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_init_direct' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_multishot_init_direct(&foreign_ring, &op, direct)) {
        give_up();
    }
#else
    if (sring_accept_multishot_init_direct(ring, &op, direct)) {
        give_up();
    }
#endif
    sring_accept_multishot_abandon(ring, &op);
}

void foreign_accept_multishot_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_abandon' requires holding {ring} 'foreign_ring'" */
    sring_accept_multishot_abandon(&foreign_ring, &op);
#else
    sring_accept_multishot_abandon(ring, &op);
#endif
}

void foreign_accept_multishot_submit(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_submit(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_submit' requires holding {ring} 'foreign_ring'" */
    sring_accept_multishot_submit(&foreign_ring, &op, &stream);
#else
    sring_accept_multishot_submit(ring, &op, &stream);
#endif
    sring_accept_multishot_end(ring, &stream);
}

void foreign_accept_multishot_ready(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_ready(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_accept_multishot_ready(&foreign_ring, &stream);
#else
    (void)sring_accept_multishot_ready(ring, &stream);
#endif
    sring_accept_multishot_end(ring, &stream);
}

void foreign_accept_multishot_next(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_next(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd item;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_next' requires holding {ring} 'foreign_ring'" */
    if (sring_accept_multishot_next(&foreign_ring, &stream, &item)) {
        give_up();
    }
#else
    if (sring_accept_multishot_next(ring, &stream, &item)) {
        give_up();
    }
#endif
    sring_accept_multishot_end(ring, &stream);
    sring_fd_close(ring, &item);
}

void foreign_accept_multishot_end(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void foreign_accept_multishot_end(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_accept_multishot_end' requires holding {ring} 'foreign_ring'" */
    sring_accept_multishot_end(&foreign_ring, &stream);
#else
    sring_accept_multishot_end(ring, &stream);
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_abandon(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_abandon(ring, &op);
}

void legal_end(struct sring *ring, const struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
void legal_end(struct sring *ring, const struct sring_fd *file)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;

    if (sring_accept_multishot_init(ring, &op, file)) {
        give_up();
    }
    sring_accept_multishot_submit(ring, &op, &stream);
    sring_accept_multishot_end(ring, &stream);
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
    legal_end(&ring, &file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
