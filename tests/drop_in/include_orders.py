#!/usr/bin/env python3
"""Opens the shadow headers before and after every header of the platform, and checks that std's class is Arsenal's.

usage: include_orders.py [--brief] COMPILER [FLAG...]

A header can only upset the shadow headers, or be upset by them, if it opens a file of the platform that names the
classes. So those headers are tried one by one, first of all; the others together, after it is shown that they open no
such file. Runs the compiler about 23 times; with --brief, which leaves out the one by one, 7 times.
"""

import re
import subprocess
import sys

STANDARD = """
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception expected filesystem format forward_list fstream
future generator initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map mdspan
memory memory_resource mutex new numbers numeric optional ostream print queue random ranges ratio regex
scoped_allocator semaphore set shared_mutex source_location span spanstream sstream stack stacktrace stdexcept
stdfloat stop_token streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo
utility valarray variant vector version experimental/algorithm experimental/any experimental/map
experimental/memory_resource experimental/string tr1/unordered_map tr1/unordered_set
""".split()
SENSITIVE = """
unordered_map unordered_set functional bits/unordered_map.h bits/unordered_set.h debug/unordered_map
debug/unordered_set experimental/functional experimental/unordered_map experimental/unordered_set
experimental/executor ext/pb_ds/assoc_container.hpp execution
""".split()
NAMES_CLASS = re.compile(r"/c\+\+/[^/]+/(?:unordered_map|unordered_set|functional|__hash_table|bits/(?:unordered_\w+|hashtable)\.h)$")
USE = """
#ifdef ARSENAL_DROP_IN_UNORDERED_MAP
static_assert(__is_same(std::unordered_map<int, char>, arsenal::unordered_map<int, char>));
std::unordered_map<int, char> map{{1, 'a'}};
static_assert(__is_same(std::unordered_multimap<int, char>, arsenal::unordered_multimap<int, char>));
std::unordered_multimap<int, char> multimap{{1, 'a'}};
#endif
#ifdef ARSENAL_DROP_IN_UNORDERED_SET
static_assert(__is_same(std::unordered_set<int>, arsenal::unordered_set<int>));
std::unordered_set<int> set{1, 2};
static_assert(__is_same(std::unordered_multiset<int>, arsenal::unordered_multiset<int>));
std::unordered_multiset<int> multiset{1, 1};
#endif
#ifdef ARSENAL_DROP_IN_ALGORITHM
inline void sort(int* first, int* last) { std::sort(first, last); }
inline int* find(int* first, int* last) { return std::find(first, last, 1); }
#endif
#ifdef ARSENAL_DROP_IN_NUMERIC
inline int sum(unsigned char* first, unsigned char* last) { return std::accumulate(first, last, 1); }
#endif
"""

failures = 0


def run(command, headers, use=""):
    source = "".join(f"#include <{header}>\n" for header in headers) + use
    return subprocess.run(command + ["-xc++", "-"], input=source, text=True, capture_output=True, check=False)


def expect(command, headers, use, what):
    global failures
    result = run(command + ["-fsyntax-only", "-w"], headers, use)
    if result.returncode:
        failures += 1
        print(f"FAILED: {what}\n{result.stderr[:2000]}")


def existing(command, headers):
    """Those of the headers that this platform has: the drop-in may have one that the platform has not."""
    command = [word for word in command if not word.endswith("drop_in")]
    test = "".join(f"#if __has_include(<{header}>)\nhas {header}\n#endif\n" for header in headers)
    text = subprocess.run(command + ["-E", "-P", "-xc++", "-"], input=test, text=True, capture_output=True, check=True).stdout
    found = {re.sub(r"\s", "", line[4:]) for line in text.splitlines() if line.startswith("has ")}
    return [header for header in headers if header in found]


def main():
    brief = sys.argv[1] == "--brief"
    command = sys.argv[2 if brief else 1:]
    others, sensitive = existing(command, STANDARD), existing(command, SENSITIVE)

    shadow = ["unordered_map", "unordered_set", "functional", "algorithm", "numeric"]
    if not brief:
        opened = run(command + ["-M"], others).stdout.replace("\\\n", " ").split()
        naming = [file for file in opened if NAMES_CLASS.search(file)]  # libc++ in C++20: nearly everywhere
        for header in sensitive + others if naming else sensitive:
            expect(command, [header, *shadow], USE, f"<{header}>, then the shadow headers")
    expect(command, shadow + sensitive + others, USE, "the shadow headers, then every other header")
    expect(command, others + sensitive[::-1], USE, "every other header, then the shadow headers")
    expect(command, ["unordered_set"], "std::unordered_set<int> s;\nstd::unordered_multiset<int> m;\n", "<unordered_set> alone")
    expect(command, ["unordered_map"], "std::unordered_map<int, int> s;\nstd::unordered_multimap<int, int> m;\n", "<unordered_map> alone")
    for use in ("sort.hpp", "find.hpp", "binary_search.hpp"):
        expect(command, [f"arsenal/algorithms/{use}", "algorithm"], USE, f"<arsenal/algorithms/{use}>, then <algorithm>")
    for headers in (["numeric"], ["numeric", "algorithm"], ["arsenal/algorithms/partial_sum.hpp", "numeric"]):
        expect(command, headers, USE, " then ".join(f"<{header}>" for header in headers))
    if failures == 0:
        print(f"{len(others) + len(sensitive)} headers{'' if brief else ', every order that matters'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
