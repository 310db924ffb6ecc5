/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A vector of a header and a body; after a short write the next one continues where it ended.
 */
#include "support.h"

static int add(struct sring_vec *vec, const char *text) SRING_REQUIRES(*vec);

static int add(struct sring_vec *vec, const char *text)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, strlen(text));

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), text, strlen(text));
    sring_buf_set_length(&buf, strlen(text));
    sring_vec_push(vec, &buf);
    return 0;
}

static int write_all(struct sring *ring, const struct sring_fd *file, struct sring_vec *vec)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file) SRING_REQUIRES(*vec);

static int write_all(struct sring *ring, const struct sring_fd *file, struct sring_vec *vec)
{
    size_t written = 0;

    while (written < sring_vec_total(vec)) {
        SRING_AUTO struct sring_writev_at_building op = SRING_NONE;
        SRING_AUTO struct sring_writev_at_submitted inflight = SRING_NONE;
        SRING_AUTO struct sring_writev_at_completed done = SRING_NONE;
        int n = sring_writev_at_init(ring, &op, file, written);

        if (n) {
            return n;
        }
        sring_writev_at_set_range(&op, written, 5);
        sring_writev_at_submit(ring, &op, vec, &inflight);
        sring_writev_at_wait(ring, &inflight, &done);
        n = sring_writev_at_finish(&done, vec);
        if (n <= 0) {
            return n ? n : -EIO;
        }
        written += (size_t)n;
    }
    return 0;
}

int main(void)
{
    SRING_AUTO struct sring_vec vec = SRING_NONE;
    struct sring ring;
    struct sring_fd file;
    struct sring_buf first;
    int raw = legal_file("");
    int copy = dup(raw);
    int rc = sring_open(&ring, NULL);
    int status = 1;

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    rc = sring_vec_init(&vec, 3);
    if (rc) {
        goto close_ring;
    }
    if (add(&vec, "header: ") || add(&vec, "body, ") || add(&vec, "more of it")) {
        goto free_vec;
    }
    rc = write_all(&ring, &file, &vec);
    if (rc) {
        goto free_vec;
    }
    sring_vec_take(&vec, 0, &first);
    sring_buf_free(&first);
    status = legal_holds(copy, "header: body, more of it") && sring_vec_count(&vec) == 2 ? 0 : 2;
free_vec:
    sring_vec_free(&vec);
close_ring:
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    close(copy);
    return status;
}
