/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Moves between variables, in every state: what was moved from may be produced again.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file, opened;
    struct sring_buf buf, spare;
    struct sring_read_at_building op, prepared;
    struct sring_read_at_submitted inflight, watched;
    struct sring_read_at_completed done, answer;
    int status = 1;
    int raw = legal_file("moved");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&opened, raw);
    sring_fd_move(&file, &opened);
    for (int round = 0; round < 2; round++) {
        if (sring_buf_alloc(&spare, 8)) {
            break;
        }
        sring_buf_move(&buf, &spare);
        if (sring_read_at_init(&ring, &prepared, &file, 0)) {
            sring_buf_free(&buf);
            break;
        }
        sring_read_at_building_move(&op, &prepared);
        sring_read_at_submit(&ring, &op, &buf, &inflight);
        sring_read_at_submitted_move(&watched, &inflight);
        sring_read_at_wait(&ring, &watched, &done);
        sring_read_at_completed_move(&answer, &done);
        status = sring_read_at_finish(&answer, &buf) == 5 ? 0 : 2;
        sring_buf_move(&spare, &buf);
        sring_buf_free(&spare);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
