/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A queue is closed when nobody borrows it any more: a claim does not know who does.
// expect gcc-O0 gcc-asan gcc clang: runtime "sring_queue_send_word needs an open queue"
// expect clang-tsa: not caught
#include "case.h"

static struct sring_queue queue;

SRING_FIBER(answer)
{
    struct sring_message message;
    int rc;

    (void)arg;
    sring_queue_borrow(&queue);
    if (sring_queue_receive(ring, &queue, &message)) {
        EXPECT(!queue.block_); /* it got -EPIPE */
    } else {
        EXPECT(sring_message_take_word(&message) == 1);
    }
    rc = sring_queue_send_word(ring, &queue, 2);
    sring_queue_return(&queue);
    return rc;
}

int main(void)
{
    struct sring ring;
    struct sring_fiber fiber;
    struct sring_message message;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_queue_open(&ring, &queue, 4)) {
        give_up("sring_queue_open");
    }
    sring_queue_stash(&queue);
    if (sring_spawn(&ring, &fiber, answer, NULL)) {
        give_up("sring_spawn");
    }
    EXPECT(sring_poll(&ring) >= 0); /* it waits */
    sring_queue_claim(&queue);
#ifndef SRING_TWIN
    sring_queue_close(&ring, &queue);
    (void)sring_join(&ring, &fiber);
#else
    if (sring_queue_send_word(&ring, &queue, 1)) {
        give_up("sring_queue_send_word");
    }
    EXPECT(sring_join(&ring, &fiber) == 0);
    if (sring_queue_receive(&ring, &queue, &message)) {
        give_up("sring_queue_receive");
    }
    EXPECT(sring_message_take_word(&message) == 2);
    sring_queue_close(&ring, &queue);
#endif
    sring_close(&ring);
    return 0;
}
