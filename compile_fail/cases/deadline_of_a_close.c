/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A close has no deadline: a setter of another operation does not take it.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&file, temporary_file("potato"));
    if (sring_close_init(&ring, &op)) {
        give_up("sring_close_init");
    }
#ifndef SRING_TWIN
    /* error: L1 incompatible-pointer-types "sring_close_direct_building" "sring_close_building" */
    if (sring_close_direct_set_timeout(&ring, &op, 1000000000)) {
        give_up("sring_close_direct_set_timeout");
    }
#endif
    sring_close_submit(&ring, &op, &file, &inflight);
    sring_close_wait(&ring, &inflight, &done);
    EXPECT(sring_close_finish(&done) == 0);
    sring_close(&ring);
    return 0;
}
