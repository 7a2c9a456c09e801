# arsenal::malloc_override: a program that links it has mimalloc's malloc and operator new, also in the libraries that it
# loads. Not with a sanitizer that replaces malloc itself (address, hwaddress, leak, memory, thread): where a target has
# one in its own flags, configuration ends with an error; where it has one by a generator expression, compilation does, or
# (of leak, which the compiler does not tell) the program as it starts.
# Without the package there is no such target, and a message says so.

include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/ArsenalDialect.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ArsenalPackages.cmake)

arsenal_find_package(mimalloc _arsenal_has_mimalloc)
if(_arsenal_has_mimalloc)
  add_library(arsenal::malloc_override INTERFACE IMPORTED GLOBAL)
  target_sources(arsenal::malloc_override INTERFACE ${CMAKE_CURRENT_LIST_DIR}/arsenal_malloc_override.cpp)
  target_link_libraries(arsenal::malloc_override INTERFACE arsenal_package_mimalloc)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL _arsenal_keep_malloc_from_sanitizers)
elseif(NOT arsenal_FIND_QUIETLY)
  message(STATUS
    "arsenal::malloc_override is off: mimalloc was not found (Debian: ${ARSENAL_DEBIAN_PACKAGE_mimalloc}).")
endif()

function(_arsenal_keep_malloc_from_sanitizers)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" configuration)
  separate_arguments(of_all UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${configuration}} ${CMAKE_EXE_LINKER_FLAGS}")
  _arsenal_targets_below(${CMAKE_SOURCE_DIR} "" targets)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT type MATCHES "EXECUTABLE|SHARED_LIBRARY|MODULE_LIBRARY")
      continue()
    endif()
    _arsenal_link_closure(${target} closure)
    if(NOT arsenal::malloc_override IN_LIST closure)
      continue()
    endif()
    _arsenal_gather(${target} "${closure}" COMPILE_OPTIONS compiled)
    _arsenal_gather(${target} "${closure}" LINK_OPTIONS linked)
    foreach(option IN LISTS of_all compiled linked)
      if(option MATCHES "(^|[: ])-fsanitize=([^ ]*,)?(address|hwaddress|kernel-address|leak|memory|thread)(,| |$)")
        message(FATAL_ERROR
          "arsenal::malloc_override: ${target} is built with ${option}, which replaces malloc itself. "
          "Do not link arsenal::malloc_override in sanitized builds.")
      endif()
    endforeach()
  endforeach()
endfunction()
