/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Two rings in one thread: one reads, the other writes, and the buffer goes from one to the other.
 */
#include "support.h"

int main(void)
{
    struct sring reader;
    struct sring writer;
    struct sring_fd from;
    struct sring_fd to;
    struct sring_buf buf;
    int raw_to = legal_file("");
    int status = 2;
    int rc = sring_open(&reader, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = sring_open(&writer, &(struct sring_options){.preset = SRING_PRESET_LOW_LATENCY});
    if (rc) {
        sring_close(&reader);
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&from, legal_file("between rings"));
    sring_fd_adopt(&to, raw_to);
    if (!sring_buf_alloc(&buf, 64)) {
        struct sring_read_at_building op;

        if (sring_read_at_init(&reader, &op, &from, 8)) {
            sring_buf_free(&buf);
        } else {
            struct sring_read_at_submitted inflight;
            struct sring_read_at_completed done;
            int n;

            sring_read_at_submit(&reader, &op, &buf, &inflight);
            sring_read_at_wait(&reader, &inflight, &done);
            n = sring_read_at_finish(&done, &buf);
            if (n == 5 && sring_write_await(&writer, &to, &buf) == n) {
                status = legal_holds(raw_to, "rings") ? 0 : 3;
            }
            sring_buf_free(&buf);
        }
    }
    sring_fd_close(&writer, &to);
    sring_fd_close(&reader, &from);
    sring_close(&writer);
    sring_close(&reader);
    return status;
}
