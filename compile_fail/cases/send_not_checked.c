/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A send that fails leaves the buffer to the sender: its result is checked.
// expect all: L1
#include "case.h"

SRING_MESSAGE_CALLBACK(on_message)
{
    sring_message_drop(message);
    *(int *)arg += 1;
}

int main(void)
{
    struct sring ring;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct sring_buf buf;
    int sum = 0;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_mailbox_open(&ring, &box, 4, on_message, &sum)) {
        give_up("sring_mailbox_open");
    }
    if (sring_sender_open(&sender, &box)) {
        give_up("sring_sender_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_sender_send_buf(&sender, &buf);
#else
    if (sring_sender_send_buf(&sender, &buf)) {
        sring_buf_free(&buf);
    }
#endif
    while (!sum) {
        EXPECT(sring_run_once(&ring, SRING_FOREVER) >= 0);
    }
    sring_sender_close(&sender);
    sring_mailbox_close(&ring, &box);
    sring_close(&ring);
    return 0;
}
