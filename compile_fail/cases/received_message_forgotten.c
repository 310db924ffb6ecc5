/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A message that was received is taken or dropped.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

SRING_FIBER(receive)
{
    const struct sring_queue *queue = arg;
    struct sring_message message;
    int rc;

    sring_queue_borrow(queue);
    rc = sring_queue_receive(ring, queue, &message);
    sring_queue_return(queue);
    if (rc) {
        return rc;
    }
    rc = sring_message_kind(&message) == SRING_MESSAGE_WORD ? 5 : 0;
#ifdef SRING_TWIN
    sring_message_drop(&message);
#endif
    return rc;
    /* error: L3 "{message} 'message' is not held on every path through here" */
}

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_queue queue;
    struct sring_fiber fiber;

    (void)argc;
    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_queue_open(&ring, &queue, 1)) {
        give_up("sring_queue_open");
    }
    if (sring_spawn(&ring, &fiber, receive, &queue)) {
        give_up("sring_spawn");
    }
    if (sring_queue_send_word(&ring, &queue, 5)) {
        give_up("sring_queue_send_word");
    }
    EXPECT(sring_join(&ring, &fiber) == 5);
    sring_queue_close(&ring, &queue);
    sring_close(&ring);
    return 0;
}
