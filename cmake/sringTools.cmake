# SPDX-License-Identifier: MIT OR Apache-2.0
# Functions for a project with its own operations or compile-fail cases. The paths of the tools are
# in global properties, which are visible wherever the functions are. The including file sets them:
# sringConfig.cmake, or the project itself.

# The include folders of sring_generate(). This is a target because its properties are evaluated
# after the whole project has been read.
if(NOT TARGET sring_generated_headers)
  add_library(sring_generated_headers INTERFACE)
endif()

# sring_generate(TARGET <target> SPEC <op.yaml>...)
#
# Adds <sring/ops/OP.h> to a target for each spec, OP.yaml. The header is made again when the spec
# changes. Call it in the directory of the target.
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
    set(cases "${out}/compile_fail/${op}.c")
    add_custom_command(
        OUTPUT "${header}"
        BYPRODUCTS "${cases}"
        COMMAND "${sring_gen}" --op "${spec}" --out "${out}"
        DEPENDS "${spec}" "${sring_gen}"
        COMMENT "Generating sring/ops/${op}.h"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE "${header}")
    set_property(TARGET ${arg_TARGET} APPEND PROPERTY SRING_GENERATED_CASES "${cases}")
  endforeach()
  target_include_directories(${arg_TARGET} PRIVATE "${out}/include")
  target_include_directories(sring_generated_headers INTERFACE "${out}/include")
endfunction()

# sring_add_compile_fail_tests([DIR <cases>] [TARGET <target>] [NAME <prefix>])
#
# Adds a test PREFIX.CASE (default: compile_fail.CASE), labelled compile_fail, for every case of a
# folder. The compiler must reject the case for the stated reason, and its twin must compile and
# run. share/sring/compile_fail explains how to write a case. TARGET adds the cases that
# sring_generate() has made for the target's operations: misuses of their signatures. Cases may
# include the headers of every sring_generate(), which exist when the project has been built.
function(sring_add_compile_fail_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "DIR;TARGET;NAME" "")
  if(arg_UNPARSED_ARGUMENTS OR NOT (arg_DIR OR arg_TARGET))
    message(FATAL_ERROR "usage: sring_add_compile_fail_tests([DIR <cases>] [TARGET <target>] "
                        "[NAME <prefix>])")
  endif()
  set(cases "")
  if(arg_DIR)
    get_filename_component(folder "${arg_DIR}" ABSOLUTE)
    file(GLOB cases CONFIGURE_DEPENDS "${folder}/*.c")
    if(NOT cases)
      message(FATAL_ERROR "sring_add_compile_fail_tests: there is no case (*.c) in ${folder}")
    endif()
  endif()
  if(arg_TARGET)
    get_property(generated TARGET ${arg_TARGET} PROPERTY SRING_GENERATED_CASES)
    if(NOT generated)
      message(FATAL_ERROR "sring_add_compile_fail_tests: first call sring_generate(TARGET "
                          "${arg_TARGET} ...)")
    endif()
    list(APPEND cases ${generated})
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
  set(own "$<TARGET_PROPERTY:sring_generated_headers,INTERFACE_INCLUDE_DIRECTORIES>")
  foreach(case IN LISTS cases)
    get_filename_component(name "${case}" NAME_WE)
    set(test "${arg_NAME}.${name}")
    add_test(NAME ${test}
             COMMAND "${runner}" -j1 ${includes}
                     "$<$<BOOL:${own}>:--include=$<JOIN:${own},;--include=>>"
                     --library=$<TARGET_FILE:${library}> "${case}"
             COMMAND_EXPAND_LISTS)
    set_tests_properties(${test} PROPERTIES LABELS compile_fail SKIP_RETURN_CODE 77 TIMEOUT 300)
  endforeach()
endfunction()
