# SPDX-License-Identifier: MIT OR Apache-2.0
# aarch64, with Debian's cross compiler; the programs run under qemu. script/portability.py has made
# the folder.
set(sring_root ${CMAKE_CURRENT_LIST_DIR}/../../build/portability/aarch64/root)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH ${sring_root})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${sring_root})
set(ENV{PKG_CONFIG_LIBDIR} ${sring_root}/usr/lib/aarch64-linux-gnu/pkgconfig)
