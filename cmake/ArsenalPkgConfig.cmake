# Installs arsenal-<mode>.pc, every area for includers, for each hardening mode; and arsenal.pc, which requires that of
# ARSENAL_HARDENING. They are found from where they lie, so that an installed tree can be moved.

set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH to_prefix /prefix/${pc_dir} /prefix)
string(REGEX REPLACE "/$" "" to_prefix "${to_prefix}")

foreach(mode IN LISTS ARSENAL_HARDENING_MODES)
  # An archive after all that need it: areas depend on those that were declared before them.
  set(archives "")
  foreach(area IN LISTS areas)
    get_target_property(type arsenal_${area}_headers_${mode} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      list(PREPEND archives -larsenal_${area}_${mode})
    endif()
  endforeach()
  list(JOIN archives " " archives)
  string(TOUPPER ${mode} upper_mode)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/arsenal.pc.in ${PROJECT_BINARY_DIR}/arsenal-${mode}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/arsenal-${mode}.pc DESTINATION ${pc_dir})
endforeach()

file(WRITE ${PROJECT_BINARY_DIR}/arsenal.pc "Name: arsenal
Description: ${PROJECT_DESCRIPTION}
Version: ${PROJECT_VERSION}
Requires: arsenal-${ARSENAL_HARDENING} = ${PROJECT_VERSION}
")
install(FILES ${PROJECT_BINARY_DIR}/arsenal.pc DESTINATION ${pc_dir})
