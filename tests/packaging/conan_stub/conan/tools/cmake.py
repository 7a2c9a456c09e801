import os
import pathlib


def cmake_layout(conanfile, generator=None, src_folder=".", build_folder="build"):
    conanfile.folders.source = src_folder
    conanfile.folders.build = os.path.join(build_folder, str(conanfile.settings.build_type))
    conanfile.folders.generators = os.path.join(conanfile.folders.build, "generators")
    conanfile.cpp.build.bindir = "."


class CMakeToolchain:
    def __init__(self, conanfile, generator=None):
        self.conanfile, self.generator, self.cache_variables = conanfile, generator, {}

    def generate(self):
        conanfile, lines = self.conanfile, []
        for dependency in conanfile.dependencies.values():
            for directory in dependency.cpp_info.builddirs:
                lines.append(f'list(PREPEND CMAKE_PREFIX_PATH "{os.path.join(dependency.package_folder, directory)}")')
        for name, value in self.cache_variables.items():
            kind, value = ("BOOL", "ON" if value else "OFF") if isinstance(value, bool) else ("STRING", value)
            lines.append(f'set({name} "{value}" CACHE {kind} "")')
        lines.append(f"set(CMAKE_CXX_STANDARD {conanfile.settings.compiler.cppstd.removeprefix('gnu')})")
        lines.append('set(CMAKE_CXX_FLAGS_RELEASE "-O0" CACHE STRING "")')
        directory = pathlib.Path(conanfile.generators_folder)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "conan_toolchain.cmake").write_text("\n".join(lines) + "\n")
        (directory / "generator").write_text(self.generator or "Unix Makefiles")


class CMake:
    def __init__(self, conanfile):
        self.conanfile = conanfile

    def configure(self, variables=None, build_script_folder=None, cli_args=None):
        conanfile, directory = self.conanfile, pathlib.Path(self.conanfile.generators_folder)
        generator = (directory / "generator").read_text()
        conanfile.run(
            f'cmake --fresh -S "{conanfile.source_folder}" -B "{conanfile.build_folder}" -G "{generator}"'
            f' -DCMAKE_TOOLCHAIN_FILE="{directory / "conan_toolchain.cmake"}" -DCMAKE_BUILD_TYPE={conanfile.settings.build_type}'
            f' -DCMAKE_INSTALL_PREFIX="{conanfile.package_folder}" -DCMAKE_INSTALL_LIBDIR=lib'
        )

    def build(self, build_type=None, target=None, cli_args=None, build_tool_args=None):
        self.conanfile.run(f'cmake --build "{self.conanfile.build_folder}"')

    def install(self, build_type=None, component=None, cli_args=None):
        self.conanfile.run(f'cmake --install "{self.conanfile.build_folder}" --prefix "{self.conanfile.package_folder}"')
