/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with libuv, as in the guide of libuv: memory is allocated for every message, as much
 * as libuv suggests. With the second argument `reuse` every connection has its own buffer and write
 * request instead.
 */
#include "listener.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <uv.h>

struct write {
    uv_write_t request; /* the first member: both have the same address */
    uv_buf_t buf;
};

struct connection {
    uv_tcp_t stream; /* the first member */
    struct write write;
    char data[ECHO_BUFFER];
};

static int reuse;

static void on_close(uv_handle_t *handle)
{
    free(handle);
}

static void end(uv_handle_t *handle)
{
    if (!uv_is_closing(handle)) {
        uv_close(handle, on_close);
    }
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct connection *connection = (struct connection *)handle;

    *buf = reuse ? uv_buf_init(connection->data, sizeof(connection->data))
                 : uv_buf_init(malloc(suggested), (unsigned)suggested);
}

static void on_write(uv_write_t *request, int status)
{
    struct write *write = (struct write *)request;

    if (status) {
        end((uv_handle_t *)request->handle);
    }
    if (!reuse) {
        free(write->buf.base);
        free(write);
    }
}

/* With `reuse` the buffer is in use until on_write. In this contest a client waits for its answer
 * before it sends; a server for other clients would stop reading here. */
static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct connection *connection = (struct connection *)stream;
    struct write *write;

    if (n > 0) {
        write = reuse ? &connection->write : malloc(sizeof(*write));
        echo_need(write ? 0 : -ENOMEM, "write");
        write->buf = uv_buf_init(buf->base, (unsigned)n);
        echo_need(uv_write(&write->request, stream, &write->buf, 1, on_write), "uv_write");
        return;
    }
    if (n < 0) {
        end((uv_handle_t *)stream);
    }
    if (!reuse) {
        free(buf->base);
    }
}

static void on_connection(uv_stream_t *listener, int status)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    echo_need(status, "connection");
    echo_need(connection ? 0 : -ENOMEM, "connection");
    echo_need(uv_tcp_init(listener->loop, &connection->stream), "uv_tcp_init");
    echo_need(uv_accept(listener, (uv_stream_t *)&connection->stream), "uv_accept");
    echo_need(uv_read_start((uv_stream_t *)&connection->stream, on_allocate, on_read),
              "uv_read_start");
}

int main(int argc, char **argv)
{
    uv_loop_t *loop = uv_default_loop();
    uv_tcp_t listener;

    (void)echo_connections(argc, argv);
    reuse = argc > 2 && strcmp(argv[2], "reuse") == 0;
    echo_need(uv_tcp_init(loop, &listener), "uv_tcp_init");
    echo_need(uv_tcp_open(&listener, echo_listen(0)), "uv_tcp_open");
    echo_need(uv_listen((uv_stream_t *)&listener, SOMAXCONN, on_connection), "uv_listen");
    return uv_run(loop, UV_RUN_DEFAULT);
}
