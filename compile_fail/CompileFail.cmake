# SPDX-License-Identifier: MIT OR Apache-2.0
#
# sring_add_compile_fail_tests(PREFIX FOLDER [INCLUDE DIR...] [LIBRARY FILE...])
#
# One CTest test, PREFIX.NAME with the label compile_fail, for every case FOLDER/NAME.c: see the
# README beside this file. Compilers that are missing are skipped and said so.
set(SRING_COMPILE_FAIL_RUN ${CMAKE_CURRENT_LIST_DIR}/run)
find_program(SRING_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(SRING_PYTHON python3 REQUIRED)

function(sring_add_compile_fail_tests prefix folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "INCLUDE;LIBRARY")
  list(TRANSFORM arg_INCLUDE PREPEND --include=)
  list(TRANSFORM arg_LIBRARY PREPEND --library=)
  file(GLOB cases CONFIGURE_DEPENDS ${folder}/*.c)
  foreach(case IN LISTS cases)
    get_filename_component(name ${case} NAME_WE)
    add_test(NAME ${prefix}.${name}
             COMMAND ${SRING_PYTHON} ${SRING_COMPILE_FAIL_RUN} -j1 ${arg_INCLUDE} ${arg_LIBRARY} ${case})
    set_tests_properties(${prefix}.${name} PROPERTIES LABELS compile_fail SKIP_RETURN_CODE 77
                                                      TIMEOUT 300)
  endforeach()
endfunction()
