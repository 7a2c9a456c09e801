# How each third-party package that an area may name in PACKAGES is found. Used by Arsenal's own build and, installed
# beside the package config, by its consumers.
#
# arsenal_find_package(<name> <found>) defines the target arsenal_package_<name> and sets <found>.

include_guard(GLOBAL)

function(arsenal_find_package name found)
  if(NOT TARGET arsenal_package_${name})
    cmake_language(CALL _arsenal_find_${name} target)
    if(target)
      add_library(arsenal_package_${name} INTERFACE IMPORTED GLOBAL)
      target_link_libraries(arsenal_package_${name} INTERFACE ${target})
    endif()
  endif()
  if(TARGET arsenal_package_${name})
    set(${found} TRUE PARENT_SCOPE)
  else()
    set(${found} FALSE PARENT_SCOPE)
  endif()
endfunction()

set(ARSENAL_DEBIAN_PACKAGE_xxHash libxxhash-dev)
function(_arsenal_find_xxHash target)
  find_path(ARSENAL_XXHASH_INCLUDE_DIR xxhash.h)
  find_library(ARSENAL_XXHASH_LIBRARY xxhash)
  mark_as_advanced(ARSENAL_XXHASH_INCLUDE_DIR ARSENAL_XXHASH_LIBRARY)
  set(${target} "" PARENT_SCOPE)
  if(ARSENAL_XXHASH_INCLUDE_DIR AND ARSENAL_XXHASH_LIBRARY)
    add_library(arsenal_xxHash UNKNOWN IMPORTED GLOBAL)
    set_target_properties(arsenal_xxHash PROPERTIES
      IMPORTED_LOCATION ${ARSENAL_XXHASH_LIBRARY}
      INTERFACE_INCLUDE_DIRECTORIES ${ARSENAL_XXHASH_INCLUDE_DIR})
    set(${target} arsenal_xxHash PARENT_SCOPE)
  endif()
endfunction()

# Rivals in benchmarks.

set(ARSENAL_DEBIAN_PACKAGE_absl libabsl-dev)
function(_arsenal_find_absl target)
  find_package(absl QUIET)
  set(${target} "" PARENT_SCOPE)
  if(absl_FOUND)
    set(${target} absl::flat_hash_map absl::flat_hash_set absl::node_hash_map absl::node_hash_set PARENT_SCOPE)
  endif()
endfunction()

set(ARSENAL_DEBIAN_PACKAGE_boost libboost1.81-dev)
function(_arsenal_find_boost target)
  find_package(Boost 1.81 CONFIG QUIET)
  set(${target} "" PARENT_SCOPE)
  if(Boost_FOUND)
    set(${target} Boost::headers PARENT_SCOPE)
  endif()
endfunction()

set(ARSENAL_DEBIAN_PACKAGE_benchmark libbenchmark-dev)
function(_arsenal_find_benchmark target)
  find_package(benchmark QUIET)
  set(${target} "" PARENT_SCOPE)
  if(benchmark_FOUND)
    set(${target} benchmark::benchmark PARENT_SCOPE)
  endif()
endfunction()
