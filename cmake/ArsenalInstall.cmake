# Installs the headers at include/arsenal/, an archive per area and hardening mode, the package config and arsenal.pc.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(ARSENAL_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/arsenal CACHE STRING "Where below the prefix the package config goes")
mark_as_advanced(ARSENAL_INSTALL_CMAKEDIR)
set(package_dir ${ARSENAL_INSTALL_CMAKEDIR})
get_property(targets GLOBAL PROPERTY ARSENAL_TARGETS)
get_property(areas GLOBAL PROPERTY ARSENAL_AREAS)
get_property(off GLOBAL PROPERTY ARSENAL_AREAS_OFF)

set(module_targets "")
set(header_targets "")
foreach(target IN LISTS targets)
  get_target_property(file_sets ${target} CXX_MODULE_SETS)
  if(file_sets)
    list(APPEND module_targets ${target})
  else()
    list(APPEND header_targets ${target})
  endif()
endforeach()

install(TARGETS ${header_targets} EXPORT arsenal-headers ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT arsenal-headers NAMESPACE arsenal:: FILE arsenal-headers.cmake DESTINATION ${package_dir})
if(module_targets)
  install(TARGETS ${module_targets} EXPORT arsenal-modules
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET CXX_MODULES DESTINATION include)
  install(EXPORT arsenal-modules NAMESPACE arsenal:: FILE arsenal-modules.cmake DESTINATION ${package_dir}
    CXX_MODULES_DIRECTORY modules)

  # CMake 3.31 writes where the units lay in the source tree into the installed files; write where they lie now.
  file(RELATIVE_PATH to_include /prefix/${package_dir}/modules /prefix/include)
  install(CODE "
    file(GLOB files \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${package_dir}/modules/target-*.cmake\")
    foreach(file IN LISTS files)
      file(READ \${file} text)
      foreach(root IN ITEMS modules compat)
        string(REPLACE \"=${PROJECT_SOURCE_DIR}/\${root}/\" \"=\\\${CMAKE_CURRENT_LIST_DIR}/${to_include}/\" text \"\${text}\")
      endforeach()
      file(WRITE \${file} \"\${text}\")
    endforeach()")
endif()

foreach(root IN ITEMS modules compat)
  if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${root}/arsenal)
    continue()
  endif()
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${root}/arsenal DESTINATION include
    FILES_MATCHING PATTERN "*" PATTERN "*.cpp" EXCLUDE PATTERN "*.inc" EXCLUDE PATTERN "*.cppm" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE)
endforeach()
if(EXISTS ${PROJECT_SOURCE_DIR}/compat/drop_in)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/compat/drop_in/ DESTINATION include/arsenal/drop_in)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/share/gdb/arsenal_printers.py
  DESTINATION ${CMAKE_INSTALL_DATADIR}/arsenal/gdb COMPONENT gdb)
install(FILES ${PROJECT_SOURCE_DIR}/share/natvis/arsenal.natvis
  DESTINATION ${CMAKE_INSTALL_DATADIR}/arsenal/natvis COMPONENT natvis)

# What the package config needs to know: the areas, what each needs, and why the others are off.
set(ARSENAL_PACKAGE_FACTS "set(_arsenal_areas ${areas})\nset(_arsenal_default_mode ${ARSENAL_HARDENING})\n")
foreach(area IN LISTS areas)
  get_property(needs GLOBAL PROPERTY ARSENAL_NEEDS_${area})
  string(APPEND ARSENAL_PACKAGE_FACTS "set(_arsenal_needs_${area} ${needs})\n")
endforeach()
foreach(area IN LISTS off)
  get_property(reason GLOBAL PROPERTY ARSENAL_OFF_${area})
  string(APPEND ARSENAL_PACKAGE_FACTS "set(_arsenal_off_${area} \"${reason}\")\n")
endforeach()
string(REPLACE ";" " " ARSENAL_PACKAGE_FACTS "${ARSENAL_PACKAGE_FACTS}")

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/arsenal-config.cmake.in
  ${PROJECT_BINARY_DIR}/arsenal-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/arsenal-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/arsenal-config.cmake
  ${PROJECT_BINARY_DIR}/arsenal-config-version.cmake
  ${PROJECT_SOURCE_DIR}/cmake/ArsenalCheckMix.cmake
  ${PROJECT_SOURCE_DIR}/cmake/ArsenalPackages.cmake
  ${PROJECT_SOURCE_DIR}/cmake/ArsenalDialect.cmake
  ${PROJECT_SOURCE_DIR}/cmake/ArsenalMallocOverride.cmake
  ${PROJECT_SOURCE_DIR}/cmake/arsenal_malloc_override.cpp
  DESTINATION ${package_dir})
install(PROGRAMS ${PROJECT_SOURCE_DIR}/tools/check_mix DESTINATION ${package_dir})

include(ArsenalPkgConfig)
