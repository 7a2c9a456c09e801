#!/usr/bin/env python3
"""Compiles codegen.cpp and looks at the instructions of each function (x86-64).

usage: codegen.py SOURCE COMPILER [FLAG...]

`// only: mov|lock xadd` above a function: it consists of a return and of instructions that begin so.
"""

import re
import subprocess
import sys


def instructions(assembly, function):
    body = re.search(rf"^{function}:.*?^\s*\.size\s+{function},", assembly, re.M | re.S).group(0)
    lines = (line.split("#")[0].strip() for line in body.splitlines()[1:])
    return [re.sub(r"\s+", " ", line) for line in lines if line and line[0] != "." and not line.endswith(":")]


def main():
    source, *command = sys.argv[1:]
    text = open(source, encoding="utf-8").read()
    run = subprocess.run([*command, "-O2", "-S", "-o", "-", source], capture_output=True, text=True, check=True)
    failures, count = [], 0
    for allowed, function in re.findall(r"^// only:(.*)\n\w[\w ]* (\w+)\(", text, re.M):
        count += 1
        pattern = re.compile(rf"({allowed.strip()})" if allowed.strip() else r"(?!)")
        found = instructions(run.stdout, function)
        wrong = [i for i in found if not re.match(r"(ret|endbr)", i) and not pattern.match(i)]
        missing = allowed.strip() and not any(pattern.match(i) for i in found)
        if wrong or missing:
            failures.append(f"{function}: wanted {allowed.strip() or 'nothing'}, got\n    " + "\n    ".join(found))
    print("\n".join(failures) or f"{count} functions, as written")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
