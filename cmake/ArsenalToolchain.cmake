# Fails early, and in plain words, where the toolchain cannot build what was asked for.

if(NOT ARSENAL_HARDENING MATCHES "^(none|fast|debug)$")
  message(FATAL_ERROR "ARSENAL_HARDENING is '${ARSENAL_HARDENING}': it must be none, fast or debug.")
endif()

if(ARSENAL_MODULES)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 18)
    message(FATAL_ERROR
      "Arsenal's modules need clang 18 or newer, and this is ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}. "
      "Configure with -DARSENAL_MODULES=OFF to use the headers.")
  endif()
  if(NOT CMAKE_CXX_COMPILER_CLANG_SCAN_DEPS)
    message(FATAL_ERROR
      "Arsenal's modules need clang-scan-deps beside ${CMAKE_CXX_COMPILER} (Debian: clang-tools-22). "
      "Configure with -DARSENAL_MODULES=OFF to use the headers.")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja")
    message(FATAL_ERROR "Arsenal's modules need the Ninja generator (cmake -G Ninja).")
  endif()
endif()

# For Arsenal's own translation units only; nothing of it reaches a consumer.
set(ARSENAL_WARNINGS -Wall -Wextra)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  list(APPEND ARSENAL_WARNINGS -Wpedantic) # g++ 12's objects to __int128
endif()
