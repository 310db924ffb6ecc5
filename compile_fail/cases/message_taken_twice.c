/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A message's content is taken once.
// expect gcc-O0: runtime "sring_message_take_word needs a message that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

static uint64_t take(struct sring_message *message) SRING_CONSUMES(*message)
    __attribute__((noinline));
static uint64_t take(struct sring_message *message)
{
    uint64_t word = sring_message_take_word(message);

#ifndef SRING_TWIN
    /* error: L2 sring_error_message_gone_ */
    /* error: L3 "releasing {message} 'message' that was not held" */
    word += sring_message_take_word(message);
#endif
    return word;
}

SRING_MESSAGE_CALLBACK(on_message)
{
    *(uint64_t *)arg += take(message);
}

int main(void)
{
    struct sring ring;
    struct sring_mailbox box;
    struct sring_sender sender;
    uint64_t sum = 0;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_mailbox_open(&ring, &box, 4, on_message, &sum)) {
        give_up("sring_mailbox_open");
    }
    if (sring_sender_open(&sender, &box)) {
        give_up("sring_sender_open");
    }
    if (sring_sender_send_word(&sender, 3)) {
        give_up("sring_sender_send_word");
    }
    while (!sum) {
        EXPECT(sring_run_once(&ring, SRING_FOREVER) >= 0);
    }
    EXPECT(sum == 3);
    sring_sender_close(&sender);
    sring_mailbox_close(&ring, &box);
    sring_close(&ring);
    return 0;
}
