# SPDX-License-Identifier: MIT OR Apache-2.0
# The compile-fail cases and encoding tests of all operations are not committed. They are made here,
# before the tests are listed, and again when a spec or the generator changes. SRING_GENERATED_TESTS
# is their folder.
find_package(Python3 3.10 REQUIRED COMPONENTS Interpreter)
set(SRING_GENERATED_TESTS ${PROJECT_BINARY_DIR}/generated)
file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/spec/*.yaml
     ${PROJECT_SOURCE_DIR}/spec/*.json ${PROJECT_SOURCE_DIR}/codegen/sring_gen/*)
list(FILTER sources EXCLUDE REGEX __pycache__)
set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
execute_process(
    COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/codegen/sring-gen
            --spec ${PROJECT_SOURCE_DIR}/spec --tests --out ${SRING_GENERATED_TESTS}
    RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "sring: the tests cannot be generated. If Python lacks a module, install "
                      "python3-jinja2, python3-yaml and python3-jsonschema, or configure with "
                      "-DSRING_BUILD_TESTS=OFF.\n${errors}")
endif()
