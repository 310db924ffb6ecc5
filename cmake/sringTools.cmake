# SPDX-License-Identifier: MIT OR Apache-2.0
# What a project with its own operations, or its own compile-fail cases, calls. Where the tools are
# is in global properties, because a function is seen in more places than a variable; who includes
# this file sets them: sringConfig.cmake, or the project itself.

# sring_generate(TARGET <target> SPEC <op.yaml>...)
#
# Adds <sring/ops/OP.h> to a target, for each spec of an operation; the file is named after its
# operation. The header is made again when the spec changes. To be called in the directory of the
# target.
function(sring_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET" "SPEC")
  if(NOT TARGET "${arg_TARGET}" OR NOT arg_SPEC OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "usage: sring_generate(TARGET <target> SPEC <op.yaml>...)")
  endif()
  get_property(sring_gen GLOBAL PROPERTY SRING_GEN)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/sring/${arg_TARGET}")
  foreach(spec IN LISTS arg_SPEC)
    get_filename_component(spec "${spec}" ABSOLUTE)
    get_filename_component(op "${spec}" NAME_WE)
    set(header "${out}/include/sring/ops/${op}.h")
    add_custom_command(
        OUTPUT "${header}"
        COMMAND "${sring_gen}" --op "${spec}" --out "${out}"
        DEPENDS "${spec}" "${sring_gen}"
        COMMENT "Generating sring/ops/${op}.h"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE "${header}")
  endforeach()
  target_include_directories(${arg_TARGET} PRIVATE "${out}/include")
endfunction()

# sring_add_compile_fail_tests(DIR <cases> [NAME <prefix>])
#
# Adds a test PREFIX.CASE (default: compile_fail.CASE), labelled compile_fail, for every case of a
# folder: it is refused for the reason that it states, and its twin compiles and runs. How a case is
# written: share/sring/compile_fail.
function(sring_add_compile_fail_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "DIR;NAME" "")
  if(NOT arg_DIR OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "usage: sring_add_compile_fail_tests(DIR <cases> [NAME <prefix>])")
  endif()
  if(NOT arg_NAME)
    set(arg_NAME compile_fail)
  endif()
  get_property(runner GLOBAL PROPERTY SRING_COMPILE_FAIL)
  get_property(includes GLOBAL PROPERTY SRING_INCLUDE_DIRS)
  list(TRANSFORM includes PREPEND "--include=")
  if(TARGET sring::sring_static)
    set(library sring::sring_static)
  else()
    set(library sring::sring_shared)
  endif()
  get_filename_component(folder "${arg_DIR}" ABSOLUTE)
  file(GLOB cases CONFIGURE_DEPENDS "${folder}/*.c")
  foreach(case IN LISTS cases)
    get_filename_component(name "${case}" NAME_WE)
    set(test "${arg_NAME}.${name}")
    add_test(NAME ${test}
             COMMAND "${runner}" -j1 ${includes} --library=$<TARGET_FILE:${library}> "${case}")
    set_tests_properties(${test} PROPERTIES LABELS compile_fail SKIP_RETURN_CODE 77 TIMEOUT 300)
  endforeach()
endfunction()
