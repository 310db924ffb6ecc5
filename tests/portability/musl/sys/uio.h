/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Adds the flags of preadv2(2) to musl before 1.2.5.
 */
#include_next <sys/uio.h>

#if !defined(RWF_NOWAIT)
#include <linux/fs.h>
#endif
