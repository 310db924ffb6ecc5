/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The version, for #if and at run time. CMake reads it from here.
 */
#ifndef SRING_VERSION_H
#define SRING_VERSION_H

#define SRING_VERSION_MAJOR 0
#define SRING_VERSION_MINOR 1
#define SRING_VERSION_PATCH 0
#define SRING_VERSION_STRING "0.1.0"

#endif /* SRING_VERSION_H */
