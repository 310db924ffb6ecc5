/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A direct descriptor: the file is registered and closed; operations still reach it through the
 * table.
 */
#include "support.h"

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_direct_fd direct;
    struct sring_buf buf;
    struct sring_write_at_building op;
    struct sring_write_at_submitted inflight;
    struct sring_write_at_completed done;
    int raw = legal_file("-------");
    int copy = dup(raw);
    int status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    rc = sring_fd_register(&ring, &file, &direct);
    sring_fd_close(&ring, &file);
    if (rc) {
        goto close_ring;
    }
    if (sring_buf_alloc(&buf, 8)) {
        goto unregister;
    }
    memcpy(sring_buf_data(&buf), "direct", 6);
    sring_buf_set_length(&buf, 6);
    if (sring_write_at_init_direct(&ring, &op, &direct, 1)) {
        goto free_buf;
    }
    sring_write_at_submit(&ring, &op, &buf, &inflight);
    sring_write_at_wait(&ring, &inflight, &done);
    status = sring_write_at_finish(&done, &buf) == 6 && legal_holds(copy, "-direct") ? 0 : 2;
free_buf:
    sring_buf_free(&buf);
unregister:
    sring_direct_fd_unregister(&ring, &direct);
close_ring:
    sring_close(&ring);
    close(copy);
    return status;
}
