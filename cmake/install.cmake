# SPDX-License-Identifier: MIT OR Apache-2.0
# Installs the libraries, headers, CMake package, sring.pc, man pages, documents, and the tools for a
# project with its own operations or compile-fail cases.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sring)
set(tools_dir ${CMAKE_INSTALL_DATADIR}/sring)

# --- libraries and headers ----------------------------------------------------------------------

target_include_directories(sring_headers INTERFACE
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
set(targets sring sring_headers)
foreach(kind IN LISTS kinds)
  list(APPEND targets sring_${kind})
endforeach()
install(TARGETS ${targets} EXPORT sringTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/ generated/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")

# --- the CMake package --------------------------------------------------------------------------

install(EXPORT sringTargets NAMESPACE sring:: DESTINATION ${package_dir})
configure_package_config_file(cmake/sringConfig.cmake.in sringConfig.cmake
    INSTALL_DESTINATION ${package_dir}
    PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_BINDIR tools_dir)
write_basic_package_version_file(sringConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sringConfig.cmake
              ${PROJECT_BINARY_DIR}/sringConfigVersion.cmake
              cmake/sringTools.cmake
        DESTINATION ${package_dir})

# --- pkg-config ---------------------------------------------------------------------------------

# Written at installation, because only then is the prefix known (cmake --install --prefix).
function(sring_pc_dir result dir)
  if(IS_ABSOLUTE "${dir}")
    set(${result} "${dir}" PARENT_SCOPE)
  else()
    set(${result} "\${prefix}/${dir}" PARENT_SCOPE)
  endif()
endfunction()
sring_pc_dir(pc_libdir "${CMAKE_INSTALL_LIBDIR}")
sring_pc_dir(pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
# Without a shared library every program needs the dependencies of the static one.
if(SRING_BUILD_SHARED)
  set(pc_private .private)
else()
  set(pc_private "")
endif()
set(pc_numa "")
set(pc_uring "")
set(pc_static_libs "\${libdir}/libsring.a -pthread")
if(SRING_WITH_URING)
  set(pc_uring "liburing >= 2.3")
  set(pc_static_libs "\${libdir}/libsring.a -luring -pthread")
endif()
if(SRING_WITH_NUMA)
  set(pc_numa "numa")
  string(APPEND pc_static_libs " -lnuma")
endif()
if(NOT SRING_BUILD_STATIC)
  set(pc_static_libs "")
endif()
string(JOIN ", " pc_requires ${pc_uring} ${pc_numa})
install(CODE "
  set(prefix \"\${CMAKE_INSTALL_PREFIX}\")
  set(libdir [==[${pc_libdir}]==])
  set(includedir [==[${pc_includedir}]==])
  set(requires \"${pc_requires}\")
  set(private \"${pc_private}\")
  set(pc_numa \"${pc_numa}\")
  set(static_libs [==[${pc_static_libs}]==])
  set(description [==[${PROJECT_DESCRIPTION}]==])
  set(version ${PROJECT_VERSION})
  configure_file([==[${PROJECT_SOURCE_DIR}/cmake/sring.pc.in]==]
                 [==[${PROJECT_BINARY_DIR}/sring.pc]==] @ONLY)")
install(FILES ${PROJECT_BINARY_DIR}/sring.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# --- the tools ----------------------------------------------------------------------------------

file(RELATIVE_PATH bin_to_tools "${CMAKE_INSTALL_FULL_BINDIR}"
     "${CMAKE_INSTALL_FULL_DATADIR}/sring")
configure_file(cmake/sring-gen.in sring-gen @ONLY)
install(PROGRAMS ${PROJECT_BINARY_DIR}/sring-gen DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(part codegen spec compile_fail)
  install(DIRECTORY ${part} DESTINATION ${tools_dir} USE_SOURCE_PERMISSIONS
          PATTERN __pycache__ EXCLUDE
          PATTERN CMakeLists.txt EXCLUDE
          PATTERN codegen/tests EXCLUDE
          PATTERN compile_fail/mutants EXCLUDE
          PATTERN selftest EXCLUDE)
endforeach()

install(FILES script/gdb/fibers.py DESTINATION ${tools_dir}/gdb)

# --- documentation ------------------------------------------------------------------------------

if(EXISTS ${PROJECT_SOURCE_DIR}/generated/man)
  set(without "")
  if(NOT SRING_BUILD_PROBE)
    set(without PATTERN man1 EXCLUDE)
  endif()
  install(DIRECTORY generated/man/ DESTINATION ${CMAKE_INSTALL_MANDIR} ${without})
endif()
install(FILES LICENSE LICENSE-MIT LICENSE-APACHE README.md CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
# In the same folders as here: man pages and headers name docs/X.md, and the documents show pictures.
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(DIRECTORY bench/results DESTINATION ${CMAKE_INSTALL_DOCDIR}/bench
        FILES_MATCHING PATTERN "*.svg")
