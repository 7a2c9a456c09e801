"""The demo's inputs: made once from what the machine has, filled up by the generators where that is little."""

import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass

from . import generate

ENOUGH = 64 << 20  # bytes
VERSION = 1  # raise it when the files come out differently

LICENCES = pathlib.Path("/usr/share/common-licenses")
SYSTEM_HEADERS = pathlib.Path("/usr/include")
DPKG = pathlib.Path("/var/lib/dpkg")
INCLUDE_LINE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*[<"][^\n]*[>"]', re.MULTILINE)


@dataclass
class Input:
    """What one program is given: its arguments, and how the table calls them."""

    arguments: list
    label: str


def megabytes(count):
    return f"{count / (1 << 20):.0f} MB" if count >= 1 << 20 else f"{(count + 1023) >> 10} KB"


def label(what, real, generated):
    return f"{what}: {megabytes(real)}" + (f" + {megabytes(generated)} generated" if generated else "")


def block(lines):
    return "".join(f"{line}\n" for line in lines).encode()


class Filler:
    """A file that takes real lines first, then generated ones, and stops at `limit` bytes."""

    def __init__(self, path, limit):
        self.file, self.limit = open(path, "wb"), limit
        self.real = self.generated = 0

    def add_real(self, block):
        """False when the file is full."""
        room = self.limit - self.real
        if len(block) > room:
            block = block[: block.rfind(b"\n", 0, room) + 1]
        self.file.write(block)
        self.real += len(block)
        return self.limit - self.real > 4096

    def fill(self, lines):
        """Adds generated lines while there is room; real input that nearly suffices stays alone."""
        if self.real < self.limit * 0.95:
            while self.real + self.generated < self.limit and (batch := list(itertools.islice(lines, 1000))):
                self.generated += self.file.write(block(batch))
        self.file.close()
        return self.real, self.generated


def compiler_headers():
    """The directories that hold the compilers' own headers."""
    found = sorted(pathlib.Path("/usr/lib/gcc").glob("*/*/include"))
    for compiler in ("clang++-22", "clang++"):
        if shutil.which(compiler):
            printed = subprocess.run([compiler, "-print-resource-dir"], capture_output=True, text=True, check=False)
            found.append(pathlib.Path(printed.stdout.strip()) / "include")
            break
    return found


def regular_files(directory):
    """Every file below `directory` that is no symbolic link, sorted."""
    names = (os.path.join(folder, name) for folder, _, files in os.walk(directory) for name in files)
    return [pathlib.Path(name) for name in sorted(names) if not os.path.islink(name)]


def sources():
    """(licences and compiler headers, all of them first; the system's headers in an order that mixes the libraries)"""
    first = regular_files(LICENCES) + [path for directory in compiler_headers() for path in regular_files(directory)]
    rest = sorted(regular_files(SYSTEM_HEADERS), key=lambda path: zlib.crc32(str(path).encode()))
    return first, rest


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def make_text_and_includes(text_path, includes_path):
    """The text, one file after the other with a form feed between, and every include line as grep prints it."""
    text, roomy = Filler(text_path, ENOUGH), True
    lines, scanned = [], 0
    first, rest = sources()
    for path in itertools.chain(first, rest):
        content = read(path)
        if roomy:
            roomy = text.add_real(content + (b"\f\n" if content.endswith(b"\n") else b"\n\f\n"))
        name = str(path).encode()
        includes = [name + b":" + match[0].strip() + b"\n" for match in INCLUDE_LINE.finditer(content)]
        lines += includes
        scanned += len(content) if includes else 0
    includes_path.write_bytes(b"".join(lines))
    includes_label = f"{len(lines)} include lines of {megabytes(scanned)} of headers"
    return label("text", *text.fill(generate.text(1))), includes_label


def real_files():
    """(package, path, bytes) of every file that dpkg has installed."""
    for file_list in sorted((DPKG / "info").glob("*.list")):
        package = file_list.stem.partition(":")[0]
        for path in file_list.read_text(errors="replace").splitlines():
            if " " in path or "," in path or path == "/.":
                continue
            try:
                yield package, path, os.lstat(path).st_size
            except OSError:
                yield package, path, 0


def real_packages():
    """A row of the package table for each stanza of dpkg's status file."""
    try:
        stanzas = (DPKG / "status").read_text(errors="replace").split("\n\n")
    except OSError:
        return
    for stanza in stanzas:
        fields = dict(re.findall(r"^([\w-]+): (.*)$", stanza, re.MULTILINE))
        if "Package" in fields:
            columns = (fields.get(key, "") for key in ("Version", "Section", "Installed-Size", "Maintainer"))
            yield ",".join([fields["Package"], *(column.replace(",", ";") for column in columns)])


def make_log_and_csv(log_path, table_path, rows_path):
    """The log for the aggregation, and the two sides of the join."""
    real = list(real_files())
    owners = generate.packages(2, ENOUGH // 210)
    log = Filler(log_path, ENOUGH)
    log.add_real(block(f"{package} {path} {size}" for package, path, size in real))
    log_label = label("file lists", *log.fill("%s %s %d" % entry for entry in generate.files(3, owners[:5000])))

    known = owners[: len(owners) * 9 // 10]  # the rest stands in the rows only
    table = Filler(table_path, ENOUGH * 3 // 16)
    table.add_real(block(real_packages()))
    table_bytes = table.fill(generate.package_rows(4, known))
    rows = Filler(rows_path, ENOUGH * 13 // 16)
    rows.add_real(block(f"{package},{path},{size}" for package, path, size in real))
    row_bytes = rows.fill("%s,%s,%d" % entry for entry in generate.files(5, owners))
    sums = (sum(pair) for pair in zip(table_bytes, row_bytes))
    return log_label, label("packages and files", *sums)


def prepare(directory):
    """The input of each program, by the program's name; made in `directory` unless it is there already."""
    paths = {name: directory / name for name in ("text.txt", "includes.txt", "files.log", "packages.csv", "files.csv")}
    record = directory / "inputs.json"
    made = json.loads(record.read_text()) if record.exists() else {}
    if made.get("version") != VERSION or not all(path.exists() for path in paths.values()):
        print("Preparing the inputs", flush=True)
        directory.mkdir(parents=True, exist_ok=True)
        record.unlink(missing_ok=True)
        text, includes = make_text_and_includes(paths["text.txt"], paths["includes.txt"])
        log, join = make_log_and_csv(paths["files.log"], paths["packages.csv"], paths["files.csv"])
        made = {"version": VERSION, "text": text, "includes": includes, "log": log, "join": join}
        record.write_text(json.dumps(made))
    roots = [f"{root}/" for root in (*compiler_headers(), *sorted(SYSTEM_HEADERS.glob("c++/*")), SYSTEM_HEADERS)]
    return {
        "word_count": Input([paths["text.txt"]], made["text"]),
        "distinct_lines": Input([paths["text.txt"]], made["text"]),
        "log_totals": Input([paths["files.log"]], made["log"]),
        "hash_join": Input([paths["packages.csv"], paths["files.csv"]], made["join"]),
        "include_closure": Input([paths["includes.txt"], *roots], made["includes"]),
        "symbol_table": Input([paths["text.txt"]], made["text"]),
        "percentiles": Input([paths["files.log"]], made["log"]),
        "line_index": Input([paths["text.txt"]], made["text"]),
    }


def from_file(path):
    """Every program on the user's own file; the join takes it for both sides."""
    text = label(path.name, path.stat().st_size, 0)
    names = ("word_count", "distinct_lines", "log_totals", "hash_join", "include_closure", "symbol_table", "percentiles",
             "line_index")
    return {name: Input([path, path] if name == "hash_join" else [path], text) for name in names}
