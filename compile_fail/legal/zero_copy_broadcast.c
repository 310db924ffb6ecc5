/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Sends one memory without a copy, and waits for the results first and for the kernel's use of the
 * memory later. The handle is not needed any more by then.
 */
#include "support.h"

#define CLIENTS 3

struct client {
    struct sring_fd socket; /* stashed */
    int other;
    struct sring_send_zc_shared_submitted inflight; /* stashed */
};

static int connect_client(struct client *client)
{
    struct sockaddr_in address;
    int listener = legal_listen(&address);
    int raw;

    client->other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || connect(client->other, (struct sockaddr *)&address, sizeof(address))) {
        return -1;
    }
    raw = accept(listener, NULL, NULL);
    close(listener);
    sring_fd_adopt(&client->socket, raw);
    sring_fd_stash(&client->socket);
    return raw < 0 ? -1 : 0;
}

static int begin(struct sring *ring, struct client *client, const struct sring_shared_buf *text)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*text)
{
    struct sring_send_zc_shared_building op;
    int rc;

    sring_fd_borrow(&client->socket);
    rc = sring_send_zc_shared_init(ring, &op, &client->socket, text);
    sring_fd_return(&client->socket);
    if (rc) {
        return rc;
    }
    sring_send_zc_shared_submit(ring, &op, &client->inflight);
    sring_send_zc_shared_submitted_stash(&client->inflight);
    return 0;
}

static int end(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    struct sring_send_zc_shared_completed done;
    char got[8];

    sring_send_zc_shared_submitted_claim(&client->inflight);
    sring_send_zc_shared_wait(ring, &client->inflight, &done);
    if (sring_send_zc_shared_result(&done) == 5 && recv(client->other, got, 5, MSG_WAITALL) != 5) {
        abort();
    }
    return sring_send_zc_shared_release(ring, &done);
}

int main(void)
{
    struct client clients[CLIENTS];
    struct sring_shared_buf text;
    struct sring ring;
    int sent = 0, rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_shared_static(&text, "hello", 5);
    if (rc) {
        abort();
    }
    for (int i = 0; i < CLIENTS; i++) {
        if (connect_client(&clients[i]) || begin(&ring, &clients[i], &text)) {
            abort();
        }
    }
    sring_shared_free(&text);
    for (int i = 0; i < CLIENTS; i++) {
        int n = end(&ring, &clients[i]);

        sent += n;
        if (n == -EINVAL) {
            sent = LEGAL_SKIP; /* Linux before 6.0 */
        }
        sring_fd_claim(&clients[i].socket);
        sring_fd_close(&ring, &clients[i].socket);
        close(clients[i].other);
    }
    sring_close(&ring);
    return sent == 5 * CLIENTS ? 0 : sent == LEGAL_SKIP ? LEGAL_SKIP : 3;
}
