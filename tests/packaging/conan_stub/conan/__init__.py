"""The part of Conan 2's interface that packaging/conan uses, for where Conan is not: the calls do with the cmake at hand
what they say, and a name that Conan does not know is an error here, too. tests/packaging/run drives it."""

import subprocess
from types import SimpleNamespace


class Strict:
    """An object with no other attributes than those of `known`, for reading and writing."""

    def __init__(self, **known):
        object.__setattr__(self, "_known", known)

    def __getattr__(self, name):
        if name.startswith("_") or name not in self._known:
            raise AttributeError(f"Conan's {type(self).__name__} has no '{name}'")
        return self._known[name]

    def __setattr__(self, name, value):
        getattr(self, name)
        self._known[name] = value


class Setting(str):
    """'clang', with .version and whatever else is a part of it."""

    def __new__(cls, value, **parts):
        setting = super().__new__(cls, value)
        setting.__dict__.update(parts)
        return setting


class Settings(Strict):
    def get_safe(self, name, default=None):
        value = self
        for part in name.split("."):
            value = getattr(value, part, None)
        return default if value is None else value


class CppInfo(Strict):
    def __init__(self):
        super().__init__(includedirs=["include"], libdirs=["lib"], bindirs=["bin"], builddirs=[], libs=[], system_libs=[],
                         defines=[], cxxflags=[], properties={})

    def set_property(self, name, value):
        if name not in {"cmake_find_mode", "cmake_file_name", "cmake_target_name", "pkg_config_name", "pkg_config_aliases"}:
            raise AttributeError(f"Conan's cpp_info has no property '{name}'")
        self.properties[name] = value

    def aggregated_components(self):
        return self


class ConanFile:
    name = version = description = license = topics = package_type = settings = options = default_options = None
    recipe_folder = export_sources_folder = source_folder = build_folder = generators_folder = package_folder = None
    tested_reference_str = None

    def __init__(self):
        self.required, self.dependencies, self.cpp_info = {}, {}, CppInfo()
        self.folders = Strict(source="", build="", generators="", root=None, subproject=None)
        self.cpp = SimpleNamespace(build=Strict(bindir="", bindirs=[], libdirs=[], includedirs=[]))

    def requires(self, reference, *, headers=True, libs=True, visible=True, transitive_headers=False):
        self.required[reference.split("/")[0]] = reference

    def run(self, command, *, env="", cwd=None):
        done = subprocess.run(command, shell=True, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise RuntimeError(f"{command}\n{done.stdout}")
        self.said = done.stdout
