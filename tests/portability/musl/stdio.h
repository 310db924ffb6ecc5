/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Adds the flags of renameat2(2) to a musl that does not have it.
 */
#include_next <stdio.h>

#if !defined(RENAME_NOREPLACE)
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE 2
#define RENAME_WHITEOUT 4
#endif
