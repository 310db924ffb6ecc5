/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Every sender is closed: it keeps the mailbox's memory.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
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
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_sender sender = SRING_NONE;
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
#ifdef SRING_TWIN
    sring_sender_close(&sender);
#endif
    sring_mailbox_close(&ring, &box);
    sring_close(&ring);
    return 0;
    /* error: L3 "{sender} 'sender' is still held at the end of function" */
}
