/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Scopes with early returns and goto, adopted and detached fibers, a child that spawns into its own
 * scope, SRING_AUTO, and a fiber that accepts and spawns a fiber for each client.
 */
#include "support.h"

#include <errno.h>

struct connection {
    struct sring_fd client; /* stashed */
};

static int ended;

SRING_FIBER(sleep_a_moment)
{
    int rc = sring_sleep(ring, 100000);

    (void)arg;
    ended++;
    return rc;
}

/* An early return, and a goto out of the loop. */
static int spawn_several(struct sring *ring, int n, int most) SRING_REQUIRES(*ring)
{
    struct sring_scope scope;
    int rc = 0, first;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < n; i++) {
        rc = sring_scope_spawn(ring, &scope, sleep_a_moment, NULL);
        if (rc) {
            sring_scope_cancel(ring, &scope);
            goto out;
        }
    }
    if (n > most) {
        sring_scope_close(ring, &scope);
        return -E2BIG;
    }
out:
    first = sring_scope_close(ring, &scope);
    return rc ? rc : first;
}

static int adopt_one_and_leave_another(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_scope scope;
    struct sring_fiber first, second;
    int rc = sring_spawn(ring, &first, sleep_a_moment, NULL);

    if (rc) {
        return rc;
    }
    sring_scope_open(ring, &scope);
    sring_scope_adopt(&scope, &first);
    rc = sring_spawn(ring, &second, sleep_a_moment, NULL);
    if (!rc) {
        sring_fiber_detach(ring, &second);
    }
    return sring_scope_close(ring, &scope);
}

SRING_FIBER(spawn_a_sibling)
{
    const struct sring_scope *scope = arg;
    int rc;

    sring_scope_borrow(scope);
    rc = sring_scope_spawn(ring, scope, sleep_a_moment, NULL);
    sring_scope_return(scope);
    return rc;
}

static int have_a_sibling(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_scope scope;
    int rc;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, spawn_a_sibling, &scope);
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    return sring_scope_close(ring, &scope);
}

static int automatic(struct sring *ring) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_scope scope = SRING_NONE;
    SRING_AUTO struct sring_fiber fiber = SRING_NONE;
    int rc = sring_spawn(ring, &fiber, sleep_a_moment, NULL);

    if (rc) {
        return rc;
    }
    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, sleep_a_moment, NULL);
    if (rc) {
        sring_scope_close(ring, &scope);
        sring_join(ring, &fiber);
        return rc;
    }
    rc = sring_scope_close(ring, &scope);
    return rc ? (sring_join(ring, &fiber), rc) : sring_join(ring, &fiber);
}

/* The file stays in its connection. */
SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct sring_buf buf;
    int rc;

    sring_fd_claim(&connection->client);
    rc = sring_buf_alloc(&buf, 64);
    if (!rc) {
        while ((rc = sring_recv_await(ring, &connection->client, &buf)) > 0) {
            rc = sring_send_await(ring, &connection->client, &buf);
            if (rc < 0) {
                break;
            }
            sring_buf_set_length(&buf, 0);
        }
        sring_buf_free(&buf);
    }
    sring_fd_close(ring, &connection->client);
    free(connection);
    return rc;
}

/* Serves `n` clients. */
static int accept_several(struct sring *ring, const struct sring_fd *listener, int n)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*listener)
{
    struct sring_scope scope;
    int rc = 0, error;

    sring_scope_open(ring, &scope);
    while (n-- > 0) {
        struct connection *connection;
        struct sring_fd client;

        rc = sring_accept_await(ring, listener, &client);
        if (rc) {
            break;
        }
        connection = malloc(sizeof(*connection));
        if (!connection) {
            sring_fd_close(ring, &client);
            continue;
        }
        sring_fd_move_stash(&connection->client, &client);
        rc = sring_scope_spawn(ring, &scope, serve, connection);
        if (rc) {
            sring_fd_claim(&connection->client);
            sring_fd_close(ring, &connection->client);
            free(connection);
        }
    }
    error = sring_scope_close(ring, &scope);
    return rc ? rc : error;
}

/* The clients have written, and will not read: the answers fit into their sockets. */
static int serve_three(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sockaddr_in address;
    int raw = legal_listen(&address);
    int clients[3];
    struct sring_fd listener;
    char answer[8];
    int rc;

    if (raw < 0) {
        return -EIO;
    }
    sring_fd_adopt(&listener, raw);
    for (int i = 0; i < 3; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(clients[i], (struct sockaddr *)&address, sizeof(address)) ||
            write(clients[i], "echo", 4) != 4 || shutdown(clients[i], SHUT_WR)) {
            sring_fd_close(ring, &listener);
            return -EIO;
        }
    }
    rc = accept_several(ring, &listener, 3);
    sring_fd_close(ring, &listener);
    for (int i = 0; i < 3; i++) {
        if (read(clients[i], answer, sizeof(answer)) != 4) {
            rc = -EIO;
        }
        close(clients[i]);
    }
    return rc;
}

int main(void)
{
    struct sring ring;
    int rc = sring_open(&ring, NULL);
    bool right;

    if (rc) {
        return legal_no_ring(rc);
    }
    right = spawn_several(&ring, 3, 3) == 0 && spawn_several(&ring, 4, 3) == -E2BIG;
    right = adopt_one_and_leave_another(&ring) == 0 && right;
    right = have_a_sibling(&ring) == 0 && right;
    right = automatic(&ring) == 0 && right;
    right = serve_three(&ring) == 0 && right;
    sring_close(&ring);
    return right && ended == 12 ? 0 : 2;
}
