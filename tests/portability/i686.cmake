# SPDX-License-Identifier: MIT OR Apache-2.0
# 32-bit x86, with Debian's cross compiler; the kernel of x86-64 runs the programs.
# script/portability.py has made the folder.
set(sring_root ${CMAKE_CURRENT_LIST_DIR}/../../build/portability/i686/root)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i686)
set(CMAKE_C_COMPILER i686-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER i686-linux-gnu-g++)
set(CMAKE_C_FLAGS_INIT -Wno-psabi) # no notes about older versions of gcc
set(CMAKE_EXE_LINKER_FLAGS_INIT
    "-Wl,--dynamic-linker=/usr/i686-linux-gnu/lib/ld-linux.so.2,-rpath,/usr/i686-linux-gnu/lib")
set(CMAKE_FIND_ROOT_PATH ${sring_root})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_LIBRARY_ARCHITECTURE i386-linux-gnu)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${sring_root})
set(ENV{PKG_CONFIG_LIBDIR} ${sring_root}/usr/lib/i386-linux-gnu/pkgconfig)
