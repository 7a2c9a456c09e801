# arsenal_tests(<area> [TOPIC name] [STD] [DROP_IN] SOURCES file... [TIMEOUT seconds] [LIBRARIES target...]
#               [PRECOMPILE header] [LEVELS way=-O<n>...])
#
# Makes, from the same sources, the Catch2 program tests_<area>_import (with ARSENAL_TEST_IMPORT=1, when modules are on)
# and tests_<area>_headers, and registers each as one test labelled <area>. With STD a third, tests_<area>_std, with
# ARSENAL_TEST_STD=1: the same expectations of the platform's own classes, where ARSENAL_TEST_PLATFORM is on. With DROP_IN
# tests_<area>_drop_in, with ARSENAL_TEST_DROP_IN=1 besides: what std names there when arsenal::drop_in is linked. TOPIC makes
# further programs of the same area, tests_<area>_<topic>_import and so on. The tests are named <area>[.<topic>].<way>.
# TIMEOUT, 300 by default, stops a hang.
#
# An area may take 90 seconds of two cores in each preset (`./run test --times`). PRECOMPILE names a header of the tests'
# that is precompiled: what their sources include of others. LEVELS gives ways (import, headers, std, drop_in) another
# level of optimisation than the preset's.

find_package(Catch2 3 REQUIRED)

# The compiler as a command, for tests that call it: with the flags and the target of this build.
function(arsenal_compiler_command result)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND flags --target=${CMAKE_CXX_COMPILER_TARGET})
  endif()
  set(${result} ${CMAKE_CXX_COMPILER} ${flags} PARENT_SCOPE)
endfunction()

function(arsenal_tests area)
  cmake_parse_arguments(PARSE_ARGV 1 arg "STD;DROP_IN" "TOPIC;TIMEOUT;PRECOMPILE" "SOURCES;LIBRARIES;LEVELS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "arsenal_tests(${area}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  elseif(NOT TARGET arsenal::${area})
    message(STATUS "The tests of arsenal.${area} are off with their area.")
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  if(ARSENAL_MODULES)
    _arsenal_test_program(import arsenal::${area} ON)
  endif()
  _arsenal_test_program(headers arsenal::${area}_headers OFF)
  if(arg_STD AND ARSENAL_TEST_PLATFORM)
    _arsenal_test_program(std arsenal::${area}_headers OFF)
  endif()
  if(arg_DROP_IN)
    _arsenal_test_program(drop_in arsenal::drop_in OFF)
  endif()
endfunction()

# The target whose precompiled header the program takes: one for all that differ in nothing else. Nothing else is in it, so
# that no program waits for another. Reads the variables of _arsenal_test_program.
function(_arsenal_precompiled result)
  string(MAKE_C_IDENTIFIER "tests_${area}_${arg_PRECOMPILE}_${way}${own_level}_${arg_LIBRARIES}" target)
  set(${result} ${target} PARENT_SCOPE)
  if(TARGET ${target})
    return()
  endif()
  set(empty ${PROJECT_BINARY_DIR}/tests/empty.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  add_library(${target} OBJECT ${empty})
  foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES)
    get_target_property(value ${program} ${property})
    set_target_properties(${target} PROPERTIES ${property} "${value}")
  endforeach()
  target_precompile_headers(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${arg_PRECOMPILE})
  target_link_libraries(${target} PRIVATE ${library} ${arg_LIBRARIES} Catch2::Catch2WithMain)
  set_target_properties(${target} PROPERTIES CXX_SCAN_FOR_MODULES ${scan})
endfunction()

# Reads arsenal_tests' variables. <way> is import, headers, std or drop_in.
function(_arsenal_test_program way library scan)
  set(words ${area} ${arg_TOPIC} ${way})
  list(JOIN words . test)
  list(JOIN words _ program)
  set(program tests_${program})
  string(TOUPPER ${way} upper_way)
  add_executable(${program} ${arg_SOURCES})
  target_compile_definitions(${program} PRIVATE
    ARSENAL_TEST_${upper_way}=1 $<$<STREQUAL:${way},drop_in>:ARSENAL_TEST_STD=1>)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${program} PRIVATE ${ARSENAL_WARNINGS})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${program} PRIVATE -Wno-c2y-extensions) # Catch2's __COUNTER__
  endif()
  set(own_level "")
  foreach(level IN LISTS arg_LEVELS)
    if(level MATCHES "^${way}=(-O.)$")
      set(own_level ${CMAKE_MATCH_1})
    endif()
  endforeach()
  target_compile_options(${program} PRIVATE ${own_level})
  if(arg_PRECOMPILE)
    _arsenal_precompiled(header_of)
    target_precompile_headers(${program} REUSE_FROM ${header_of})
  endif()
  target_link_libraries(${program} PRIVATE ${library} ${arg_LIBRARIES} Catch2::Catch2WithMain)
  set_target_properties(${program} PROPERTIES CXX_SCAN_FOR_MODULES ${scan})
  add_test(NAME ${test} COMMAND ${program})
  set_tests_properties(${test} PROPERTIES LABELS ${area} TIMEOUT ${arg_TIMEOUT})
endfunction()

# arsenal_soak(<area> SOURCES file...)
#
# Makes the program tests_<area>_soak, whose main() is support::soak_main(), and registers two seconds of it as the test
# <area>.soak. `tools/soak` runs it longer.
function(arsenal_soak area)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
  if(NOT TARGET arsenal::${area}_headers)
    return()
  endif()
  set(program tests_${area}_soak)
  add_executable(${program} ${arg_SOURCES})
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${program} PRIVATE ${ARSENAL_WARNINGS})
  target_link_libraries(${program} PRIVATE arsenal::${area}_headers)
  set_target_properties(${program} PROPERTIES
    CXX_SCAN_FOR_MODULES OFF
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/soak)
  if(NOT TARGET soak)
    add_custom_target(soak)
  endif()
  add_dependencies(soak ${program})
  add_test(NAME ${area}.soak COMMAND ${program} 2)
  set_tests_properties(${area}.soak PROPERTIES LABELS ${area} TIMEOUT 120)
endfunction()

# arsenal_fuzz(<area> <name> [BRIEF] SOURCES file... [LIBRARIES target...] [SLOW sanitizer...])
#
# SOURCES define LLVMFuzzerTestOneInput(); they include the library. Registers the target with inputs of a fixed seed
# (tests/fuzz/regression.cpp), which takes any compiler, as the test <area>.fuzz_<name>_regression. Where ARSENAL_FUZZ is on
# (the preset asan) makes the libFuzzer program fuzz_<name> too, and registers ten seconds of it. `tools/fuzz` runs it
# longer. BRIEF says that the regression is run sooner, even unoptimised, than the sources are optimised. SLOW names the
# sanitizers under which 3000 inputs take more than ten seconds: with them, and under an emulator, the test has 1000.
function(arsenal_fuzz area name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "BRIEF" "" "SOURCES;LIBRARIES;SLOW")
  if(NOT TARGET arsenal::${area})
    return()
  endif()
  set(target fuzz_${name}_target)
  add_library(${target} OBJECT ${arg_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  string(FIND "${CMAKE_CXX_FLAGS}" -fsanitize= sanitized)
  set(level -O1)
  if(arg_BRIEF AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND sanitized EQUAL -1)
    set(level -O0)
  endif()
  target_compile_options(${target} PRIVATE
    ${ARSENAL_WARNINGS} $<$<BOOL:${ARSENAL_FUZZ}>:-fsanitize=fuzzer-no-link> ${level})
  target_link_libraries(${target} PUBLIC arsenal::${area}_headers ${arg_LIBRARIES})

  add_executable(fuzz_${name}_regression ${PROJECT_SOURCE_DIR}/tests/fuzz/regression.cpp)
  target_compile_options(fuzz_${name}_regression PRIVATE ${ARSENAL_WARNINGS})
  target_link_libraries(fuzz_${name}_regression PRIVATE ${target})
  set(inputs 3000)
  list(JOIN arg_SLOW "|" slow)
  if(CMAKE_CROSSCOMPILING OR (slow AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*(${slow})"))
    set(inputs 1000)
  endif()
  add_test(NAME ${area}.fuzz_${name}_regression COMMAND fuzz_${name}_regression ${inputs})
  set(tests ${area}.fuzz_${name}_regression)

  set_target_properties(${target} fuzz_${name}_regression PROPERTIES CXX_SCAN_FOR_MODULES OFF)
  if(ARSENAL_FUZZ)
    add_executable(fuzz_${name} $<TARGET_OBJECTS:${target}>)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE arsenal::${area}_headers ${arg_LIBRARIES})
    set_target_properties(fuzz_${name} PROPERTIES
      LINKER_LANGUAGE CXX
      RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
    add_test(NAME ${area}.fuzz_${name} COMMAND fuzz_${name} -max_total_time=10 -timeout=20)
    list(APPEND tests ${area}.fuzz_${name})
  endif()
  set_tests_properties(${tests} PROPERTIES LABELS ${area} TIMEOUT 120)
endfunction()
