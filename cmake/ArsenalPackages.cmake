# How each third-party package that an area may name in PACKAGES or PRIVATE_PACKAGES is found. Used by Arsenal's own build and, installed
# beside the package config, by its consumers.
#
# arsenal_find_package(<name> <found>) defines the target arsenal_package_<name> and sets <found>.

include_guard() # of the variable scope: what looks for the package in another directory needs the names below, too

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

# Header only, compiled into Arsenal's own archive (XXH_INLINE_ALL). In a cross build the host's copy serves, taken out of
# a directory that holds other headers of the host.
set(ARSENAL_DEBIAN_PACKAGE_xxHash libxxhash-dev)
function(_arsenal_find_xxHash target)
  set(${target} "" PARENT_SCOPE)
  find_path(ARSENAL_XXHASH_INCLUDE_DIR xxhash.h NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(ARSENAL_XXHASH_INCLUDE_DIR)
  if(NOT ARSENAL_XXHASH_INCLUDE_DIR)
    return()
  endif()
  set(directory ${ARSENAL_XXHASH_INCLUDE_DIR})
  if(CMAKE_CROSSCOMPILING)
    set(directory ${CMAKE_BINARY_DIR}/arsenal_xxhash)
    file(COPY ${ARSENAL_XXHASH_INCLUDE_DIR}/xxhash.h DESTINATION ${directory})
  endif()
  add_library(arsenal_xxHash INTERFACE IMPORTED GLOBAL)
  target_include_directories(arsenal_xxHash INTERFACE ${directory})
  set(${target} arsenal_xxHash PARENT_SCOPE)
endfunction()

# The shared library, which has malloc and operator new among its names: a program that links it has its heap replaced.
# Only arsenal::malloc_override may name it; arsenal.memory loads it at run time, where it is there.
set(ARSENAL_DEBIAN_PACKAGE_mimalloc libmimalloc-dev)
function(_arsenal_find_mimalloc target)
  set(${target} "" PARENT_SCOPE)
  find_library(ARSENAL_MIMALLOC_LIBRARY NAMES libmimalloc.so)
  mark_as_advanced(ARSENAL_MIMALLOC_LIBRARY)
  if(ARSENAL_MIMALLOC_LIBRARY)
    set(${target} ${ARSENAL_MIMALLOC_LIBRARY} PARENT_SCOPE)
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

set(ARSENAL_DEBIAN_PACKAGE_hwy libhwy-dev)
function(_arsenal_find_hwy target)
  set(${target} "" PARENT_SCOPE)
  find_path(ARSENAL_HWY_INCLUDE_DIR hwy/contrib/sort/vqsort.h)
  find_library(ARSENAL_HWY_LIBRARY hwy)
  find_library(ARSENAL_HWY_CONTRIB_LIBRARY hwy_contrib)
  mark_as_advanced(ARSENAL_HWY_INCLUDE_DIR ARSENAL_HWY_LIBRARY ARSENAL_HWY_CONTRIB_LIBRARY)
  if(ARSENAL_HWY_INCLUDE_DIR AND ARSENAL_HWY_LIBRARY AND ARSENAL_HWY_CONTRIB_LIBRARY)
    set(${target} ${ARSENAL_HWY_CONTRIB_LIBRARY} ${ARSENAL_HWY_LIBRARY} PARENT_SCOPE)
  endif()
endfunction()
