# The Debian package libarsenal-dev, which `cpack` makes of what is installed: ./run package, which first writes the pages
# to html/ in the build tree. Configured by the preset package, whose prefix /usr gives Debian's library directory.

set(doc_dir ${CMAKE_INSTALL_DATADIR}/doc/libarsenal-dev)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/debian/copyright DESTINATION ${doc_dir})
find_program(ARSENAL_GZIP gzip REQUIRED)
mark_as_advanced(ARSENAL_GZIP)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/packaging/debian/changelog)
execute_process(COMMAND ${ARSENAL_GZIP} -9nc ${PROJECT_SOURCE_DIR}/packaging/debian/changelog
  OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${PROJECT_BINARY_DIR}/changelog.gz DESTINATION ${doc_dir})
install(DIRECTORY ${PROJECT_BINARY_DIR}/html DESTINATION ${doc_dir})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libarsenal-dev)
set(CPACK_PACKAGE_VENDOR "The Arsenal authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES OFF) # archives: a stripped one has no symbols to link with
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_PACKAGE_SOURCE arsenal)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_MULTIARCH same)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The Arsenal authors <authors@arsenal.invalid>")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# Nothing is needed to have it there: which compiler, and how it is driven, is for the user to choose.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libc6-dev, clang-22 | clang (>= 1:18) | g++ (>= 4:12)")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
  "clang-tools-22, cmake (>= 3.28), ninja-build, pkgconf, libmimalloc-dev, gdb, python3")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "std's containers, algorithms, locks and allocators, faster (development)")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Hash containers, sorts and searches, hashing, atomics, locks and memory
resources with the names and contracts of the C++ standard library, as C++20
modules and as headers.

Holds the headers, the module units, static libraries in three hardening
modes (none, fast and debug), a CMake package (find_package(arsenal)), a
pkg-config file (arsenal.pc), and the documentation with the measurements
(/usr/share/doc/libarsenal-dev/html/index.html). Importing needs clang 18 or
newer with clang-scan-deps, CMake 3.28 or newer, and Ninja; including needs
g++ 12 or clang, and C++20.")
include(CPack)
