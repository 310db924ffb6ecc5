/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A sender is opened from an open mailbox.
// expect gcc-O0: runtime "sring_sender_open needs an open mailbox"
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
#ifndef SRING_TWIN
    sring_mailbox_close(&ring, &box);
    /* error: L2 sring_error_mailbox_gone_ */
    /* error: L3 "'sring_sender_open' requires holding {mailbox} 'box'" */
    if (sring_sender_open(&sender, &box)) {
        give_up("sring_sender_open");
    }
    sring_sender_close(&sender);
#else
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
    sring_mailbox_close(&ring, &box);
    sring_sender_close(&sender);
#endif
    sring_close(&ring);
    return 0;
}
