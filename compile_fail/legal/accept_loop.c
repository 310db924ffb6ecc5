/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An accept loop: each connection is greeted and closed; errors of one do not end the loop.
 */
#include "support.h"

#define CLIENTS 3

static int greet(struct sring *ring, const struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client);

static int greet(struct sring *ring, const struct sring_fd *client)
{
    struct sring_buf buf;
    int n;

    if (sring_buf_alloc(&buf, 16)) {
        return -ENOMEM;
    }
    memcpy(sring_buf_data(&buf), "welcome", 7);
    sring_buf_set_length(&buf, 7);
    n = sring_send_await(ring, client, &buf);
    sring_buf_free(&buf);
    return n;
}

int main(void)
{
    struct sring ring;
    struct sring_fd listener;
    struct sockaddr_in address;
    int clients[CLIENTS];
    int welcomed = 0;
    int raw = legal_listen(&address);
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&listener, raw);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(clients[i], (struct sockaddr *)&address, sizeof(address))) {
            abort();
        }
    }
    while (welcomed < CLIENTS) {
        struct sring_fd client;

        rc = sring_accept_await(&ring, &listener, &client);
        if (rc == -ECONNABORTED) {
            continue;
        }
        if (rc) {
            break;
        }
        if (greet(&ring, &client) == 7) {
            welcomed++;
        }
        sring_fd_close(&ring, &client);
    }
    for (int i = 0; i < CLIENTS; i++) {
        char text[8] = "";

        if (recv(clients[i], text, 7, MSG_WAITALL) != 7 || strcmp(text, "welcome") != 0) {
            rc = 2;
        }
        close(clients[i]);
    }
    sring_fd_close(&ring, &listener);
    sring_close(&ring);
    return rc;
}
