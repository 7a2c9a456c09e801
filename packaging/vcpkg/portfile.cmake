# An overlay port of the clone it lies in: vcpkg install arsenal --overlay-ports=<clone>/packaging/vcpkg
# vcpkg's cache does not see a change of the clone's sources: vcpkg remove arsenal, or --no-binarycaching.
cmake_path(SET source_dir NORMALIZE "${CURRENT_PORT_DIR}/../..")

vcpkg_check_linkage(ONLY_STATIC_LIBRARY)
vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options
  FEATURES
    modules ARSENAL_MODULES
)

# One set of archives, optimised: how much is checked is the hardening mode, and the package has all three of those.
set(VCPKG_BUILD_TYPE release)
set(VCPKG_POLICY_MISMATCHED_NUMBER_OF_BINARIES enabled)

vcpkg_cmake_configure(
  SOURCE_PATH "${source_dir}"
  OPTIONS
    ${feature_options}
    -DARSENAL_BUILD_TESTS=OFF
    -DARSENAL_BUILD_BENCH=OFF
    -DARSENAL_BUILD_EXAMPLES=OFF
    -DARSENAL_INSTALL=ON
    "-DARSENAL_INSTALL_CMAKEDIR=share/${PORT}"
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup()
vcpkg_fixup_pkgconfig()

file(INSTALL "${CURRENT_PORT_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${source_dir}/LICENSE")
