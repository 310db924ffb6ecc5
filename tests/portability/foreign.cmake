# SPDX-License-Identifier: MIT OR Apache-2.0
# A system without the headers of Linux and liburing: those of musl alone.
set(sring_root ${CMAKE_CURRENT_LIST_DIR}/../../build/portability/musl/root)
set(CMAKE_C_COMPILER musl-gcc)
set(CMAKE_C_STANDARD_LIBRARIES "${sring_root}/lib/find_object.o -Wl,--eh-frame-hdr")
set(CMAKE_PREFIX_PATH ${sring_root}) # for Boost.Context; the compiler does not look there
set(ENV{PKG_CONFIG_LIBDIR} /nonexistent)
