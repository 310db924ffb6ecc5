/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A struct that owns its ring: open and close functions for the whole, and users that require it.
 */
#include "support.h"

struct server {
    struct sring ring;
    struct sring_fd log;
    unsigned lines;
};

static int server_open(struct server *server, int raw) SRING_PRODUCES_ON_SUCCESS(server->ring)
    SRING_PRODUCES_ON_SUCCESS(server->log);
static void server_close(struct server *server) SRING_CONSUMES(server->ring)
    SRING_CONSUMES(server->log);
static int server_log(struct server *server, const char *line) SRING_REQUIRES(server->ring)
    SRING_REQUIRES(server->log);

static int server_open(struct server *server, int raw)
{
    int rc = sring_open(&server->ring, NULL);

    if (rc) {
        return rc;
    }
    sring_fd_adopt(&server->log, raw);
    server->lines = 0;
    return 0;
}

static void server_close(struct server *server)
{
    sring_fd_close(&server->ring, &server->log);
    sring_close(&server->ring);
}

static int server_log(struct server *server, const char *line)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, strlen(line));

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), line, strlen(line));
    sring_buf_set_length(&buf, strlen(line));
    rc = sring_write_await(&server->ring, &server->log, &buf);
    sring_buf_free(&buf);
    server->lines += rc > 0;
    return rc;
}

int main(void)
{
    struct server server;
    int raw = legal_file("");
    int status = 0;
    int rc = server_open(&server, raw);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (server_log(&server, "up\n") != 3 || server_log(&server, "down\n") != 5) {
        status = 2;
    }
    if (server.lines != 2 || !legal_holds(raw, "up\ndown\n")) {
        status = 3;
    }
    server_close(&server);
    return status;
}
