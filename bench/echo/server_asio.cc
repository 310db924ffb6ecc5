/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with Asio: a coroutine of C++20 and a buffer per connection, as in Asio's example
 * echo_server.cpp. Built for Asio's two backends, epoll and io_uring.
 */
#include "listener.h"

#include <asio.hpp>

#include <memory>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

static awaitable<void> serve(tcp::socket client)
{
    auto data = std::make_unique_for_overwrite<char[]>(ECHO_BUFFER);

    try {
        for (;;) {
            std::size_t n = co_await client.async_read_some(asio::buffer(data.get(), ECHO_BUFFER),
                                                            use_awaitable);

            co_await asio::async_write(client, asio::buffer(data.get(), n), use_awaitable);
        }
    } catch (const std::system_error &) { /* the end of the connection */
    }
}

static awaitable<void> accept_all(tcp::acceptor acceptor)
{
    for (;;) {
        auto client = co_await acceptor.async_accept(use_awaitable);

        asio::co_spawn(acceptor.get_executor(), serve(std::move(client)), asio::detached);
    }
}

int main(int argc, char **argv)
{
    (void)echo_connections(argc, argv);
    asio::io_context context(1);
    tcp::acceptor acceptor(context, tcp::v4(), echo_listen(0));

    asio::co_spawn(context, accept_all(std::move(acceptor)), asio::detached);
    context.run();
    return 1;
}
