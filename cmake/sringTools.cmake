# SPDX-License-Identifier: MIT OR Apache-2.0
# What a project with its own operations, or its own compile-fail cases, calls. The variables are
# set by whoever includes this file: sringConfig.cmake, or the project itself.

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
  set(out "${CMAKE_CURRENT_BINARY_DIR}/sring/${arg_TARGET}")
  foreach(spec IN LISTS arg_SPEC)
    get_filename_component(spec "${spec}" ABSOLUTE)
    get_filename_component(op "${spec}" NAME_WE)
    set(header "${out}/include/sring/ops/${op}.h")
    add_custom_command(
        OUTPUT "${header}"
        COMMAND "${SRING_GEN}" --op "${spec}" --out "${out}"
        DEPENDS "${spec}" "${SRING_GEN}"
        COMMENT "Generating sring/ops/${op}.h"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE "${header}")
  endforeach()
  target_include_directories(${arg_TARGET} PRIVATE "${out}/include")
endfunction()

# sring_add_compile_fail_tests(DIR <cases>)
#
# Adds a test, labelled compile_fail, which checks that every case of a folder is refused for the
# reason that it states, and that its twin compiles.
function(sring_add_compile_fail_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "DIR" "")
  if(NOT arg_DIR OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "usage: sring_add_compile_fail_tests(DIR <cases>)")
  endif()
  get_filename_component(cases "${arg_DIR}" ABSOLUTE)
  get_filename_component(name "${cases}" NAME)
  set(includes)
  foreach(dir IN LISTS SRING_INCLUDE_DIRS)
    list(APPEND includes --include "${dir}")
  endforeach()
  add_test(NAME compile_fail_${name} COMMAND "${SRING_COMPILE_FAIL}" ${includes} "${cases}")
  set_tests_properties(compile_fail_${name} PROPERTIES LABELS compile_fail)
endfunction()
