/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A connection in the ring's table is not a descriptor of the process.
// expect all: L1
#include "case.h"

#include <sys/socket.h>

int main(void)
{
    struct sring ring;
    struct sring_fd listener;
#ifndef SRING_TWIN
    struct sring_fd connection;
#else
    struct sring_direct_fd connection;
#endif
    int raw = socket(AF_UNIX, SOCK_STREAM, 0);
    int rc;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(raw >= 0);
    sring_fd_adopt(&listener, raw);
    /* error: L1 incompatible-pointer-types "struct sring_direct_fd *" "struct sring_fd *" */
    rc = sring_accept_direct_await(&ring, &listener, &connection);
    EXPECT(rc == -EINVAL); /* not a listening socket */
    sring_fd_close(&ring, &listener);
    sring_close(&ring);
    return 0;
}
