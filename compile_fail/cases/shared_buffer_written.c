/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A shared buffer cannot be written.
// expect all: L1
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_shared_buf shared;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
#ifndef SRING_TWIN
    sring_buf_share(&buf, &shared);
    /* error: L1 language "read-only" */
    sring_shared_data(&shared)[0] = 'P';
#else
    sring_buf_data(&buf)[0] = 'P';
    sring_buf_share(&buf, &shared);
#endif
    EXPECT(sring_shared_data(&shared)[0] == 'P');
    sring_shared_free(&shared);
    return 0;
}
