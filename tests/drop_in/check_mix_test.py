#!/usr/bin/env python3
"""Tests of tools/check_mix and of the CMake function arsenal_check_mix.

usage: check_mix_test.py ROOT LIBRARIES GENERATOR COMPILER [FLAG...]

LIBRARIES are Arsenal's archives, separated by commas. The struct in mixed_project/holder.hpp is what it is all about: a
program with two objects that disagree about it links, and reads the wrong field.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT, LIBRARIES, GENERATOR, *COMMAND = sys.argv[1:]
HERE = Path(__file__).resolve().parent / "mixed_project"
CHECK = str(Path(ROOT) / "tools" / "check_mix")
WITH_DROP_IN = [f"-I{ROOT}/compat/drop_in", f"-I{ROOT}/modules"]
ARCHIVES = LIBRARIES.split(",")
CLANG = "clang" in Path(COMMAND[0]).name


def run(*command, directory=None):
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=directory)


class Directory(unittest.TestCase):
    """Tests that share one directory, with program.o, built with the drop-in, in it."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.directory = Path(holder.name)
        cls.program = cls().compile("program.o", "program.cpp", *WITH_DROP_IN)

    def compile(self, output, source, *flags):
        """Compiles a file of mixed_project, or a text, into an object."""
        path = HERE / source
        if not source.endswith(".cpp"):
            path = self.directory / (output + ".cpp")
            path.write_text(source)
        done = run(*COMMAND, "-std=c++20", *flags, "-c", str(path), "-o", output, directory=self.directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        return output

    def check(self, *arguments):
        return run(sys.executable, CHECK, *arguments, directory=self.directory)

    def assert_mix(self, *arguments, saying=""):
        done = self.check(*arguments)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("this program mixes", done.stderr)
        self.assertIn(saying, done.stderr)

    def assert_fine(self, *arguments):
        done = self.check(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)


class Objects(Directory):
    def test_unoptimised_object_shows_the_class_in_its_symbols(self):
        self.assert_mix(self.program, self.compile("reader.o", "reader.cpp", "-O0"), saying="symbol")

    def test_debug_information_shows_the_class(self):
        reader = self.compile("reader.o", "reader.cpp", "-O2", "-g")
        self.assert_mix(self.program, reader, saying="debug information")

    def test_compressed_debug_information_shows_the_class(self):
        reader = self.compile("reader.o", "reader.cpp", "-O2", "-g", "-gz=zlib")
        self.assert_mix(self.program, reader, saying="debug information")

    def test_dependency_file_shows_the_class_where_nothing_else_does(self):
        reader = self.compile("recorded.o", "reader.cpp", "-O2", "-g0", "-MD")
        self.assert_mix(self.program, reader, saying="holder.hpp, which names the class")

    def test_what_shows_nothing_fails_only_under_strict(self):
        reader = self.compile("silent.o", "reader.cpp", "-O2", "-g0")
        self.assert_fine(self.program, reader)
        self.assert_mix("--strict", self.program, reader, saying="unknown")

    def test_archive_members_are_seen(self):
        self.compile("reader_with_a_name_longer_than_fifteen.o", "reader.cpp", "-O0")
        run("ar", "rc", "libreader.a", "reader_with_a_name_longer_than_fifteen.o", directory=self.directory)
        self.assert_mix(self.program, "libreader.a", saying="libreader.a(reader_with_a_name_longer_than_fifteen.o)")
        run("ar", "rcT", "libthin.a", "reader_with_a_name_longer_than_fifteen.o", directory=self.directory)
        self.assert_mix(self.program, "libthin.a", saying="reader_with_a_name_longer_than_fifteen.o)")

    def test_allowed_objects_are_left_out(self):
        reader = self.compile("reader.o", "reader.cpp", "-O0")
        self.assert_fine("--allow", r"reader\.o$", self.program, reader)

    def test_every_object_with_the_drop_in_is_fine(self):
        self.assert_fine("--strict", self.program, self.compile("reader.o", "reader.cpp", "-O0", *WITH_DROP_IN))

    def test_every_object_without_the_drop_in_is_fine(self):
        objects = [self.compile(f"plain_{name}.o", name + ".cpp", "-O0") for name in ("reader", "program")]
        self.assert_fine("--strict", *objects)

    def test_other_peoples_maps_are_no_mix(self):
        other = self.compile("other.o", """
            #include <unordered_map>
            namespace other { template <class K, class T> struct unordered_multimap { K key; T value; }; }
            int read(const other::unordered_multimap<int, int>& m) { return m.key; }""", "-O0", "-g")
        self.assert_fine(self.program, other)

    def test_multi_containers_are_a_mix(self):
        for name, arguments in (("map", "int, int"), ("set", "int")):
            for options in (("-O0", "-g0"), ("-O2", "-g")):
                other = self.compile("other.o", f"""
                    #include <unordered_{name}>
                    struct holder {{ std::unordered_multi{name}<{arguments}> elements; int after; }};
                    int read(const holder& h) {{ return h.elements.empty() ? 0 : h.after; }}""", *options)
                self.assert_mix(self.program, other)

    def test_private_maps_of_the_platform_under_the_drop_in_are_no_mix(self):
        for level in ("-O0", "-O1", "-O2"):
            searcher = self.compile("searcher.o", """
                #include <functional>
                const char32_t* find(const char32_t* text, const char32_t* end) {
                    return std::boyer_moore_searcher(text, text + 3)(text, end).first;
                }""", level, *WITH_DROP_IN)
            self.assert_fine("--strict", self.program, searcher)

    def test_signature_alone_shows_the_class(self):
        declared = self.compile("declared.o", """
            #include <unordered_set>
            bool known(const std::unordered_set<int>& set) { return set.size() > 3; }""", "-O2", "-g0")
        self.assert_mix(self.program, declared, saying="_Z5knownRK")

    def test_c_and_empty_objects_are_fine(self):
        (self.directory / "c.c").write_text("int c(void) { return 1; }")
        run(COMMAND[0], "-c", "-xc", "c.c", "-o", "c.o", directory=self.directory)
        self.assert_fine("--strict", self.program, "c.o")

    def test_shared_library_from_elsewhere_is_a_note_unless_strict(self):
        reader = self.compile("reader.o", "reader.cpp", "-O0", "-fPIC")
        run(*COMMAND, "-shared", reader, "-o", "libreader.so", directory=self.directory)
        done = self.check(self.program, "libreader.so")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("note: shared libraries from elsewhere", done.stderr)
        self.assert_mix("--strict", self.program, "libreader.so")
        self.assert_mix("--build-dir", str(self.directory), self.program, "libreader.so")

    @unittest.skipUnless(CLANG, "bitcode is clang's")
    def test_bitcode_is_read(self):
        program = self.compile("program_lto.o", "program.cpp", "-O2", "-flto", *WITH_DROP_IN)
        nm = subprocess.run([COMMAND[0], "-print-prog-name=llvm-nm"], capture_output=True, text=True, check=True).stdout.strip()
        reader = self.compile("reader_lto.o", "reader.cpp", "-O0", "-flto")
        self.assert_mix("--nm", nm, program, reader, saying="symbol")
        self.assert_fine("--nm", nm, program, self.compile("whole_lto.o", "reader.cpp", "-O0", "-flto", *WITH_DROP_IN))

    def test_unreadable_archive_is_an_error_of_its_own(self):
        (self.directory / "broken.a").write_bytes(b"!<arch>\n" + b"x" * 70)
        self.assertEqual(self.check(self.program, "broken.a").returncode, 2)


class Link(Directory):
    def test_the_struct_links_and_reads_the_wrong_field_and_the_check_removes_the_program(self):
        objects = [self.program, self.compile("reader.o", "reader.cpp", "-O0")]
        command = [*COMMAND, *objects, *ARCHIVES, "-o", "program"]
        linked = run(*command, directory=self.directory)
        self.assertEqual(linked.returncode, 0, "the linker sees it now? " + linked.stderr)
        self.assertNotEqual(run(str(self.directory / "program")).returncode, 0, "both maps have one layout?")
        self.assert_mix("--link", "--", *command)
        self.assertFalse((self.directory / "program").exists())

    def test_failing_link_keeps_its_exit_code(self):
        self.assertEqual(self.check("--link", "--", sys.executable, "-c", "raise SystemExit(7)").returncode, 7)


class Project(Directory):
    def configure(self, *options):
        # The linker and the flags must be those of the archives. Release: no symbol of the class is left.
        done = run("cmake", "-S", str(HERE), "-B", "build", "-G", GENERATOR, f"-DCMAKE_CXX_COMPILER={COMMAND[0]}",
                   f"-DCMAKE_CXX_FLAGS={' '.join(COMMAND[1:])}", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_COMPILER_WORKS=ON", f"-DARSENAL={ROOT}",
                   f"-DLIBRARIES={';'.join(ARCHIVES)}", *options, directory=self.directory)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return run("cmake", "--build", "build", directory=self.directory)

    def test_mix_fails_the_build_and_the_whole_program_passes(self):
        done = self.configure()
        output = done.stdout + done.stderr
        self.assertNotEqual(done.returncode, 0, output)
        self.assertIn("libreader.a(reader.cpp.o)", output)
        self.assertFalse((self.directory / "build" / "program").exists())

        done = self.configure("-DALLOWED=libreader")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = self.configure("-DALLOWED=", "-DWHOLE=ON")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(run(str(self.directory / "build" / "program")).returncode, 0)


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    unittest.main(argv=[sys.argv[0]], verbosity=1)
