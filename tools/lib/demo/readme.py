"""Writes a table between two markers of a Markdown file."""


def replace(path, name, lines):
    """Puts `lines` between <!-- `name`: begin --> and <!-- `name`: end --> of the file `path`."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = path.read_text()
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise ValueError(f"{path.name} does not have the markers {begin} and {end} once each, in this order")
    before, rest = page.split(begin)
    after = rest.split(end)[1]
    path.write_text("\n".join([before + begin, "", *lines, "", end]) + after)
