# Failures, limits, memory, adversarial keys and threads: a program apart from the conformance suite, on std too.
arsenal_tests(containers TOPIC failure STD TIMEOUT 600 SOURCES
    failure_allocation.cpp
    failure_fancy.cpp
    failure_limits.cpp
    failure_pmr.cpp
    failure_propagation.cpp
    failure_throwing.cpp
    stress_adversarial.cpp
    stress_memory.cpp
    stress_shrink.cpp
    stress_threads.cpp
    LIBRARIES Threads::Threads)

# Prints a table of bytes per element, std beside ours.
if(TARGET arsenal::containers)
  add_executable(print_memory EXCLUDE_FROM_ALL print_memory.cpp)
  target_include_directories(print_memory PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(print_memory PRIVATE arsenal::containers_headers)
  set_target_properties(print_memory PROPERTIES CXX_SCAN_FOR_MODULES OFF)
endif()
