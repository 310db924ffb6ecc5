# SPDX-License-Identifier: MIT OR Apache-2.0
# musl, with Debian's musl-gcc. script/portability.py has made the folder.
set(sring_root ${CMAKE_CURRENT_LIST_DIR}/../../build/portability/musl/root)
set(CMAKE_C_COMPILER musl-gcc)
# What musl-gcc's unwinder needs.
set(CMAKE_C_STANDARD_LIBRARIES "${sring_root}/lib/find_object.o -Wl,--eh-frame-hdr")
set(CMAKE_C_FLAGS_INIT "-isystem ${CMAKE_CURRENT_LIST_DIR}/musl -isystem ${sring_root}/include")
set(SRING_TEST_CXX OFF CACHE BOOL "musl-gcc has no C++ library")
set(CMAKE_PREFIX_PATH ${sring_root})
set(ENV{PKG_CONFIG_LIBDIR} ${sring_root}/lib/pkgconfig)
