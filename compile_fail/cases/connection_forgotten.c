/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A connection made by name is closed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

#include <arpa/inet.h>
#include <sys/socket.h>

/* A listening socket on the loopback device; `port` becomes its port in digits. */
static int listening(char port[8])
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    socklen_t length = sizeof(name);
    int raw = socket(AF_INET, SOCK_STREAM, 0);

    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (raw < 0 || bind(raw, (struct sockaddr *)&name, length) || listen(raw, 1) ||
        getsockname(raw, (struct sockaddr *)&name, &length)) {
        give_up("listen");
    }
    snprintf(port, 8, "%u", ntohs(name.sin_port));
    return raw;
}

int main(void)
{
    struct sring ring;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd file = SRING_NONE;
    char port[8];
    int raw = listening(port);

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_connect_to(&ring, "127.0.0.1", port, 0, &file)) {
        give_up("sring_connect_to");
    }
#ifdef SRING_TWIN
    sring_fd_close(&ring, &file);
#endif
    sring_close(&ring);
    close(raw);
    return 0;
    /* error: L3 "{file} 'file' is still held at the end of function" */
}
