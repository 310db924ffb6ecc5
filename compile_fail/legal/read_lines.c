/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reading lines: the rest of the last line moves to the front, and the remaining buffer is filled.
 */
#include "support.h"

struct lines {
    unsigned count;
    size_t longest;
};

/* Takes the whole lines out of the buffer; returns the number of bytes left at its front. */
static size_t take_lines(struct sring_buf *buf, struct lines *lines) SRING_REQUIRES(*buf);

static size_t take_lines(struct sring_buf *buf, struct lines *lines)
{
    unsigned char *text = sring_buf_data(buf);
    size_t length = sring_buf_length(buf);
    size_t start = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') {
            lines->count++;
            lines->longest = i - start > lines->longest ? i - start : lines->longest;
            start = i + 1;
        }
    }
    memmove(text, text + start, length - start);
    return length - start;
}

int main(void)
{
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    struct lines lines = {0, 0};
    size_t kept = 0;
    int n = -1;
    int raw = legal_file("a\nlonger line\n\nthe longest of all\nb\n");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    if (sring_buf_alloc(&buf, 20)) {
        goto close_file;
    }
    if (lseek(raw, 0, SEEK_SET)) {
        goto free_buf;
    }
    while (kept < sring_buf_capacity(&buf)) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_read_completed done;

        if (sring_read_init(&ring, &op, &file)) {
            break;
        }
        sring_read_set_range(&op, kept, sring_buf_capacity(&buf) - kept);
        sring_read_submit(&ring, &op, &buf, &inflight);
        sring_read_wait(&ring, &inflight, &done);
        n = sring_read_finish(&done, &buf);
        if (n <= 0) {
            break;
        }
        kept = take_lines(&buf, &lines);
    }
free_buf:
    sring_buf_free(&buf);
close_file:
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return n == 0 && lines.count == 5 && lines.longest == 18 ? 0 : 2;
}
