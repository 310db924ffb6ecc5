/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/timeout_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * What timeout_multishot does not allow; for the runner in compile_fail/.
 */
// rule: timeout_multishot is used as its signatures say.
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
#include <sring/ops/timeout_multishot.h>
#include <sring/ops/accept_multishot.h>

#include "matrix.h"


#ifdef SRING_BATCH_TYPES
SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_init_op_sring_timeout_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_timeout_multishot_streaming *" */
    if (sring_timeout_multishot_init(ring, EITHER(wrong, op), 100000)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_init_op_sring_accept_multishot_building(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_accept_multishot_building *" */
    if (sring_timeout_multishot_init(ring, EITHER(wrong, op), 100000)) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_set_times_op_sring_timeout_multishot_streaming(struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_timeout_multishot_streaming *" */
    sring_timeout_multishot_set_times(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_set_times_op_sring_accept_multishot_building(struct sring_timeout_multishot_building *op, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_accept_multishot_building *" */
    sring_timeout_multishot_set_times(EITHER(wrong, op), 0);
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_abandon_op_sring_timeout_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_timeout_multishot_streaming *" */
    sring_timeout_multishot_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_abandon_op_sring_accept_multishot_building(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_accept_multishot_building *" */
    sring_timeout_multishot_abandon(ring, EITHER(wrong, op));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_submit_op_sring_timeout_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *stream, struct sring_timeout_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_timeout_multishot_streaming *" */
    sring_timeout_multishot_submit(ring, EITHER(wrong, op), stream);
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_submit_op_sring_accept_multishot_building(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *stream, struct sring_accept_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_building *" "struct sring_accept_multishot_building *" */
    sring_timeout_multishot_submit(ring, EITHER(wrong, op), stream);
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_submit_stream_sring_timeout_multishot_building(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *stream, struct sring_timeout_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_timeout_multishot_building *" */
    sring_timeout_multishot_submit(ring, op, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_submit_stream_sring_accept_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_building *op, struct sring_timeout_multishot_streaming *stream, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_accept_multishot_streaming *" */
    sring_timeout_multishot_submit(ring, op, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_ready_stream_sring_timeout_multishot_building(struct sring *ring, const struct sring_timeout_multishot_streaming *stream, struct sring_timeout_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_timeout_multishot_building *" */
    (void)sring_timeout_multishot_ready(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_ready_stream_sring_accept_multishot_streaming(struct sring *ring, const struct sring_timeout_multishot_streaming *stream, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_accept_multishot_streaming *" */
    (void)sring_timeout_multishot_ready(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_next_stream_sring_timeout_multishot_building(struct sring *ring, struct sring_timeout_multishot_streaming *stream, struct sring_timeout_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_timeout_multishot_building *" */
    if (sring_timeout_multishot_next(ring, EITHER(wrong, stream))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_next_stream_sring_accept_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_streaming *stream, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_accept_multishot_streaming *" */
    if (sring_timeout_multishot_next(ring, EITHER(wrong, stream))) {
        give_up();
    }
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_end_stream_sring_timeout_multishot_building(struct sring *ring, struct sring_timeout_multishot_streaming *stream, struct sring_timeout_multishot_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_timeout_multishot_building *" */
    sring_timeout_multishot_end(ring, EITHER(wrong, stream));
}

SRING_UNCHECKED("it is about types")
void types_sring_timeout_multishot_end_stream_sring_accept_multishot_streaming(struct sring *ring, struct sring_timeout_multishot_streaming *stream, struct sring_accept_multishot_streaming *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_timeout_multishot_streaming *" "struct sring_accept_multishot_streaming *" */
    sring_timeout_multishot_end(ring, EITHER(wrong, stream));
}

#endif /* SRING_BATCH_TYPES */

#ifdef SRING_BATCH_UNCHECKED
SRING_UNCHECKED("it is about the result")
void unchecked_sring_timeout_multishot_init(struct sring *ring, struct sring_timeout_multishot_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_timeout_multishot_init(ring, op, 100000);
#else
    if (sring_timeout_multishot_init(ring, op, 100000)) {
        give_up();
    }
#endif
}

SRING_UNCHECKED("it is about the result")
void unchecked_sring_timeout_multishot_next(struct sring *ring, struct sring_timeout_multishot_streaming *stream)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_timeout_multishot_next(ring, stream);
#else
    if (sring_timeout_multishot_next(ring, stream)) {
        give_up();
    }
#endif
}

#endif /* SRING_BATCH_UNCHECKED */

#ifdef SRING_BATCH_CONSUMED
void consumed_timeout_multishot_building_abandon_set_times(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_abandon_set_times(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "calling function 'sring_timeout_multishot_set_times' requires holding {timeout_multishot in state Building} 'op'" */
    sring_timeout_multishot_set_times(&op, 0);
#endif
}

void consumed_timeout_multishot_building_abandon_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_abandon_abandon(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "releasing {timeout_multishot in state Building} 'op' that was not held" */
    sring_timeout_multishot_abandon(ring, &op);
#endif
}

void consumed_timeout_multishot_building_abandon_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_abandon_submit(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_abandon(ring, &op);
#ifndef SRING_TWIN
    struct sring_timeout_multishot_streaming stream;
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "releasing {timeout_multishot in state Building} 'op' that was not held" */
    sring_timeout_multishot_submit(ring, &op, &stream);
    sring_timeout_multishot_end(ring, &stream);
#endif
}

void consumed_timeout_multishot_building_submit_set_times(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_submit_set_times(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "calling function 'sring_timeout_multishot_set_times' requires holding {timeout_multishot in state Building} 'op'" */
    sring_timeout_multishot_set_times(&op, 0);
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void consumed_timeout_multishot_building_submit_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_submit_abandon(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "releasing {timeout_multishot in state Building} 'op' that was not held" */
    sring_timeout_multishot_abandon(ring, &op);
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void consumed_timeout_multishot_building_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_building_submit_submit(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    struct sring_timeout_multishot_streaming stream2;
/* error: L2 sring_error_timeout_multishot_building_gone_ */
    /* error: L3 "releasing {timeout_multishot in state Building} 'op' that was not held" */
    sring_timeout_multishot_submit(ring, &op, &stream2);
    sring_timeout_multishot_end(ring, &stream2);
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void consumed_timeout_multishot_streaming_end_ready(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_streaming_end_ready(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
    sring_timeout_multishot_end(ring, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_streaming_gone_ */
    /* error: L3 "calling function 'sring_timeout_multishot_ready' requires holding {timeout_multishot in state Streaming} 'stream'" */
    (void)sring_timeout_multishot_ready(ring, &stream);
#endif
}

void consumed_timeout_multishot_streaming_end_next(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_streaming_end_next(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
    sring_timeout_multishot_end(ring, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_streaming_gone_ */
    /* error: L3 "calling function 'sring_timeout_multishot_next' requires holding {timeout_multishot in state Streaming} 'stream'" */
    if (sring_timeout_multishot_next(ring, &stream)) {
        give_up();
    }
#endif
}

void consumed_timeout_multishot_streaming_end_end(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_timeout_multishot_streaming_end_end(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
    sring_timeout_multishot_end(ring, &stream);
#ifndef SRING_TWIN
/* error: L2 sring_error_timeout_multishot_streaming_gone_ */
    /* error: L3 "releasing {timeout_multishot in state Streaming} 'stream' that was not held" */
    sring_timeout_multishot_end(ring, &stream);
#endif
}

#endif /* SRING_BATCH_CONSUMED */

#ifdef SRING_BATCH_FORGOTTEN
void forgotten_timeout_multishot_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_timeout_multishot_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_timeout_multishot_building op = SRING_NONE;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
#ifdef SRING_TWIN
    sring_timeout_multishot_abandon(ring, &op);
#endif
    /* error: L3 "{timeout_multishot in state Building} 'op' is still held at the end of function" */
}

void forgotten_timeout_multishot_submit_stream(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_timeout_multishot_submit_stream(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_timeout_multishot_streaming stream = SRING_NONE;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifdef SRING_TWIN
    sring_timeout_multishot_end(ring, &stream);
#endif
    /* error: L3 "{timeout_multishot in state Streaming} 'stream' is still held at the end of function" */
}

#endif /* SRING_BATCH_FORGOTTEN */

#ifdef SRING_BATCH_FORGOTTEN_ON_PATH
void path_timeout_multishot_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_timeout_multishot_init_op(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    if (perhaps()) {
        sring_timeout_multishot_abandon(ring, &op);
    }
#ifdef SRING_TWIN
    else {
        sring_timeout_multishot_abandon(ring, &op);
    }
#endif
    /* error: L3 "{timeout_multishot in state Building} 'op' is not held on every path through here" */
}

void path_timeout_multishot_submit_stream(struct sring *ring) SRING_REQUIRES(*ring);
void path_timeout_multishot_submit_stream(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
    if (perhaps()) {
        sring_timeout_multishot_end(ring, &stream);
    }
#ifdef SRING_TWIN
    else {
        sring_timeout_multishot_end(ring, &stream);
    }
#endif
    /* error: L3 "{timeout_multishot in state Streaming} 'stream' is not held on every path through here" */
}

#endif /* SRING_BATCH_FORGOTTEN_ON_PATH */

#ifdef SRING_BATCH_FORGOTTEN_IN_LOOP
void loop_timeout_multishot_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_timeout_multishot_init_op(struct sring *ring)
{

    /* error: L3 "expecting {timeout_multishot in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_timeout_multishot_building op = SRING_NONE;

        if (sring_timeout_multishot_init(ring, &op, 100000)) {
            give_up();
        }
#ifdef SRING_TWIN
        sring_timeout_multishot_abandon(ring, &op);
#endif
    }
}

void loop_timeout_multishot_submit_stream(struct sring *ring) SRING_REQUIRES(*ring);
void loop_timeout_multishot_submit_stream(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    /* error: L3 "expecting {timeout_multishot in state Streaming} 'stream' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_timeout_multishot_streaming stream = SRING_NONE;

        if (sring_timeout_multishot_init(ring, &op, 100000)) {
            give_up();
        }
        sring_timeout_multishot_submit(ring, &op, &stream);
#ifdef SRING_TWIN
        sring_timeout_multishot_end(ring, &stream);
#endif
    }
}

#endif /* SRING_BATCH_FORGOTTEN_IN_LOOP */

#ifdef SRING_BATCH_CALLBACK
#endif /* SRING_BATCH_CALLBACK */

#ifdef SRING_BATCH_FOREIGN_RING
void foreign_timeout_multishot_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_init(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_init' requires holding {ring} 'foreign_ring'" */
    if (sring_timeout_multishot_init(&foreign_ring, &op, 100000)) {
        give_up();
    }
#else
    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
#endif
    sring_timeout_multishot_abandon(ring, &op);
}

void foreign_timeout_multishot_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_abandon(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_abandon' requires holding {ring} 'foreign_ring'" */
    sring_timeout_multishot_abandon(&foreign_ring, &op);
#else
    sring_timeout_multishot_abandon(ring, &op);
#endif
}

void foreign_timeout_multishot_submit(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_submit(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_submit' requires holding {ring} 'foreign_ring'" */
    sring_timeout_multishot_submit(&foreign_ring, &op, &stream);
#else
    sring_timeout_multishot_submit(ring, &op, &stream);
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void foreign_timeout_multishot_ready(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_ready(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_ready' requires holding {ring} 'foreign_ring'" */
    (void)sring_timeout_multishot_ready(&foreign_ring, &stream);
#else
    (void)sring_timeout_multishot_ready(ring, &stream);
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void foreign_timeout_multishot_next(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_next(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_next' requires holding {ring} 'foreign_ring'" */
    if (sring_timeout_multishot_next(&foreign_ring, &stream)) {
        give_up();
    }
#else
    if (sring_timeout_multishot_next(ring, &stream)) {
        give_up();
    }
#endif
    sring_timeout_multishot_end(ring, &stream);
}

void foreign_timeout_multishot_end(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_timeout_multishot_end(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_timeout_multishot_end' requires holding {ring} 'foreign_ring'" */
    sring_timeout_multishot_end(&foreign_ring, &stream);
#else
    sring_timeout_multishot_end(ring, &stream);
#endif
}

#endif /* SRING_BATCH_FOREIGN_RING */

#ifdef SRING_TWIN /* only then do the callbacks exist */
void legal_abandon(struct sring *ring) SRING_REQUIRES(*ring);
void legal_abandon(struct sring *ring)
{
    struct sring_timeout_multishot_building op;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_abandon(ring, &op);
}

void legal_end(struct sring *ring) SRING_REQUIRES(*ring);
void legal_end(struct sring *ring)
{
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    if (sring_timeout_multishot_init(ring, &op, 100000)) {
        give_up();
    }
    sring_timeout_multishot_submit(ring, &op, &stream);
    sring_timeout_multishot_end(ring, &stream);
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
    legal_end(&ring);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
