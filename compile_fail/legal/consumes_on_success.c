/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A helper that consumes on success: a list takes the buffer, or it is full and the buffer stays
 * the caller's.
 */
#include "support.h"

#define ROOM 3u

struct list {
    struct sring_buf bufs[ROOM];
    unsigned count;
};

static int put(struct list *list, struct sring_buf *buf) SRING_CONSUMES_ON_SUCCESS(*buf);

static int put(struct list *list, struct sring_buf *buf)
{
    if (list->count == ROOM) {
        return -ENOBUFS;
    }
    sring_buf_move(&list->bufs[list->count], buf);
    sring_buf_stash(&list->bufs[list->count]);
    list->count++;
    return 0;
}

int main(void)
{
    struct list list = {.count = 0};
    unsigned refused = 0;

    for (unsigned i = 0; i < 5; i++) {
        struct sring_buf buf;
        int rc;

        if (sring_buf_alloc(&buf, i + 1)) {
            return 2;
        }
        rc = put(&list, &buf);
        if (rc) {
            refused += (unsigned)sring_buf_capacity(&buf);
            sring_buf_free(&buf);
        }
    }
    while (list.count > 0) {
        struct sring_buf *buf = &list.bufs[--list.count];

        sring_buf_claim(buf);
        sring_buf_free(buf);
    }
    return refused == 4 + 5 ? 0 : 3;
}
