/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A workload of a size known only at run time: a growing array of requests, each with its handle
 * stashed in it.
 */
#include "support.h"

struct request {
    struct sring_read_at_submitted inflight;
    size_t size;
};

/* Begins a read of `size` bytes from offset 0. */
static int begin(struct sring *ring, const struct sring_fd *file, struct request *r, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
static size_t end(struct sring *ring, struct request *r) SRING_REQUIRES(*ring);

static int begin(struct sring *ring, const struct sring_fd *file, struct request *r, size_t size)
{
    struct sring_read_at_building op;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, size);

    if (rc) {
        return rc;
    }
    rc = sring_read_at_init(ring, &op, file, 0);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    sring_read_at_submit(ring, &op, &buf, &r->inflight);
    sring_read_at_submitted_stash(&r->inflight);
    r->size = size;
    return 0;
}

static size_t end(struct sring *ring, struct request *r)
{
    struct sring_read_at_completed done;
    struct sring_buf buf;
    int n;

    sring_read_at_submitted_claim(&r->inflight);
    sring_read_at_wait(ring, &r->inflight, &done);
    n = sring_read_at_finish(&done, &buf);
    sring_buf_free(&buf);
    return n == (int)r->size ? r->size : 0;
}

int main(int argc, char **argv)
{
    size_t wanted = argc > 1 ? (size_t)atoi(argv[1]) : 10;
    struct request *requests = NULL;
    size_t made = 0;
    size_t total = 0;
    struct sring ring;
    struct sring_fd file;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file("as many bytes as there are requests, and more"));
    while (made < wanted) {
        requests = realloc(requests, (made + 1) * sizeof(*requests));
        if (!requests) {
            abort();
        }
        if (begin(&ring, &file, &requests[made], made + 1)) {
            break;
        }
        made++;
    }
    for (size_t i = 0; i < made; i++) {
        total += end(&ring, &requests[i]);
    }
    free(requests);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return total == wanted * (wanted + 1) / 2 ? 0 : 2;
}
