# arsenal_tests(<area> [TOPIC name] [STD] SOURCES file... [TIMEOUT seconds] [LIBRARIES target...])
#
# Makes, from the same sources, the Catch2 program tests_<area>_import (with ARSENAL_TEST_IMPORT=1, when modules are on)
# and tests_<area>_headers, and registers each as one test labelled <area>. With STD a third, tests_<area>_std, with
# ARSENAL_TEST_STD=1: the same expectations of the platform's own classes, not under a sanitizer. TOPIC makes further programs of the same area,
# tests_<area>_<topic>_import and so on. The tests are named <area>[.<topic>].<way>. TIMEOUT, 300 by default, stops a hang.

find_package(Catch2 3 REQUIRED)

function(arsenal_tests area)
  cmake_parse_arguments(PARSE_ARGV 1 arg "STD" "TOPIC;TIMEOUT" "SOURCES;LIBRARIES")
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
  if(arg_STD AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize") # whose objections to the platform's own code are not ours
    _arsenal_test_program(std arsenal::${area}_headers OFF)
  endif()
endfunction()

# Reads arsenal_tests' variables. <way> is import, headers or std.
function(_arsenal_test_program way library scan)
  set(words ${area} ${arg_TOPIC} ${way})
  list(JOIN words . test)
  list(JOIN words _ program)
  set(program tests_${program})
  string(TOUPPER ${way} upper_way)
  add_executable(${program} ${arg_SOURCES})
  target_compile_definitions(${program} PRIVATE ARSENAL_TEST_${upper_way}=1)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${program} PRIVATE ${ARSENAL_WARNINGS})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${program} PRIVATE -Wno-c2y-extensions) # Catch2's __COUNTER__
  endif()
  target_link_libraries(${program} PRIVATE ${library} ${arg_LIBRARIES} Catch2::Catch2WithMain)
  set_target_properties(${program} PROPERTIES CXX_SCAN_FOR_MODULES ${scan})
  add_test(NAME ${test} COMMAND ${program})
  set_tests_properties(${test} PROPERTIES LABELS ${area} TIMEOUT ${arg_TIMEOUT})
endfunction()

# arsenal_fuzz(<area> <name> SOURCES file... [LIBRARIES target...])
#
# Makes the libFuzzer program fuzz_<name>, which includes the library, where ARSENAL_FUZZ is on (the preset asan), and
# registers ten seconds of it as a test labelled <area>. `tools/fuzz` runs it longer.
function(arsenal_fuzz area name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;LIBRARIES")
  if(NOT ARSENAL_FUZZ OR NOT TARGET arsenal::${area})
    return()
  endif()
  add_executable(fuzz_${name} ${arg_SOURCES})
  target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(fuzz_${name} PRIVATE ${ARSENAL_WARNINGS} -fsanitize=fuzzer)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  target_link_libraries(fuzz_${name} PRIVATE arsenal::${area}_headers ${arg_LIBRARIES})
  set_target_properties(fuzz_${name} PROPERTIES
    CXX_SCAN_FOR_MODULES OFF
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  add_test(NAME ${area}.fuzz_${name} COMMAND fuzz_${name} -max_total_time=10 -timeout=20)
  set_tests_properties(${area}.fuzz_${name} PROPERTIES LABELS ${area} TIMEOUT 90)
endfunction()
