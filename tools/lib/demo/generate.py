"""Seeded generators for what a small machine does not have enough of. The same seed gives the same bytes."""

import itertools
import random

SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu wa xe zy lo ma ne ri su ta".split()  # all different
EXTENSIONS = ("so", "h", "py", "gz", "mo", "json", "txt", "conf")


def names(rng, count):
    """`count` different pronounceable names, in no order."""
    kinds = len(SYLLABLES)
    pairs = [first + second for first in SYLLABLES for second in SYLLABLES]
    return [pairs[number // kinds**2] + pairs[number % kinds**2] for number in rng.sample(range(kinds**4), count)]


def zipf(rng, items):
    """An endless stream of `items`, the k-th of them in proportion to 1/k, drawn in batches."""
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(items) + 1)))
    while True:
        yield from rng.choices(items, cum_weights=weights, k=1 << 14)


def text(seed):
    """Lines of prose and declarations, without end."""
    rng = random.Random(seed)
    words = names(rng, 60_000)
    stream = zipf(rng, words)
    while True:
        line = " ".join(itertools.islice(stream, rng.randint(3, 14)))
        yield rng.choice((line, f"    {line};", f"struct {line.split()[0]} {{ int {line.split()[1]} = 0; }};"))


def directories(rng, count):
    roots = ("/usr/share", "/usr/lib", "/usr/include", "/var/lib", "/opt", "/etc")
    parts = names(rng, 3_000)
    return [f"{rng.choice(roots)}/{'/'.join(rng.choices(parts, k=rng.randint(1, 4)))}/" for _ in range(count)]


def packages(seed, count):
    """The names of `count` packages."""
    return [f"lib{name}-{name[:4]}" for name in names(random.Random(seed), count)]


def package_rows(seed, packages):
    """Rows of the package table, one for each of `packages`: name, version, section, size, maintainer."""
    rng = random.Random(seed)
    versions = [f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 99)}-{rng.randint(1, 5)}" for _ in range(500)]
    sections = "admin devel doc graphics libs net python science text utils".split()
    people = [" ".join(name.capitalize() for name in rng.choices(SYLLABLES, k=3)) for _ in range(2000)]
    for package, version, section, maintainer in zip(
        packages, *(rng.choices(column, k=len(packages)) for column in (versions, sections, people))
    ):
        yield f"{package},{version},{section},{int(10 / (1 - rng.random()))},{maintainer}"


def files(seed, owners):
    """(package, path, bytes) without end: each owner as often as any other, directories by Zipf's law."""
    rng = random.Random(seed)
    places = zipf(rng, directories(rng, 80_000))
    batch = 1 << 14
    for start in itertools.count(0, batch):
        stems, endings = rng.choices(SYLLABLES, k=batch), rng.choices(EXTENSIONS, k=batch)
        columns = zip(rng.choices(owners, k=batch), places, stems, endings)
        for number, (owner, place, stem, ending) in enumerate(columns, start):
            yield owner, f"{place}{stem}{number}.{ending}", int(400 / (1 - rng.random()))
