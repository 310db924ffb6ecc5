/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The peers' work with the library: a handle per operation in flight.
 */
#include "clock.h"

#include <errno.h>
#include <sring/ops/nop.h>
#include <sring/ops/read_at.h>

static void nops(struct sring *ring, unsigned batch, unsigned long rounds) SRING_REQUIRES(*ring);
static void reads(struct sring *ring, struct sring_fd *file, unsigned batch, unsigned long rounds)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
static void alloc_bufs(unsigned count);

static struct sring_buf bufs[PEERS_MOST]; /* stashed between the reads */

static void nops(struct sring *ring, unsigned batch, unsigned long rounds)
{
    static struct sring_nop_submitted inflight[PEERS_MOST];

    while (rounds-- > 0) {
        for (unsigned i = 0; i < batch; i++) {
            struct sring_nop_building op;
            int rc = sring_nop_init(ring, &op);

            if (rc) {
                peers_need(rc, "sring_nop_init");
                return;
            }
            sring_nop_submit(ring, &op, &inflight[i]);
            sring_nop_submitted_stash(&inflight[i]);
        }
        for (unsigned i = 0; i < batch; i++) {
            struct sring_nop_completed done;

            sring_nop_submitted_claim(&inflight[i]);
            sring_nop_wait(ring, &inflight[i], &done);
            peers_need(sring_nop_finish(&done), "nop");
        }
    }
}

static void alloc_bufs(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        int rc = sring_buf_alloc(&bufs[i], PEERS_READ_SIZE);

        if (rc) {
            peers_need(rc, "sring_buf_alloc");
            return;
        }
        sring_buf_stash(&bufs[i]);
    }
}

static void reads(struct sring *ring, struct sring_fd *file, unsigned batch, unsigned long rounds)
{
    static struct sring_read_at_submitted inflight[PEERS_MOST];

    while (rounds-- > 0) {
        for (unsigned i = 0; i < batch; i++) {
            struct sring_read_at_building op;
            int rc = sring_read_at_init(ring, &op, file, 0);

            if (rc) {
                peers_need(rc, "sring_read_at_init");
                return;
            }
            sring_buf_claim(&bufs[i]);
            sring_read_at_submit(ring, &op, &bufs[i], &inflight[i]);
            sring_read_at_submitted_stash(&inflight[i]);
        }
        for (unsigned i = 0; i < batch; i++) {
            struct sring_read_at_completed done;
            int n;

            sring_read_at_submitted_claim(&inflight[i]);
            sring_read_at_wait(ring, &inflight[i], &done);
            n = sring_read_at_finish(&done, &bufs[i]);
            sring_buf_stash(&bufs[i]);
            peers_need(n == PEERS_READ_SIZE ? 0 : -EIO, "read");
        }
    }
}

int main(int argc, char **argv)
{
    struct peers_work work = peers_work(argc, argv);
    struct sring_options options = {.entries = PEERS_MOST};
    struct sring_fd file;
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (rc) {
        peers_need_feature(rc, "io_uring");
        return 1;
    }
    if (work.file < 0) {
        nops(&ring, work.batch, work.warm_up);
        peers_start();
        nops(&ring, work.batch, work.rounds);
    } else {
        alloc_bufs(work.batch);
        sring_fd_adopt(&file, work.file);
        reads(&ring, &file, work.batch, work.warm_up);
        peers_start();
        reads(&ring, &file, work.batch, work.rounds);
        sring_fd_close(&ring, &file);
    }
    peers_report(&work);
    sring_close(&ring);
    return 0;
}
