/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random reads with the library: registered file and buffers, one callback for all reads.
 */
#include "reads.h"

#include <sring/sring.h>

static struct reads reads;
static struct sring_direct_fd file; /* stashed: the callback borrows it */

SRING_READ_FIXED_CALLBACK(on_read);

static void read_next(struct sring *ring, struct sring_registered_buf *buf, uint64_t *random)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);

static void read_next(struct sring *ring, struct sring_registered_buf *buf, uint64_t *random)
{
    struct sring_read_fixed_building op;
    int rc;

    sring_direct_fd_borrow(&file);
    rc = sring_read_fixed_init_direct(ring, &op, &file, reads_offset(&reads, random));
    sring_direct_fd_return(&file);
    if (rc) {
        reads_need(rc, "sring_read_fixed_init_direct");
        sring_registered_buf_free(buf);
        return;
    }
    sring_read_fixed_start(ring, &op, buf, on_read, random);
}

static void on_read(struct sring *ring, struct sring_read_fixed_completed *done, void *random)
{
    struct sring_registered_buf buf;

    if (reads_over(sring_read_fixed_finish(done, &buf))) {
        sring_registered_buf_free(&buf);
    } else {
        read_next(ring, &buf, random);
    }
}

static int begin_all(struct sring *ring) SRING_REQUIRES(*ring);

/* Returns 0 or -errno. */
static int begin_all(struct sring *ring)
{
    static uint64_t random[READS_MOST_DEPTH];

    for (unsigned i = 0; i < reads.depth; i++) {
        struct sring_registered_buf registered;
        struct sring_buf buf;
        int rc = sring_buf_alloc(&buf, READS_SIZE);

        if (rc) {
            return rc;
        }
        rc = sring_buf_register(ring, &buf, &registered);
        if (rc) {
            sring_buf_free(&buf);
            return rc;
        }
        random[i] = i + 1;
        read_next(ring, &registered, &random[i]);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sring_options options = {.registered_buffers = READS_MOST_DEPTH};
    struct sring_fd fd;
    struct sring ring;
    int rc;

    reads_begin(&reads, argc, argv);
    options.entries = reads.depth;
    rc = sring_open(&ring, &options);
    if (rc) {
        reads_need_feature(rc, "io_uring");
        return 1;
    }
    sring_fd_adopt(&fd, reads.fd);
    rc = sring_fd_register(&ring, &fd, &file);
    if (rc) {
        reads_need(rc, "sring_fd_register");
    } else {
        sring_direct_fd_stash(&file);
        reads_need(begin_all(&ring), "sring_buf_register");
        reads_need(sring_run(&ring), "sring_run");
        sring_direct_fd_claim(&file);
        sring_direct_fd_unregister(&ring, &file);
    }
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    reads_end();
    return 0;
}
