/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer that was sent belongs to the mailbox.
// expect gcc-O0: runtime "sring_buf_set_length needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

SRING_MESSAGE_CALLBACK(on_message)
{
    struct sring_buf buf;

    sring_message_take_buf(message, &buf);
    *(size_t *)arg += sring_buf_length(&buf);
    sring_buf_free(&buf);
}

int main(void)
{
    struct sring ring;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct sring_buf buf;
    size_t sum = 0;

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
    sring_buf_set_length(&buf, 5);
    if (sring_sender_send_buf(&sender, &buf)) {
        give_up("sring_sender_send_buf");
    }
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "'sring_buf_set_length' requires holding {buffer} 'buf'" */
    sring_buf_set_length(&buf, 7);
#endif
    while (!sum) {
        EXPECT(sring_run_once(&ring, SRING_FOREVER) >= 0);
    }
    EXPECT(sum == 5);
    sring_sender_close(&sender);
    sring_mailbox_close(&ring, &box);
    sring_close(&ring);
    return 0;
}
