/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A mailbox's function consumes the message that it receives.
// expect gcc-O0 gcc clang: runtime "a callback of a mailbox needs to consume the message that it receives"
// expect clang-tsa: L3
#include "case.h"

SRING_MESSAGE_CALLBACK(on_message)
{
#ifdef SRING_TWIN
    *(uint64_t *)arg += sring_message_take_word(message);
#else
    *(uint64_t *)arg += (uint64_t)sring_message_kind(message) + 1;
#endif
    /* error: L3 "{message} 'message' is still held at the end of function" */
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
