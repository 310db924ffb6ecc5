/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Nothing is sent with a sender that was closed.
// expect gcc-O0: runtime "sring_sender_send_word needs an open sender"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

SRING_MESSAGE_CALLBACK(on_message)
{
    *(uint64_t *)arg += sring_message_take_word(message);
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
#ifndef SRING_TWIN
    sring_sender_close(&sender);
    /* error: L2 sring_error_sender_gone_ */
    /* error: L3 "'sring_sender_send_word' requires holding {sender} 'sender'" */
    if (sring_sender_send_word(&sender, 3)) {
        give_up("sring_sender_send_word");
    }
    while (!sum) {
        EXPECT(sring_run_once(&ring, SRING_FOREVER) >= 0);
    }
#else
    if (sring_sender_send_word(&sender, 3)) {
        give_up("sring_sender_send_word");
    }
    sring_sender_close(&sender);
    while (!sum) {
        EXPECT(sring_run_once(&ring, SRING_FOREVER) >= 0);
    }
    EXPECT(sum == 3);
#endif
    sring_mailbox_close(&ring, &box);
    sring_close(&ring);
    return 0;
}
