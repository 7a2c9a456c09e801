# arsenal_bench(<name> SOURCES file... [PACKAGES name...] [LIBRARIES target...])
#
# Makes the program bench_<name>, which includes the library and links the rivals named in PACKAGES (as find_package
# and arsenal_find_package know them). A missing rival turns the program off, by message.

function(arsenal_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PACKAGES;LIBRARIES")
  set(libraries arsenal::headers ${arg_LIBRARIES})
  foreach(package IN LISTS arg_PACKAGES)
    arsenal_find_package(${package} found)
    if(NOT found)
      message(WARNING "bench_${name} is off: ${package} was not found (Debian: ${ARSENAL_DEBIAN_PACKAGE_${package}}).")
      return()
    endif()
    list(APPEND libraries arsenal_package_${package})
  endforeach()
  add_executable(bench_${name} ${arg_SOURCES})
  target_include_directories(bench_${name} PRIVATE ${PROJECT_SOURCE_DIR}/bench)
  target_compile_options(bench_${name} PRIVATE ${ARSENAL_WARNINGS})
  target_link_libraries(bench_${name} PRIVATE ${libraries})
  set_target_properties(bench_${name} PROPERTIES CXX_SCAN_FOR_MODULES OFF)
endfunction()
