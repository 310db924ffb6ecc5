/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring buffer of handles: at most four reads in flight, taken in order while new ones begin.
 */
#include "support.h"

#define WINDOW 4u

struct window {
    struct sring_read_at_submitted slot[WINDOW];
    unsigned head;
    unsigned tail;
};

static void put(struct window *window, struct sring_read_at_submitted *inflight)
    SRING_CONSUMES(*inflight);
static void take(struct window *window, struct sring_read_at_submitted *inflight)
    SRING_PRODUCES(*inflight);

static void put(struct window *window, struct sring_read_at_submitted *inflight)
{
    struct sring_read_at_submitted *slot = &window->slot[window->tail++ % WINDOW];

    sring_read_at_submitted_move(slot, inflight);
    sring_read_at_submitted_stash(slot);
}

static void take(struct window *window, struct sring_read_at_submitted *inflight)
{
    struct sring_read_at_submitted *slot = &window->slot[window->head++ % WINDOW];

    sring_read_at_submitted_claim(slot);
    sring_read_at_submitted_move(inflight, slot);
}

int main(void)
{
    const char *text = "0123456789abcdef";
    struct window window = {.head = 0, .tail = 0};
    struct sring ring;
    struct sring_fd file;
    char found[17] = "";
    uint64_t offset = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file(text));
    do {
        while (window.tail - window.head < WINDOW && offset < 16) {
            struct sring_read_at_submitted inflight;
            struct sring_read_at_building op;
            struct sring_buf buf;

            if (sring_buf_alloc(&buf, 1)) {
                break;
            }
            if (sring_read_at_init(&ring, &op, &file, offset)) {
                sring_buf_free(&buf);
                break;
            }
            sring_read_at_submit(&ring, &op, &buf, &inflight);
            put(&window, &inflight);
            offset++;
        }
        if (window.head != window.tail) {
            struct sring_read_at_submitted inflight;
            struct sring_read_at_completed done;
            struct sring_buf buf;

            take(&window, &inflight);
            sring_read_at_wait(&ring, &inflight, &done);
            if (sring_read_at_finish(&done, &buf) == 1) {
                strncat(found, (char *)sring_buf_data(&buf), 1);
            }
            sring_buf_free(&buf);
        }
    } while (window.head != window.tail);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return strcmp(found, text) ? 3 : 0;
}
