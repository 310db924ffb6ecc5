/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Asio, with coroutines of C++20 in an io_context of one thread.
 */
#include "fibers.h"

#include <asio.hpp>

#include <chrono>
#include <cstdlib>

using asio::awaitable;
using asio::use_awaitable;

static asio::io_context context(1);

/* Ends the program: no exception is expected. */
static void ended(std::exception_ptr error)
{
    if (error) {
        std::terminate();
    }
}

static awaitable<void> nothing()
{
    co_return;
}

static awaitable<void> yields(size_t times)
{
    for (size_t i = 0; i < times; i++) {
        co_await asio::post(use_awaitable);
    }
}

static awaitable<void> sleeps()
{
    asio::steady_timer timer(context, std::chrono::seconds(FIBERS_LONG));

    co_await timer.async_wait(use_awaitable);
}

/* The end of the last one cancels a timer that the first coroutine waits for. */
static awaitable<void> begin_and_wait(size_t n)
{
    asio::steady_timer all(context, asio::steady_timer::time_point::max());
    asio::error_code cancelled;
    size_t left = n;

    for (size_t i = 0; i < n; i++) {
        asio::co_spawn(context, nothing(), [&](std::exception_ptr error) {
            ended(error);
            if (!--left) {
                all.cancel();
            }
        });
    }
    co_await all.async_wait(asio::redirect_error(use_awaitable, cancelled));
}

static awaitable<void> spawns(size_t n, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        if (n == 1) {
            co_await asio::co_spawn(context, nothing(), use_awaitable);
        } else {
            co_await begin_and_wait(n);
        }
    }
}

void contestant_open(size_t most)
{
    (void)most;
}

void contestant_yield(size_t n, size_t times)
{
    for (size_t i = 0; i < n; i++) {
        asio::co_spawn(context, yields(times), ended);
    }
    context.run();
    context.restart();
}

void contestant_spawn(size_t n, size_t times)
{
    asio::co_spawn(context, spawns(n, times), ended);
    context.run();
    context.restart();
}

void contestant_sleep(size_t n)
{
    for (size_t i = 0; i < n; i++) {
        asio::co_spawn(context, sleeps(), ended);
    }
    context.poll();
}
