/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An array of operations in flight: elements are stashed on the way in and claimed on the way out.
 */
#include "support.h"

#define N 8

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf bufs[N];
    struct sring_read_at_submitted inflight[N];
    int raw = legal_file("aabbccddeeffgghh");
    int made = 0;
    int good = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0) {
        sring_close(&ring);
        return 2;
    }
    sring_fd_adopt(&file, raw);
    for (int i = 0; i < N; i++) {
        struct sring_read_at_building op;

        if (sring_buf_alloc(&bufs[i], 2)) {
            break;
        }
        if (sring_read_at_init(&ring, &op, &file, (uint64_t)i * 2)) {
            sring_buf_free(&bufs[i]);
            break;
        }
        sring_read_at_submit(&ring, &op, &bufs[i], &inflight[i]);
        sring_read_at_submitted_stash(&inflight[i]);
        made++;
    }
    rc = sring_flush_and_wait(&ring, (unsigned)made);
    for (int i = made - 1; i >= 0; i--) {
        struct sring_read_at_completed done;

        sring_read_at_submitted_claim(&inflight[i]);
        sring_read_at_wait(&ring, &inflight[i], &done);
        if (sring_read_at_finish(&done, &bufs[i]) == 2 && sring_buf_data(&bufs[i])[1] == 'a' + i) {
            good++;
        }
        sring_buf_free(&bufs[i]);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return !rc && good == N ? 0 : 3;
}
