# Failures, limits, memory, adversarial keys and threads: programs of their own, since they take longer than the
# conformance suite. tests_containers_failure_std runs the same sources on the platform's std.

function(_arsenal_containers_failure_tests)
  set(area containers_failure)
  set(arg_TIMEOUT 600)
  set(arg_SOURCES
    failure_allocation.cpp
    failure_fancy.cpp
    failure_limits.cpp
    failure_pmr.cpp
    failure_propagation.cpp
    failure_throwing.cpp
    stress_adversarial.cpp
    stress_memory.cpp
    stress_shrink.cpp
    stress_threads.cpp)
  find_package(Threads REQUIRED)
  set(arg_LIBRARIES Threads::Threads)

  if(ARSENAL_MODULES)
    _arsenal_test_program(import arsenal::containers)
    target_compile_definitions(tests_containers_failure_import PRIVATE ARSENAL_TEST_IMPORT=1)
    set_target_properties(tests_containers_failure_import PROPERTIES CXX_SCAN_FOR_MODULES ON)
  endif()
  _arsenal_test_program(headers arsenal::containers_headers)
  _arsenal_test_program(std arsenal::containers_headers)
  target_compile_definitions(tests_containers_failure_std PRIVATE ARSENAL_TEST_STD=1)
  foreach(way headers std)
    set_target_properties(tests_containers_failure_${way} PROPERTIES CXX_SCAN_FOR_MODULES OFF)
  endforeach()
  foreach(test containers_failure.import containers_failure.headers containers_failure.std)
    if(TEST ${test})
      set_tests_properties(${test} PROPERTIES LABELS containers)
    endif()
  endforeach()

  # Prints a table of bytes per element, std beside ours.
  add_executable(print_memory EXCLUDE_FROM_ALL print_memory.cpp)
  target_include_directories(print_memory PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(print_memory PRIVATE arsenal::containers_headers)
  set_target_properties(print_memory PROPERTIES CXX_SCAN_FOR_MODULES OFF)
endfunction()

if(TARGET arsenal::containers)
  _arsenal_containers_failure_tests()
endif()
