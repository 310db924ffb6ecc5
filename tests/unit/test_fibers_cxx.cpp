/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * C++ exceptions within fibers: each has its own, also those that are being handled while it waits.
 */
#include <sring/sring.h>

#include <cstdio>
#include <exception>
#include <new>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);           \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

struct mark {
    int of, round;
};

/* Counts what was destroyed on the way from a throw to its catch. */
struct guard {
    int *ended;
    ~guard()
    {
        ++*ended;
    }
};

static void throw_through(struct sring *ring, int of, int round, int *ended) SRING_REQUIRES(*ring)
{
    guard one{ended};

    sring_yield(ring);
    if (round % 2) {
        throw_through(ring, of, round - 1, ended);
    }
    throw mark{of, round};
}

/* Waits in each catch block, and throws the same exception again. */
SRING_FIBER(throw_and_catch)
{
    const int of = *static_cast<int *>(arg);
    int ended = 0;

    for (int round = 0; round < 20; round++) {
        try {
            try {
                throw_through(ring, of, round, &ended);
            } catch (mark &caught) {
                CHECK(caught.of == of);
                if (sring_sleep(ring, 1000)) {
                    return 1;
                }
                CHECK(caught.of == of && std::current_exception());
                CHECK(std::uncaught_exceptions() == 0);
                throw;
            }
        } catch (const mark &again) {
            sring_yield(ring);
            CHECK(again.of == of && again.round <= round);
        }
        CHECK(!std::current_exception());
    }
    CHECK(ended == 30);
    return 0;
}

int main()
{
    int numbers[] = {1, 2, 3, 4};
    sring_scope scope;
    sring ring;

    CHECK(sring_open(&ring, nullptr) == 0);
    sring_scope_open(&ring, &scope);
    for (int &number : numbers) {
        CHECK(sring_scope_spawn(&ring, &scope, throw_and_catch, &number) == 0);
    }
    try {
        throw mark{0, 0};
    } catch (const mark &mine) {
        /* The thread's own stack waits in a catch block, too. */
        sring_fiber fiber;

        CHECK(sring_spawn(&ring, &fiber, throw_and_catch, &numbers[0]) == 0);
        CHECK(sring_join(&ring, &fiber) == 0);
        CHECK(mine.of == 0 && std::current_exception());
    }
    CHECK(sring_scope_close(&ring, &scope) == 0);
    sring_close(&ring);
    return 0;
}
