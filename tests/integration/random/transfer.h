/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A kind of operation with a buffer or a vector.
 */
#ifndef SRING_TESTS_RANDOM_TRANSFER_H
#define SRING_TESTS_RANDOM_TRANSFER_H

#include "random.h"

/* The kinds differ in their names, their files and the type of the buffer. If there is no
 * registered buffer, the operation is abandoned. `finish(done, buf)` is an expression. */
#define TRANSFER(op, buffer, take, give, finish, ...)                                              \
    static const struct kind kind_##op;                                                            \
    static void on_##op(struct sring *ring, struct sring_##op##_completed *done, void *arg)        \
    {                                                                                              \
        struct buffer buf;                                                                         \
        int result = finish(ring, done, &buf);                                                     \
                                                                                                   \
        give(&buf, result);                                                                        \
        called_back(arg);                                                                          \
    }                                                                                              \
    static void launch_##op(struct place *place)                                                   \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_options options = {.start = pick(MOST_SKIPPED + 1),                    \
                                               .count = pick(BYTES)};                              \
        struct buffer buf;                                                                         \
                                                                                                   \
        options.timeout_ns = one_in(5) ? any_time() : 0;                                           \
        options.async = one_in(8);                                                                 \
        if (!take(&buf)) {                                                                         \
            return;                                                                                \
        }                                                                                          \
        if (!begun(sring_##op##_launch(ring, __VA_ARGS__, &buf, &options, on_##op, place,          \
                                       &place->ticket))) {                                         \
            give(&buf, 0);                                                                         \
            return;                                                                                \
        }                                                                                          \
        occupy(place, &kind_##op, true);                                                           \
    }                                                                                              \
    static void begin_##op(struct place *place)                                                    \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
        struct buffer buf;                                                                         \
                                                                                                   \
        if (one_in(4)) {                                                                           \
            launch_##op(place);                                                                    \
            return;                                                                                \
        }                                                                                          \
        if (!begun(sring_##op##_init(ring, &building, __VA_ARGS__))) {                             \
            return;                                                                                \
        }                                                                                          \
        if (one_in(20) || !take(&buf)) {                                                           \
            sring_##op##_abandon(ring, &building);                                                 \
            return;                                                                                \
        }                                                                                          \
        SOMETIMES_TIMED(op);                                                                       \
        SOMETIMES_ASYNC(op);                                                                       \
        if (one_in(3)) {                                                                           \
            sring_##op##_set_range(&building, pick(MOST_SKIPPED + 1), pick(BYTES));                \
        }                                                                                          \
        occupy(place, &kind_##op, one_in(3));                                                      \
        if (place->calls_back) {                                                                   \
            place->ticket = sring_##op##_start(ring, &building, &buf, on_##op, place);             \
        } else {                                                                                   \
            sring_##op##_submit(ring, &building, &buf, &place->handle.op);                         \
            sring_##op##_submitted_stash(&place->handle.op);                                       \
        }                                                                                          \
    }                                                                                              \
    static void end_##op(struct place *place)                                                      \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_completed done;                                                        \
        struct buffer buf;                                                                         \
        int result;                                                                                \
                                                                                                   \
        sring_##op##_submitted_claim(&place->handle.op);                                           \
        switch (choose_ending(sring_##op##_ready(ring, &place->handle.op))) {                      \
        case DETACH:                                                                               \
            sring_##op##_detach(ring, &place->handle.op);                                          \
            vacate(place);                                                                         \
            return;                                                                                \
        case CANCEL:                                                                               \
            sring_##op##_cancel(ring, &place->handle.op, &done);                                   \
            break;                                                                                 \
        default:                                                                                   \
            sring_##op##_wait(ring, &place->handle.op, &done);                                     \
        }                                                                                          \
        result = finish(ring, &done, &buf);                                                        \
        give(&buf, result);                                                                        \
        vacate(place);                                                                             \
    }                                                                                              \
    static const struct kind kind_##op = {#op, begin_##op, end_##op};

#endif /* SRING_TESTS_RANDOM_TRANSFER_H */
