/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A batch of operations of one kind: added in a loop, waited for together, taken by index.
 */
#include "support.h"

#define N 6

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed completed;
    char found[N + 1] = "";
    int raw = legal_file("abcdef");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    rc = sring_batch_init(&ring, &batch, N);
    if (rc) {
        sring_fd_close(&ring, &file);
        sring_close(&ring);
        return 2;
    }
    for (unsigned i = 0; i < N; i++) {
        struct sring_read_at_building op;
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 1)) {
            break;
        }
        if (sring_read_at_init(&ring, &op, &file, N - 1 - i)) {
            sring_buf_free(&buf);
            break;
        }
        sring_read_at_add(&ring, &batch, &op, &buf);
    }
    sring_batch_submit(&ring, &batch, &inflight);
    sring_batch_wait(&ring, &inflight, &completed);
    for (unsigned i = 0; i < sring_batch_count(&completed); i++) {
        struct sring_read_at_completed done;
        struct sring_buf buf;

        sring_read_at_take(&ring, &completed, i, &done);
        if (sring_read_at_finish(&done, &buf) == 1) {
            found[i] = (char)sring_buf_data(&buf)[0];
        }
        sring_buf_free(&buf);
    }
    sring_batch_finish(&ring, &completed);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return strcmp(found, "fedcba") ? 3 : 0;
}
