/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A file taken from a message is closed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

#include <sys/socket.h>

/* A socket that has received a message with a descriptor. */
static int arrived(void)
{
    union {
        unsigned char bytes[CMSG_SPACE(sizeof(int))]; /* the first member: all bytes are 0 */
        struct cmsghdr header;
    } control = {{0}};
    struct iovec part = {&control, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof(control)};
    int raw[2];

    control.header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, raw) || sendmsg(raw[1], &message, 0) != 1) {
        give_up("sendmsg"); /* the message has descriptor 0 */
    }
    close(raw[1]);
    return raw[0];
}

int main(void)
{
    struct sring ring;
    struct sring_fd fd;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_fd file = SRING_NONE;
    struct sring_buf buf;
    struct sring_vec vec;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_fd_adopt(&fd, arrived());
    if (sring_vec_init(&vec, 1)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
    if (sring_recvmsg_init(&ring, &op, &fd, 64)) {
        give_up("sring_recvmsg_init");
    }
    sring_recvmsg_submit(&ring, &op, &vec, &inflight);
    sring_recvmsg_wait(&ring, &inflight, &done);
    if (sring_recvmsg_next_file(&done, &file)) {
        give_up("sring_recvmsg_next_file");
    }
    EXPECT(sring_recvmsg_finish(&done, &vec) == 1);
    sring_vec_free(&vec);
    sring_fd_close(&ring, &fd);
#ifdef SRING_TWIN
    sring_fd_close(&ring, &file);
#endif
    sring_close(&ring);
    return 0;
    /* error: L3 "{file} 'file' is still held at the end of function" */
}
