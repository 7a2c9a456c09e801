from conan.errors import ConanInvalidConfiguration


def check_min_cppstd(conanfile, cppstd, gnu_extensions=False):
    if int(str(conanfile.settings.compiler.cppstd).removeprefix("gnu")) < cppstd:
        raise ConanInvalidConfiguration(f"C++{cppstd} is needed")


def can_run(conanfile):
    return True
