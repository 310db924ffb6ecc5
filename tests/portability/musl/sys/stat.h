/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Adds statx(2) to musl before 1.2.5.
 */
#include_next <sys/stat.h>

#if defined(_GNU_SOURCE) && !defined(STATX_BASIC_STATS)
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *result)
{
    return (int)syscall(SYS_statx, dirfd, path, flags, mask, result);
}
#endif
