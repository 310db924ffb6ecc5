/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One response to many clients: each send reads the same memory, and goes on where a short one
 * stopped. The last one frees it.
 */
#include "support.h"

#define CLIENTS 20

struct client {
    struct sring_fd socket; /* stashed */
    int other;
    struct sring_shared_buf text; /* stashed while a send is in flight */
    size_t sent;
    int error;
};

static int send_rest(struct sring *ring, struct client *client, struct sring_shared_buf *text)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*text);

SRING_SEND_SHARED_CALLBACK(on_sent)
{
    struct client *client = arg;
    struct sring_shared_buf text;
    int n = sring_send_shared_finish(done);

    sring_shared_buf_claim(&client->text);
    sring_shared_buf_move(&text, &client->text);
    if (n <= 0) {
        client->error = n;
        sring_shared_free(&text);
        return;
    }
    client->sent += (size_t)n;
    client->error = send_rest(ring, client, &text);
}

static int send_rest(struct sring *ring, struct client *client, struct sring_shared_buf *text)
{
    struct sring_send_shared_options options = {.start = client->sent, .timeout_ns = 1000000000};
    int rc;

    if (client->sent == sring_shared_length(text)) {
        sring_shared_free(text);
        return 0;
    }
    rc = sring_send_shared_launch(ring, &client->socket, text, &options, on_sent, client, NULL);
    if (rc) {
        sring_shared_free(text);
        return rc;
    }
    sring_shared_buf_move_stash(&client->text, text);
    return 0;
}

static unsigned broadcast(struct sring *ring, struct client *clients, struct sring_buf *text)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*text)
{
    struct sring_shared_buf shared;
    unsigned failed = 0;

    sring_buf_share(text, &shared);
    for (unsigned i = 0; i < CLIENTS; i++) {
        struct sring_shared_buf mine;

        sring_shared_copy(&mine, &shared);
        if (send_rest(ring, &clients[i], &mine)) {
            failed++;
        }
    }
    sring_shared_free(&shared);
    return failed;
}

int main(void)
{
    static struct client clients[CLIENTS];
    struct sring ring;
    struct sring_buf text;
    unsigned failed;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 0; i < CLIENTS; i++) {
        int raw[2];

        if (socketpair(AF_UNIX, SOCK_STREAM, 0, raw)) {
            abort();
        }
        sring_fd_adopt(&clients[i].socket, raw[0]);
        sring_fd_stash(&clients[i].socket);
        clients[i].other = raw[1];
    }
    if (sring_buf_alloc(&text, 4096)) {
        abort();
    }
    memset(sring_buf_data(&text), 't', 4096);
    sring_buf_set_length(&text, 4096);
    failed = broadcast(&ring, clients, &text);
    rc = sring_run(&ring);
    for (int i = 0; i < CLIENTS; i++) {
        failed += clients[i].error || clients[i].sent != 4096;
        sring_fd_claim(&clients[i].socket);
        sring_fd_close(&ring, &clients[i].socket);
        close(clients[i].other);
    }
    sring_close(&ring);
    return rc || failed ? 3 : 0;
}
