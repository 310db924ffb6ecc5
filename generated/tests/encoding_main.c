/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The encoding of every operation.
 */
#include "encoding.h"

int encoding_of_accept(void);
int encoding_of_accept_direct(void);
int encoding_of_accept_multishot(void);
int encoding_of_cancel_fd(void);
int encoding_of_close(void);
int encoding_of_close_direct(void);
int encoding_of_connect(void);
int encoding_of_fallocate(void);
int encoding_of_fsync(void);
int encoding_of_mkdirat(void);
int encoding_of_nop(void);
int encoding_of_openat(void);
int encoding_of_openat_direct(void);
int encoding_of_poll_add(void);
int encoding_of_poll_multishot(void);
int encoding_of_read(void);
int encoding_of_read_at(void);
int encoding_of_read_fixed(void);
int encoding_of_read_multishot(void);
int encoding_of_read_provided(void);
int encoding_of_readv(void);
int encoding_of_readv_at(void);
int encoding_of_recv(void);
int encoding_of_recv_multishot(void);
int encoding_of_recv_provided(void);
int encoding_of_recvmsg(void);
int encoding_of_renameat(void);
int encoding_of_send(void);
int encoding_of_send_zc(void);
int encoding_of_sendmsg(void);
int encoding_of_sendmsg_zc(void);
int encoding_of_shutdown(void);
int encoding_of_socket(void);
int encoding_of_socket_direct(void);
int encoding_of_statx(void);
int encoding_of_timeout(void);
int encoding_of_timeout_multishot(void);
int encoding_of_unlinkat(void);
int encoding_of_write(void);
int encoding_of_write_at(void);
int encoding_of_write_fixed(void);
int encoding_of_writev(void);
int encoding_of_writev_at(void);

int main(void)
{
    int failed = 0;

    failed += encoding_of_accept();
    failed += encoding_of_accept_direct();
    failed += encoding_of_accept_multishot();
    failed += encoding_of_cancel_fd();
    failed += encoding_of_close();
    failed += encoding_of_close_direct();
    failed += encoding_of_connect();
    failed += encoding_of_fallocate();
    failed += encoding_of_fsync();
    failed += encoding_of_mkdirat();
    failed += encoding_of_nop();
    failed += encoding_of_openat();
    failed += encoding_of_openat_direct();
    failed += encoding_of_poll_add();
    failed += encoding_of_poll_multishot();
    failed += encoding_of_read();
    failed += encoding_of_read_at();
    failed += encoding_of_read_fixed();
    failed += encoding_of_read_multishot();
    failed += encoding_of_read_provided();
    failed += encoding_of_readv();
    failed += encoding_of_readv_at();
    failed += encoding_of_recv();
    failed += encoding_of_recv_multishot();
    failed += encoding_of_recv_provided();
    failed += encoding_of_recvmsg();
    failed += encoding_of_renameat();
    failed += encoding_of_send();
    failed += encoding_of_send_zc();
    failed += encoding_of_sendmsg();
    failed += encoding_of_sendmsg_zc();
    failed += encoding_of_shutdown();
    failed += encoding_of_socket();
    failed += encoding_of_socket_direct();
    failed += encoding_of_statx();
    failed += encoding_of_timeout();
    failed += encoding_of_timeout_multishot();
    failed += encoding_of_unlinkat();
    failed += encoding_of_write();
    failed += encoding_of_write_at();
    failed += encoding_of_write_fixed();
    failed += encoding_of_writev();
    failed += encoding_of_writev_at();
    return failed ? 1 : 0;
}
