"""Conan 2's recipe of the clone it lies in: `conan create packaging/conan`. Consumers use the package's own CMake files."""

import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load
from conan.tools.scm import Version

required_conan_version = ">=2.0"


class ArsenalRecipe(ConanFile):
    name = "arsenal"
    description = "The C++ standard library's names and contracts with faster implementations behind them"
    license = "MIT"
    topics = ("containers", "hash-map", "sorting", "locks", "allocator", "cpp20-modules")
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "modules": [True, False],  # the C++20 modules, beside the headers
        "hardening": ["none", "fast", "debug"],  # behind arsenal::headers and arsenal::<area>; all three are installed
    }
    default_options = {"modules": False, "hardening": "fast"}

    def _clone(self):
        return os.path.join(self.recipe_folder, "..", "..")

    def set_version(self):
        text = load(self, os.path.join(self._clone(), "CMakeLists.txt"))
        self.version = re.search(r"project\(arsenal VERSION ([\d.]+)", text).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "compat/*", "modules/*", "share/*", "tools/check_mix"):
            copy(self, pattern, src=self._clone(), dst=self.export_sources_folder)

    def validate(self):
        if self.settings.os != "Linux" or self.settings.arch not in ("x86_64", "armv8"):
            raise ConanInvalidConfiguration("arsenal is for Linux on x86_64 and armv8")
        if self.settings.get_safe("compiler.cppstd"):
            check_min_cppstd(self, 20)
        version = Version(self.settings.compiler.version)
        if self.options.modules and (self.settings.compiler != "clang" or version < 18):
            raise ConanInvalidConfiguration("arsenal's modules need clang 18 or newer: -o 'arsenal/*:modules=False'")

    def requirements(self):
        self.requires("xxhash/[>=0.8.1 <1]", headers=True, libs=False, visible=False)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self, generator="Ninja")
        toolchain.cache_variables["ARSENAL_MODULES"] = bool(self.options.modules)
        toolchain.cache_variables["ARSENAL_HARDENING"] = str(self.options.hardening)
        toolchain.cache_variables["ARSENAL_INSTALL"] = True
        for part in ("TESTS", "BENCH", "EXAMPLES"):
            toolchain.cache_variables[f"ARSENAL_BUILD_{part}"] = False
        xxhash = self.dependencies["xxhash"].cpp_info.aggregated_components()
        toolchain.cache_variables["ARSENAL_XXHASH_INCLUDE_DIR"] = xxhash.includedirs[0]
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.set_property("cmake_find_mode", "none")  # the package has its own
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "arsenal")]
        # For what is not CMake. The archives' order is told in one place, the pkg-config file.
        mode = str(self.options.hardening)
        text = load(self, os.path.join(self.package_folder, "lib", "pkgconfig", f"arsenal-{mode}.pc"))
        self.cpp_info.libs = re.findall(r"-l(\S+)", text)
        self.cpp_info.system_libs = ["pthread"]
        self.cpp_info.defines = [f"ARSENAL_HARDENING=ARSENAL_HARDENING_{mode.upper()}"]
