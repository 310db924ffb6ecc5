/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poke.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * Misuses of poke that the compiler must reject; for the runner in compile_fail/.
 */
// rule: poke is used as its signatures say.
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
#include <sring/ops/poke.h>
#include <sring/ops/poke.h>

#include "matrix.h"


#ifdef SRING_CASES_TYPES
SRING_UNCHECKED("a test of types")
void types_sring_poke_init_op_sring_poke_submitted(struct sring *ring, struct sring_poke_building *op, struct sring_poke_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_building *" "struct sring_poke_submitted *" */
    if (sring_poke_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_init_op_sring_poke_submitted */
SRING_UNCHECKED("a test of types")
void types_sring_poke_init_op_sring_poke_completed(struct sring *ring, struct sring_poke_building *op, struct sring_poke_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_building *" "struct sring_poke_completed *" */
    if (sring_poke_init(ring, EITHER(wrong, op))) {
        give_up();
    }
}
#endif

SRING_UNCHECKED("a test of types")
void types_sring_poke_submit_op_sring_poke_submitted(struct sring *ring, struct sring_poke_building *op, struct sring_poke_submitted *inflight, struct sring_poke_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_building *" "struct sring_poke_submitted *" */
    sring_poke_submit(ring, EITHER(wrong, op), inflight);
}

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_submit_op_sring_poke_submitted */
SRING_UNCHECKED("a test of types")
void types_sring_poke_submit_op_sring_poke_completed(struct sring *ring, struct sring_poke_building *op, struct sring_poke_submitted *inflight, struct sring_poke_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_building *" "struct sring_poke_completed *" */
    sring_poke_submit(ring, EITHER(wrong, op), inflight);
}
#endif

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_submit_op_sring_poke_submitted */
SRING_UNCHECKED("a test of types")
void types_sring_poke_submit_inflight_sring_poke_building(struct sring *ring, struct sring_poke_building *op, struct sring_poke_submitted *inflight, struct sring_poke_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_building *" */
    sring_poke_submit(ring, op, EITHER(wrong, inflight));
}
#endif

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_submit_op_sring_poke_submitted */
SRING_UNCHECKED("a test of types")
void types_sring_poke_submit_inflight_sring_poke_completed(struct sring *ring, struct sring_poke_building *op, struct sring_poke_submitted *inflight, struct sring_poke_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_completed *" */
    sring_poke_submit(ring, op, EITHER(wrong, inflight));
}
#endif

SRING_UNCHECKED("a test of types")
void types_sring_poke_wait_inflight_sring_poke_building(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_completed *done, struct sring_poke_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_building *" */
    sring_poke_wait(ring, EITHER(wrong, inflight), done);
}

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_wait_inflight_sring_poke_building */
SRING_UNCHECKED("a test of types")
void types_sring_poke_wait_inflight_sring_poke_completed(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_completed *done, struct sring_poke_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_completed *" */
    sring_poke_wait(ring, EITHER(wrong, inflight), done);
}
#endif

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_wait_inflight_sring_poke_building */
SRING_UNCHECKED("a test of types")
void types_sring_poke_wait_done_sring_poke_building(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_completed *done, struct sring_poke_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_completed *" "struct sring_poke_building *" */
    sring_poke_wait(ring, inflight, EITHER(wrong, done));
}
#endif

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_wait_inflight_sring_poke_building */
SRING_UNCHECKED("a test of types")
void types_sring_poke_wait_done_sring_poke_submitted(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_completed *done, struct sring_poke_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_completed *" "struct sring_poke_submitted *" */
    sring_poke_wait(ring, inflight, EITHER(wrong, done));
}
#endif

SRING_UNCHECKED("a test of types")
void types_sring_poke_finish_done_sring_poke_building(struct sring_poke_completed *done, struct sring_poke_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_completed *" "struct sring_poke_building *" */
    (void)sring_poke_finish(EITHER(wrong, done));
}

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_finish_done_sring_poke_building */
SRING_UNCHECKED("a test of types")
void types_sring_poke_finish_done_sring_poke_submitted(struct sring_poke_completed *done, struct sring_poke_submitted *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_completed *" "struct sring_poke_submitted *" */
    (void)sring_poke_finish(EITHER(wrong, done));
}
#endif

SRING_UNCHECKED("a test of types")
void types_sring_poke_detach_inflight_sring_poke_building(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_building *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_building *" */
    sring_poke_detach(ring, EITHER(wrong, inflight));
}

#ifndef SRING_TWIN /* shares the twin of types_sring_poke_detach_inflight_sring_poke_building */
SRING_UNCHECKED("a test of types")
void types_sring_poke_detach_inflight_sring_poke_completed(struct sring *ring, struct sring_poke_submitted *inflight, struct sring_poke_completed *wrong)
{
    /* error: L1 incompatible-pointer-types "struct sring_poke_submitted *" "struct sring_poke_completed *" */
    sring_poke_detach(ring, EITHER(wrong, inflight));
}
#endif

#endif /* SRING_CASES_TYPES */

#ifdef SRING_CASES_UNCHECKED
SRING_UNCHECKED("a test of the result")
void unchecked_sring_poke_init(struct sring *ring, struct sring_poke_building *op)
{
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_poke_init(ring, op);
#else
    if (sring_poke_init(ring, op)) {
        give_up();
    }
#endif
}

#endif /* SRING_CASES_UNCHECKED */

#ifdef SRING_CASES_CONSUMED
void consumed_poke_building_submit_submit(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_building_submit_submit(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    struct sring_poke_submitted inflight2;
/* error: L2 sring_error_poke_building_gone_ */
    /* error: L3 "releasing {poke in state Building} 'op' that was not held" */
    sring_poke_submit(ring, &op, &inflight2);
    sring_poke_detach(ring, &inflight2);
#endif
    sring_poke_detach(ring, &inflight);
}

void consumed_poke_submitted_wait_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_submitted_wait_wait(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    struct sring_poke_completed done;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
    struct sring_poke_completed done2;
/* error: L2 sring_error_poke_submitted_gone_ */
    /* error: L3 "releasing {poke in state Submitted} 'inflight' that was not held" */
    sring_poke_wait(ring, &inflight, &done2);
    (void)sring_poke_finish(&done2);
#endif
    (void)sring_poke_finish(&done);
}

#ifndef SRING_TWIN /* shares the twin of consumed_poke_submitted_wait_wait */
void consumed_poke_submitted_wait_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_submitted_wait_detach(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    struct sring_poke_completed done;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_wait(ring, &inflight, &done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poke_submitted_gone_ */
    /* error: L3 "releasing {poke in state Submitted} 'inflight' that was not held" */
    sring_poke_detach(ring, &inflight);
#endif
    (void)sring_poke_finish(&done);
}
#endif

#ifndef SRING_TWIN /* shares the twin of consumed_poke_building_submit_submit */
void consumed_poke_submitted_detach_wait(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_submitted_detach_wait(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_detach(ring, &inflight);
#ifndef SRING_TWIN
    struct sring_poke_completed done;
/* error: L2 sring_error_poke_submitted_gone_ */
    /* error: L3 "releasing {poke in state Submitted} 'inflight' that was not held" */
    sring_poke_wait(ring, &inflight, &done);
    (void)sring_poke_finish(&done);
#endif
}
#endif

#ifndef SRING_TWIN /* shares the twin of consumed_poke_building_submit_submit */
void consumed_poke_submitted_detach_detach(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_submitted_detach_detach(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_detach(ring, &inflight);
#ifndef SRING_TWIN
/* error: L2 sring_error_poke_submitted_gone_ */
    /* error: L3 "releasing {poke in state Submitted} 'inflight' that was not held" */
    sring_poke_detach(ring, &inflight);
#endif
}
#endif

#ifndef SRING_TWIN /* shares the twin of consumed_poke_submitted_wait_wait */
void consumed_poke_completed_finish_finish(struct sring *ring) SRING_REQUIRES(*ring);
void consumed_poke_completed_finish_finish(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    struct sring_poke_completed done;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_wait(ring, &inflight, &done);
    (void)sring_poke_finish(&done);
#ifndef SRING_TWIN
/* error: L2 sring_error_poke_completed_gone_ */
    /* error: L3 "releasing {poke in state Completed} 'done' that was not held" */
    (void)sring_poke_finish(&done);
#endif
}
#endif

#endif /* SRING_CASES_CONSUMED */

#ifdef SRING_CASES_FORGOTTEN
void forgotten_poke_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_poke_init_op(struct sring *ring)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poke_building op = SRING_NONE;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
#ifdef SRING_TWIN
    struct sring_poke_submitted inflight;
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_detach(ring, &inflight);
#endif
    /* error: L3 "{poke in state Building} 'op' is still held at the end of function" */
}

void forgotten_poke_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_poke_submit_inflight(struct sring *ring)
{
    struct sring_poke_building op;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poke_submitted inflight = SRING_NONE;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
    sring_poke_detach(ring, &inflight);
#endif
    /* error: L3 "{poke in state Submitted} 'inflight' is still held at the end of function" */
}

void forgotten_poke_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void forgotten_poke_wait_done(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_poke_completed done = SRING_NONE;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
    (void)sring_poke_finish(&done);
#endif
    /* error: L3 "{poke in state Completed} 'done' is still held at the end of function" */
}

#endif /* SRING_CASES_FORGOTTEN */

#ifdef SRING_CASES_FORGOTTEN_ON_PATH
void path_poke_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void path_poke_init_op(struct sring *ring)
{
    struct sring_poke_submitted inflight;
    struct sring_poke_building op;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    if (perhaps()) {
        sring_poke_submit(ring, &op, &inflight);
        sring_poke_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_poke_submit(ring, &op, &inflight);
        sring_poke_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{poke in state Building} 'op' is not held on every path through here" */
}

void path_poke_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void path_poke_submit_inflight(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    if (perhaps()) {
        sring_poke_detach(ring, &inflight);
    }
#ifdef SRING_TWIN
    else {
        sring_poke_detach(ring, &inflight);
    }
#endif
    /* error: L3 "{poke in state Submitted} 'inflight' is not held on every path through here" */
}

void path_poke_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void path_poke_wait_done(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    struct sring_poke_completed done;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_wait(ring, &inflight, &done);
    if (perhaps()) {
        (void)sring_poke_finish(&done);
    }
#ifdef SRING_TWIN
    else {
        (void)sring_poke_finish(&done);
    }
#endif
    /* error: L3 "{poke in state Completed} 'done' is not held on every path through here" */
}

#endif /* SRING_CASES_FORGOTTEN_ON_PATH */

#ifdef SRING_CASES_FORGOTTEN_IN_LOOP
void loop_poke_init_op(struct sring *ring) SRING_REQUIRES(*ring);
void loop_poke_init_op(struct sring *ring)
{

    /* error: L3 "expecting {poke in state Building} 'op' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poke_building op = SRING_NONE;

        if (sring_poke_init(ring, &op)) {
            give_up();
        }
#ifdef SRING_TWIN
        struct sring_poke_submitted inflight;
        sring_poke_submit(ring, &op, &inflight);
        sring_poke_detach(ring, &inflight);
#endif
    }
}

void loop_poke_submit_inflight(struct sring *ring) SRING_REQUIRES(*ring);
void loop_poke_submit_inflight(struct sring *ring)
{
    struct sring_poke_building op;

    /* error: L3 "expecting {poke in state Submitted} 'inflight' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poke_submitted inflight = SRING_NONE;

        if (sring_poke_init(ring, &op)) {
            give_up();
        }
        sring_poke_submit(ring, &op, &inflight);
#ifdef SRING_TWIN
        sring_poke_detach(ring, &inflight);
#endif
    }
}

void loop_poke_wait_done(struct sring *ring) SRING_REQUIRES(*ring);
void loop_poke_wait_done(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    /* error: L3 "expecting {poke in state Completed} 'done' to be held at start of each loop" */
    while (perhaps()) {
        /* error: L2 sring_error_handle_left_live_ */
        SRING_AUTO struct sring_poke_completed done = SRING_NONE;

        if (sring_poke_init(ring, &op)) {
            give_up();
        }
        sring_poke_submit(ring, &op, &inflight);
        sring_poke_wait(ring, &inflight, &done);
#ifdef SRING_TWIN
        (void)sring_poke_finish(&done);
#endif
    }
}

#endif /* SRING_CASES_FORGOTTEN_IN_LOOP */

#ifdef SRING_CASES_KEPT
#endif /* SRING_CASES_KEPT */

#ifdef SRING_CASES_CALLBACK
#endif /* SRING_CASES_CALLBACK */

#ifdef SRING_CASES_FOREIGN_RING
void foreign_poke_init(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_poke_init(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poke_init' requires holding {ring} 'foreign_ring'" */
    if (sring_poke_init(&foreign_ring, &op)) {
        give_up();
    }
#else
    if (sring_poke_init(ring, &op)) {
        give_up();
    }
#endif
    sring_poke_submit(ring, &op, &inflight);
    sring_poke_detach(ring, &inflight);
}

void foreign_poke_submit(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_poke_submit(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poke_submit' requires holding {ring} 'foreign_ring'" */
    sring_poke_submit(&foreign_ring, &op, &inflight);
#else
    sring_poke_submit(ring, &op, &inflight);
#endif
    sring_poke_detach(ring, &inflight);
}

void foreign_poke_wait(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_poke_wait(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;
    struct sring_poke_completed done;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poke_wait' requires holding {ring} 'foreign_ring'" */
    sring_poke_wait(&foreign_ring, &inflight, &done);
#else
    sring_poke_wait(ring, &inflight, &done);
#endif
    (void)sring_poke_finish(&done);
}

void foreign_poke_detach(struct sring *ring) SRING_REQUIRES(*ring);
void foreign_poke_detach(struct sring *ring)
{
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    if (sring_poke_init(ring, &op)) {
        give_up();
    }
    sring_poke_submit(ring, &op, &inflight);
#ifndef SRING_TWIN
    /* error: L3 "calling function 'sring_poke_detach' requires holding {ring} 'foreign_ring'" */
    sring_poke_detach(&foreign_ring, &inflight);
#else
    sring_poke_detach(ring, &inflight);
#endif
}

#endif /* SRING_CASES_FOREIGN_RING */

#ifdef SRING_TWIN /* the callbacks exist only with it */
int main(void)
{
    struct sring ring;
    struct sring_fd file;

    if (sring_open(&ring, NULL)) {
        give_up();
    }
    sring_fd_adopt(&file, any_file());
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}
#endif /* SRING_TWIN */
