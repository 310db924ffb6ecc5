/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Safer-Ring for C: io_uring whose misuse does not compile. Includes everything; a program that
 * uses few operations includes <sring/ops/OP.h> instead.
 *
 * Headers name documents, such as docs/RUNNING.md. An installation has them in share/doc/sring.
 */
#ifndef SRING_H
#define SRING_H

#include <sring/version.h>

#include <sring/annotations.h>
#include <sring/audit.h>
#include <sring/audit_log.h>
#include <sring/batch.h>
#include <sring/buf.h>
#include <sring/buf_ring.h>
#include <sring/direct_fd.h>
#include <sring/dump.h>
#include <sring/fd.h>
#include <sring/fiber.h>
#include <sring/latency.h>
#include <sring/live.h>
#include <sring/mailbox.h>
#include <sring/misuse.h>
#include <sring/offload.h>
#include <sring/ops.h>
#include <sring/pool.h>
#include <sring/queue.h>
#include <sring/registered_buf.h>
#include <sring/registered_pool.h>
#include <sring/ring.h>
#include <sring/shared_buf.h>
#include <sring/stdio.h>
#include <sring/stream.h>
#include <sring/sync.h>
#include <sring/ticket.h>
#include <sring/vec.h>
#include <sring/waker.h>

#endif /* SRING_H */
