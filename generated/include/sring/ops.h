/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * Includes every operation.
 */
#ifndef SRING_OPS_H
#define SRING_OPS_H

#include <sring/ops/accept.h>
#include <sring/ops/accept_direct.h>
#include <sring/ops/accept_multishot.h>
#include <sring/ops/cancel_fd.h>
#include <sring/ops/close.h>
#include <sring/ops/close_direct.h>
#include <sring/ops/connect.h>
#include <sring/ops/fallocate.h>
#include <sring/ops/fsync.h>
#include <sring/ops/mkdirat.h>
#include <sring/ops/nop.h>
#include <sring/ops/openat.h>
#include <sring/ops/openat2.h>
#include <sring/ops/openat_direct.h>
#include <sring/ops/poll_add.h>
#include <sring/ops/poll_multishot.h>
#include <sring/ops/read.h>
#include <sring/ops/read_at.h>
#include <sring/ops/read_fixed.h>
#include <sring/ops/read_multishot.h>
#include <sring/ops/read_provided.h>
#include <sring/ops/readv.h>
#include <sring/ops/readv_at.h>
#include <sring/ops/recv.h>
#include <sring/ops/recv_multishot.h>
#include <sring/ops/recv_provided.h>
#include <sring/ops/recvmsg.h>
#include <sring/ops/renameat.h>
#include <sring/ops/send.h>
#include <sring/ops/send_shared.h>
#include <sring/ops/send_zc.h>
#include <sring/ops/send_zc_shared.h>
#include <sring/ops/sendmsg.h>
#include <sring/ops/sendmsg_zc.h>
#include <sring/ops/shutdown.h>
#include <sring/ops/socket.h>
#include <sring/ops/socket_direct.h>
#include <sring/ops/splice.h>
#include <sring/ops/statx.h>
#include <sring/ops/tee.h>
#include <sring/ops/timeout.h>
#include <sring/ops/timeout_multishot.h>
#include <sring/ops/unlinkat.h>
#include <sring/ops/write.h>
#include <sring/ops/write_at.h>
#include <sring/ops/write_at_shared.h>
#include <sring/ops/write_fixed.h>
#include <sring/ops/write_shared.h>
#include <sring/ops/writev.h>
#include <sring/ops/writev_at.h>

#endif /* SRING_OPS_H */
