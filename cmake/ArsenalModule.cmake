# arsenal_module(<area> [ROOT dir] [DEPENDS area...] HEADERS rel... [SOURCES rel...] [UNITS rel...]
#                [PACKAGES name...] [PRIVATE_PACKAGES name...])
#
# Declares an area, called in <ROOT>/arsenal/<area>/ (ROOT is modules/ unless given). HEADERS and SOURCES are relative to
# it; the umbrella <ROOT>/arsenal/<area>.hpp and the module unit <ROOT>/arsenal/<area>.cppm are implied, and UNITS are
# further units of the same module. Consumers need PACKAGES too; PRIVATE_PACKAGES are header libraries that only the
# compiled sources include. Defines, for each hardening mode,
#
#   arsenal::<area>_<mode>            for importers: the module unit, compiled into an archive of its own
#   arsenal::<area>_headers_<mode>    for includers: the headers and the compiled sources; no module in sight
#
# and arsenal::<area>, arsenal::<area>_headers as other names of the mode ARSENAL_HARDENING. What is not that mode is
# built when somebody links it or when it is to be installed. Two modes in one program are refused by CMake.
#
# An area whose package is missing, or that depends on such an area, is off: a message says so, and the global
# property ARSENAL_OFF_<area> holds the reason.

set(ARSENAL_HARDENING_MODES none fast debug)

function(arsenal_module area)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ROOT" "DEPENDS;HEADERS;SOURCES;UNITS;PACKAGES;PRIVATE_PACKAGES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "arsenal_module(${area}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_ROOT)
    set(arg_ROOT ${PROJECT_SOURCE_DIR}/modules)
  endif()

  _arsenal_reason_off(${area} reason)
  set_property(GLOBAL PROPERTY ARSENAL_OFF_${area} "${reason}")
  if(reason)
    message(WARNING "arsenal.${area} is off: ${reason}.")
    set_property(GLOBAL APPEND PROPERTY ARSENAL_AREAS_OFF ${area})
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY ARSENAL_AREAS ${area})
  set(needs ${arg_PACKAGES})
  foreach(dependency IN LISTS arg_DEPENDS)
    get_property(more GLOBAL PROPERTY ARSENAL_NEEDS_${dependency})
    list(APPEND needs ${more})
  endforeach()
  list(REMOVE_DUPLICATES needs)
  set_property(GLOBAL PROPERTY ARSENAL_NEEDS_${area} "${needs}")

  set(headers ${arg_HEADERS})
  set(sources ${arg_SOURCES})
  list(TRANSFORM headers PREPEND ${arg_ROOT}/arsenal/${area}/)
  list(TRANSFORM sources PREPEND ${arg_ROOT}/arsenal/${area}/)
  list(TRANSFORM arg_UNITS PREPEND ${arg_ROOT}/arsenal/${area}/)
  set(umbrella ${arg_ROOT}/arsenal/${area}.hpp)
  set(unit ${arg_ROOT}/arsenal/${area}.cppm)
  if(EXISTS ${umbrella})
    list(APPEND headers ${umbrella})
  endif()
  _arsenal_check_header_list(${area} ${arg_ROOT} ${headers})

  foreach(mode IN LISTS ARSENAL_HARDENING_MODES)
    _arsenal_add_headers(${mode})
    if(ARSENAL_MODULES)
      _arsenal_add_units(${mode})
    endif()
  endforeach()
  add_library(arsenal::${area}_headers ALIAS arsenal_${area}_headers_${ARSENAL_HARDENING})
  if(ARSENAL_MODULES)
    add_library(arsenal::${area} ALIAS arsenal_${area}_${ARSENAL_HARDENING})
  else()
    add_library(arsenal::${area} ALIAS arsenal_${area}_headers_${ARSENAL_HARDENING})
  endif()
endfunction()

# Why <area> cannot be built, or nothing. Reads arsenal_module's arguments.
function(_arsenal_reason_off area reason)
  set(${reason} "" PARENT_SCOPE)
  get_property(known GLOBAL PROPERTY ARSENAL_AREAS)
  foreach(dependency IN LISTS arg_DEPENDS)
    get_property(off GLOBAL PROPERTY ARSENAL_OFF_${dependency})
    if(off)
      set(${reason} "it depends on arsenal.${dependency}, which is off" PARENT_SCOPE)
    elseif(NOT dependency IN_LIST known)
      message(FATAL_ERROR
        "arsenal.${area} depends on '${dependency}', which is not declared before it: list ${dependency} above "
        "${area} in modules/CMakeLists.txt. Areas may not depend on each other in a circle.")
    endif()
  endforeach()
  foreach(package IN LISTS arg_PACKAGES arg_PRIVATE_PACKAGES)
    arsenal_find_package(${package} found)
    if(NOT found)
      set(${reason} "the package ${package} was not found (Debian: ${ARSENAL_DEBIAN_PACKAGE_${package}})" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# A header that is not declared would be missing from the installed package.
function(_arsenal_check_header_list area root)
  file(GLOB_RECURSE present CONFIGURE_DEPENDS ${root}/arsenal/${area}/*.hpp)
  list(REMOVE_ITEM present ${ARGN})
  if(present)
    message(FATAL_ERROR "arsenal.${area}: not listed in HEADERS: ${present}")
  endif()
endfunction()

# The two target makers below read arsenal_module's variables.

function(_arsenal_add_headers mode)
  set(target arsenal_${area}_headers_${mode})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(reach PUBLIC)
    # What a failed check prints is the header's name, not where it lay as the archive was built.
    target_compile_options(${target} PRIVATE ${ARSENAL_WARNINGS} -fmacro-prefix-map=${arg_ROOT}/=)
    set_target_properties(${target} PROPERTIES CXX_SCAN_FOR_MODULES OFF POSITION_INDEPENDENT_CODE ON)
  else()
    add_library(${target} INTERFACE)
    set(reach INTERFACE)
  endif()
  add_library(arsenal::${area}_headers_${mode} ALIAS ${target})
  target_compile_features(${target} ${reach} cxx_std_20)
  target_include_directories(${target} ${reach} $<BUILD_INTERFACE:${arg_ROOT}> $<INSTALL_INTERFACE:include>)
  string(TOUPPER ${mode} upper_mode)
  target_compile_definitions(${target} ${reach} ARSENAL_HARDENING=ARSENAL_HARDENING_${upper_mode})
  set_target_properties(${target} PROPERTIES
    COMPATIBLE_INTERFACE_STRING ARSENAL_HARDENING_MODE
    INTERFACE_ARSENAL_HARDENING_MODE ${mode}
    EXPORT_NAME ${area}_headers_${mode}
    OUTPUT_NAME arsenal_${area}_${mode})
  foreach(dependency IN LISTS arg_DEPENDS)
    target_link_libraries(${target} ${reach} arsenal_${dependency}_headers_${mode})
  endforeach()
  foreach(package IN LISTS arg_PACKAGES)
    target_link_libraries(${target} ${reach} arsenal_package_${package})
  endforeach()
  foreach(package IN LISTS arg_PRIVATE_PACKAGES)
    target_link_libraries(${target} PRIVATE $<BUILD_LOCAL_INTERFACE:arsenal_package_${package}>)
  endforeach()
  _arsenal_keep(${target} ${mode})
endfunction()

function(_arsenal_add_units mode)
  set(target arsenal_${area}_${mode})
  add_library(${target} STATIC)
  add_library(arsenal::${area}_${mode} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET CXX_MODULES BASE_DIRS ${arg_ROOT} FILES ${unit} ${arg_UNITS})
  target_link_libraries(${target} PUBLIC arsenal_${area}_headers_${mode})
  foreach(dependency IN LISTS arg_DEPENDS)
    target_link_libraries(${target} PUBLIC arsenal_${dependency}_${mode})
  endforeach()
  set_target_properties(${target} PROPERTIES
    CXX_SCAN_FOR_MODULES ON
    POSITION_INDEPENDENT_CODE ON
    EXPORT_NAME ${area}_${mode}
    OUTPUT_NAME arsenal_${area}_module_${mode})
  _arsenal_keep(${target} ${mode})
endfunction()

# Remembers <target> for installation. A mode that is neither the default nor installed is built on demand only; as a
# subproject, so is every target: a module that nobody around imports would be built in another dialect than the others.
function(_arsenal_keep target mode)
  set_property(GLOBAL APPEND PROPERTY ARSENAL_TARGETS ${target})
  if(NOT ARSENAL_INSTALL AND NOT (PROJECT_IS_TOP_LEVEL AND mode STREQUAL ARSENAL_HARDENING))
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

# arsenal_umbrella(): the module `arsenal`, which re-exports every area under modules/. Off when an area is.
function(arsenal_umbrella)
  get_property(areas GLOBAL PROPERTY ARSENAL_AREAS)
  if(NOT ARSENAL_MODULES OR NOT areas)
    return()
  endif()
  file(STRINGS ${PROJECT_SOURCE_DIR}/modules/arsenal.cppm imports REGEX "^export import arsenal\\.")
  list(TRANSFORM imports REPLACE "^export import arsenal\\.([a-z_]+);.*" "\\1")
  foreach(area IN LISTS imports)
    if(NOT area IN_LIST areas)
      message(WARNING "The module arsenal is off: arsenal.${area} is.")
      return()
    endif()
  endforeach()
  set(area arsenal)
  set(arg_ROOT ${PROJECT_SOURCE_DIR}/modules)
  set(unit ${arg_ROOT}/arsenal.cppm)
  set(arg_DEPENDS ${imports})
  set(sources "")
  set(arg_PACKAGES "")
  set(arg_PRIVATE_PACKAGES "")
  foreach(mode IN LISTS ARSENAL_HARDENING_MODES)
    _arsenal_add_headers(${mode})
    _arsenal_add_units(${mode})
  endforeach()
  add_library(arsenal::arsenal ALIAS arsenal_arsenal_${ARSENAL_HARDENING})
endfunction()

# arsenal_finish(): arsenal::headers, every area for includers, once all areas are declared. As a subproject, the
# modules take the dialect of the importers around them.
function(arsenal_finish)
  get_property(areas GLOBAL PROPERTY ARSENAL_AREAS)
  foreach(mode IN LISTS ARSENAL_HARDENING_MODES)
    set(target arsenal_headers_${mode})
    add_library(${target} INTERFACE)
    add_library(arsenal::headers_${mode} ALIAS ${target})
    foreach(area IN LISTS areas)
      target_link_libraries(${target} INTERFACE arsenal_${area}_headers_${mode})
    endforeach()
    set_target_properties(${target} PROPERTIES EXPORT_NAME headers_${mode})
    _arsenal_keep(${target} ${mode})
  endforeach()
  add_library(arsenal::headers ALIAS arsenal_headers_${ARSENAL_HARDENING})

  if(ARSENAL_MODULES AND NOT PROJECT_IS_TOP_LEVEL)
    include(ArsenalDialect)
    get_property(targets GLOBAL PROPERTY ARSENAL_TARGETS)
    list(FILTER targets EXCLUDE REGEX "_headers_|^arsenal_drop_in_")
    arsenal_take_dialect_from_importers(${CMAKE_SOURCE_DIR} "${targets}" ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
